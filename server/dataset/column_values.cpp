#include "server/dataset/column_values.hpp"

#include <cmath>

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

bool hardly_repeats(std::size_t n_distinct, std::size_t n_rows) {
  return n_rows > 0 && 2 * n_distinct >= n_rows;
}

}  // namespace clearwell::dataset
