#include "server/dataset/column_values.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace clearwell::dataset {

std::map<float, ValueCount> value_counts(const TrainingTable& table, std::size_t feature) {
  std::map<float, ValueCount> counts;
  for (std::size_t row = 0; row < table.n_rows(); ++row) {
    const float value = table.row(row)[feature];
    if (std::isnan(value)) continue;
    ValueCount& count = counts[value];
    ++(table.labels[row] != 0 ? count.positives : count.negatives);
  }
  return counts;
}

std::vector<double> sorted_values(const TrainingTable& table, std::size_t feature) {
  std::vector<std::size_t> rows(table.n_rows());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  return sorted_values(table, feature, rows);
}

std::vector<double> sorted_values(const TrainingTable& table, std::size_t feature, std::span<const std::size_t> rows) {
  std::vector<double> values;
  for (const std::size_t row : rows)
    if (const float value = table.row(row)[feature]; !std::isnan(value)) values.push_back(static_cast<double>(value));
  std::sort(values.begin(), values.end());
  return values;
}

bool hardly_repeats(std::size_t n_distinct, std::size_t n_rows) {
  return n_rows > 0 && 2 * n_distinct >= n_rows;
}

}  // namespace clearwell::dataset
