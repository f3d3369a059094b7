#include "server/training/standardisation.hpp"

#include "server/training/encoding.hpp"
#include "server/training/estimator.hpp"
#include "server/training/training_ranges.hpp"

#include <cmath>
#include <string>

namespace clearwell::training {
namespace {

void check_finite(const dataset::TrainingTable& rows) {
  for (std::size_t i = 0; i < rows.features.size(); ++i)
    if (std::isinf(rows.features[i]))
      throw TrainingError("feature " + std::to_string(i % rows.n_features) + " of row " +
                          std::to_string(i / rows.n_features) + " is infinite: there is no mean to subtract");
}

/// Of a category: its share of the rows that have any. 0 where none has.
double measured_mean(const dataset::TrainingTable& rows, std::size_t column) {
  double sum = 0;
  double n = 0;
  for (std::size_t row = 0; row < rows.n_rows(); ++row)
    if (const float value = rows.row(row)[column]; !std::isnan(value)) {
      sum += static_cast<double>(value);
      ++n;
    }
  return n > 0 ? sum / n : 0;
}

}  // namespace

scoring::Standardisation fit_standardisation(const dataset::TrainingTable& rows) {
  check_finite(rows);
  scoring::Standardisation fitted;
  fitted.encoding = one_hot_encoding(rows);
  const dataset::TrainingTable columns = encode(rows, fitted.encoding);
  for (const scoring::TrainingRange& range : training_ranges(columns))
    fitted.medians.push_back(static_cast<float>(range.median));
  for (std::size_t column = 0; column < columns.n_features; ++column) {
    if (!fitted.encoding.empty() && fitted.encoding[column].category)
      fitted.medians[column] = static_cast<float>(measured_mean(columns, column));
    const auto filled = [&](std::size_t row) {
      const float value = columns.row(row)[column];
      return static_cast<double>(std::isnan(value) ? fitted.medians[column] : value);
    };
    double sum = 0;
    for (std::size_t row = 0; row < rows.n_rows(); ++row)
      sum += filled(row);
    const double mean = sum / static_cast<double>(rows.n_rows());
    double squares = 0;
    for (std::size_t row = 0; row < rows.n_rows(); ++row)
      squares += (filled(row) - mean) * (filled(row) - mean);
    const double sd = std::sqrt(squares / static_cast<double>(rows.n_rows()));
    fitted.means.push_back(mean);
    // A spread below the rounding of float32 is no spread: dividing by it would blow noise up to a feature.
    fitted.inverse_sds.push_back(sd > 1e-7 * std::abs(mean) && sd > 0 ? 1 / sd : 0);
  }
  return fitted;
}

std::vector<double> standardised_rows(const dataset::TrainingTable& rows,
                                      const scoring::Standardisation& standardisation) {
  std::vector<double> standardised;
  standardised.reserve(rows.n_rows() * standardisation.n_columns());
  for (std::size_t row = 0; row < rows.n_rows(); ++row)
    for (std::size_t column = 0; column < standardisation.n_columns(); ++column)
      standardised.push_back(standardisation.standardised(column, rows.row(row)));
  return standardised;
}

}  // namespace clearwell::training
