#include "server/dataset/category_signal.hpp"

#include "server/dataset/class_counts.hpp"

#include <array>
#include <cmath>
#include <limits>

namespace clearwell::dataset {

std::vector<float> category_signal(const TrainingTable& table, std::size_t feature) {
  constexpr std::size_t kHalves = 2;
  std::array<std::vector<ClassCounts>, kHalves> by_category;
  std::array<ClassCounts, kHalves> all;
  for (std::vector<ClassCounts>& counts : by_category)
    counts.resize(table.n_categories[feature]);
  for (std::size_t row = 0; row < table.n_rows(); ++row) {
    const float value = table.row(row)[feature];
    if (std::isnan(value)) continue;
    by_category[row % kHalves][static_cast<std::size_t>(value)].add(table.labels[row]);
    all[row % kHalves].add(table.labels[row]);
  }
  std::vector<float> signal;
  for (std::size_t row = 0; row < table.n_rows(); ++row) {
    const std::size_t other = 1 - row % kHalves;
    const float value = table.row(row)[feature];
    if (std::isnan(value)) {
      signal.push_back(std::numeric_limits<float>::quiet_NaN());
      continue;
    }
    const ClassCounts& counts = by_category[other][static_cast<std::size_t>(value)];
    const double prior = all[other].positive_share().value_or(0.5);
    signal.push_back(
        static_cast<float>((static_cast<double>(counts.positives) + prior) / (static_cast<double>(counts.all()) + 1)));
  }
  return signal;
}

std::vector<float> ranking_values(const TrainingTable& table, std::size_t feature) {
  if (table.is_categorical(feature)) return category_signal(table, feature);
  std::vector<float> values;
  for (std::size_t row = 0; row < table.n_rows(); ++row)
    values.push_back(table.row(row)[feature]);
  return values;
}

}  // namespace clearwell::dataset
