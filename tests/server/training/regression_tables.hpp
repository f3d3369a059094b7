#pragma once

#include "common/random/split_mix.hpp"
#include "server/dataset/training_table.hpp"
#include "tests/common/example_models.hpp"

#include <algorithm>
#include <limits>
#include <span>
#include <vector>

namespace clearwell::tests {

/// \param features  [n_rows, n_features]
inline dataset::TrainingTable regression_table_of(std::size_t n_features, const std::vector<double>& features,
                                                  const std::vector<double>& targets) {
  dataset::TrainingTable table;
  table.n_features = n_features;
  table.features.assign(features.begin(), features.end());
  table.targets = targets;
  const double median = dataset::median_target(table);
  for (std::size_t row = 0; row < targets.size(); ++row) {
    table.labels.push_back(targets[row] > median ? 1 : 0);
    table.sample_ids.push_back(static_cast<std::int64_t>(row) + 1);
    table.source_rows.emplace_back(static_cast<int>(row));
  }
  table.data_origin = "imported";
  table.sha256 = dataset::content_sha256(table, example_regression_spec(n_features));
  return table;
}

/// Rows whose number rises with x0 and falls with the square of x1, with noise of a standard deviation of 1 mixed in;
/// x2 tells nothing. Every tenth value of x1 is missing. The same seed gives the same rows.
inline dataset::TrainingTable learnable_numbers(std::size_t n_rows, std::uint64_t seed) {
  random::SplitMix64 random(seed);
  std::vector<double> features;
  std::vector<double> targets;
  for (std::size_t row = 0; row < n_rows; ++row) {
    const double x[] = {4 * random.fraction() - 2, 4 * random.fraction() - 2, 4 * random.fraction() - 2};
    double noise = -6;  // twelve uniform numbers: mean 6, variance 1
    for (int draw = 0; draw < 12; ++draw)
      noise += random.fraction();
    features.insert(features.end(), x, x + 3);
    if (random.below(10) == 0) features[row * 3 + 1] = std::numeric_limits<double>::quiet_NaN();
    targets.push_back(200 + 10 * x[0] - 5 * x[1] * x[1] + noise);
  }
  return regression_table_of(3, features, targets);
}

inline dataset::TrainingTable with_permuted_targets(dataset::TrainingTable table, std::uint64_t seed) {
  random::SplitMix64 random(seed);
  random::shuffle(table.targets, random);
  return table;
}

}  // namespace clearwell::tests
