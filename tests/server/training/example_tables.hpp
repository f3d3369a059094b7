#pragma once

#include "common/random/split_mix.hpp"
#include "server/dataset/training_table.hpp"
#include "tests/common/example_models.hpp"

#include <cmath>
#include <limits>
#include <span>
#include <string>
#include <vector>

namespace clearwell::tests {

/// \param features  [n_rows, n_features]
inline dataset::TrainingTable table_of(std::size_t n_features, const std::vector<double>& features,
                                       const std::vector<std::uint8_t>& labels) {
  dataset::TrainingTable table;
  table.n_features = n_features;
  for (const double value : features)
    table.features.push_back(static_cast<float>(value));
  table.labels = labels;
  table.data_origin = "imported";
  table.sha256 = std::string(64, '0');
  return table;
}

/// Rows whose label follows x0 (and, turned round, x1) with chance mixed in; x2 tells nothing. Every tenth value of x1
/// is missing. The same seed gives the same rows.
inline dataset::TrainingTable learnable_table(std::size_t n_rows, std::uint64_t seed) {
  random::SplitMix64 random(seed);
  dataset::TrainingTable table;
  table.n_features = 3;
  table.data_origin = "imported";
  for (std::size_t row = 0; row < n_rows; ++row) {
    const double x[] = {4 * random.fraction() - 2, 4 * random.fraction() - 2, 4 * random.fraction() - 2};
    for (const double value : x)
      table.features.push_back(static_cast<float>(value));
    if (random.below(10) == 0) table.features[row * 3 + 1] = std::numeric_limits<float>::quiet_NaN();
    table.labels.push_back(random.fraction() < 1 / (1 + std::exp(-(2 * x[0] - x[1]))) ? 1 : 0);
    table.sample_ids.push_back(static_cast<std::int64_t>(row) + 1);
    table.source_rows.emplace_back(static_cast<int>(row));
  }
  table.sha256 = dataset::content_sha256(table, example_spec(3));
  return table;
}

inline dataset::TrainingTable with_permuted_labels(dataset::TrainingTable table, std::uint64_t seed) {
  random::SplitMix64 random(seed);
  random::shuffle(table.labels, random);
  return table;
}

}  // namespace clearwell::tests
