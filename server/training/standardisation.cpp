#include "server/training/standardisation.hpp"

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

}  // namespace

scoring::Standardisation fit_standardisation(const dataset::TrainingTable& rows) {
  check_finite(rows);
  scoring::Standardisation fitted;
  for (const scoring::TrainingRange& range : training_ranges(rows))
    fitted.medians.push_back(static_cast<float>(range.median));
  for (std::size_t feature = 0; feature < rows.n_features; ++feature) {
    const auto filled = [&](std::size_t row) {
      const float value = rows.row(row)[feature];
      return static_cast<double>(std::isnan(value) ? fitted.medians[feature] : value);
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
  standardised.reserve(rows.features.size());
  for (std::size_t row = 0; row < rows.n_rows(); ++row)
    for (std::size_t feature = 0; feature < rows.n_features; ++feature)
      standardised.push_back(standardisation.standardised(feature, rows.row(row)[feature]));
  return standardised;
}

}  // namespace clearwell::training
