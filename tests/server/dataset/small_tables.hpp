#pragma once

#include "common/random/split_mix.hpp"
#include "server/dataset/training_table.hpp"
#include "tests/common/example_models.hpp"

#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

namespace clearwell::tests {

inline constexpr float kMissing = std::numeric_limits<float>::quiet_NaN();

/// A table of these rows, features of example_spec in order.
inline dataset::TrainingTable table_of(const std::vector<std::vector<float>>& rows,
                                       const std::vector<std::uint8_t>& labels) {
  dataset::TrainingTable table;
  table.n_features = rows.empty() ? 0 : rows[0].size();
  for (const std::vector<float>& row : rows)
    table.features.insert(table.features.end(), row.begin(), row.end());
  table.labels = labels;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    table.sample_ids.push_back(static_cast<std::int64_t>(row));
    table.source_rows.emplace_back(static_cast<int>(row));
  }
  table.data_origin = "imported";
  table.sha256 = dataset::content_sha256(table, example_spec(table.n_features));
  return table;
}

/// One feature, label 1 in every third row.
inline dataset::TrainingTable column_table(const std::vector<float>& values) {
  std::vector<std::vector<float>> rows;
  std::vector<std::uint8_t> labels;
  for (const float value : values) {
    rows.push_back({value});
    labels.push_back(rows.size() % 3 == 0 ? 1 : 0);
  }
  return table_of(rows, labels);
}

/// Rows of independent values from 0 to 1 and of labels that have nothing to do with them, four of ten positive.
inline dataset::TrainingTable noise_rows(std::size_t n_rows, std::size_t n_features, std::uint64_t seed) {
  random::SplitMix64 random(seed);
  std::vector<std::vector<float>> rows;
  std::vector<std::uint8_t> labels;
  for (std::size_t row = 0; row < n_rows; ++row) {
    rows.emplace_back();
    for (std::size_t feature = 0; feature < n_features; ++feature)
      rows.back().push_back(static_cast<float>(random.fraction()));
    labels.push_back(random.below(10) < 4 ? 1 : 0);
  }
  return table_of(rows, labels);
}

}  // namespace clearwell::tests
