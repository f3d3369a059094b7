#include "server/training/training_ranges.hpp"

#include <algorithm>
#include <cmath>

namespace clearwell::training {
namespace {

std::vector<double> measured_values(const dataset::TrainingTable& rows, std::size_t feature) {
  std::vector<double> values;
  for (std::size_t row = 0; row < rows.n_rows(); ++row)
    if (const float value = rows.row(row)[feature]; !std::isnan(value)) values.push_back(static_cast<double>(value));
  return values;
}

double median_of_sorted(const std::vector<double>& values) {
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

std::vector<std::size_t> count_categories(const std::vector<double>& values, std::size_t n_categories) {
  std::vector<std::size_t> counts(n_categories);
  for (const double value : values)
    ++counts[static_cast<std::size_t>(value)];
  return counts;
}

}  // namespace

std::vector<scoring::TrainingRange> training_ranges(const dataset::TrainingTable& rows) {
  std::vector<scoring::TrainingRange> ranges(rows.n_features);
  for (std::size_t feature = 0; feature < rows.n_features; ++feature) {
    std::vector<double> values = measured_values(rows, feature);
    scoring::TrainingRange& range = ranges[feature];
    range.missing_share = 1.0 - static_cast<double>(values.size()) / static_cast<double>(rows.n_rows());
    if (rows.is_categorical(feature)) range.category_rows = count_categories(values, rows.n_categories[feature]);
    if (values.empty()) continue;
    std::sort(values.begin(), values.end());
    range.low = values.front();
    range.high = values.back();
    const std::vector<std::size_t>& counts = range.category_rows;
    range.median = counts.empty()
                       ? median_of_sorted(values)
                       : static_cast<double>(std::max_element(counts.begin(), counts.end()) - counts.begin());
  }
  return ranges;
}

}  // namespace clearwell::training
