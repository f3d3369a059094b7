#pragma once

#include "common/random/split_mix.hpp"
#include "server/dataset/training_table.hpp"

#include <cmath>
#include <cstdint>
#include <limits>

/// Rows with a pattern that trees find, gaps, and a spec without meaning: parity must hold for any data.
namespace clearwell::tests {

/// \param task  of a regression each row has a number too
inline dataset::TrainingTable noise_table(std::size_t n_rows, std::size_t n_features, std::uint64_t seed,
                                          spec::Task task = spec::Task::classification) {
  random::SplitMix64 random(seed);
  dataset::TrainingTable table;
  table.n_features = n_features;
  table.data_origin = "imported";
  table.sha256 = std::string(64, '0');
  for (std::size_t row = 0; row < n_rows; ++row) {
    double score = 0;
    for (std::size_t f = 0; f < n_features; ++f) {
      const double value = 20 * random.fraction() - 10;
      score += (f % 2 == 0 ? 1 : -1) * std::fabs(value);
      table.features.push_back(random.below(8) == 0 ? std::numeric_limits<float>::quiet_NaN()
                                                    : static_cast<float>(value));
    }
    const double with_chance = score + 6 * random.fraction();
    table.labels.push_back(with_chance > 3 ? 1 : 0);
    if (task == spec::Task::regression) table.targets.push_back(150 + 7.3 * with_chance);
    table.sample_ids.push_back(static_cast<std::int64_t>(row) + 1);
    table.source_rows.emplace_back(static_cast<int>(row));
  }
  return table;
}

}  // namespace clearwell::tests
