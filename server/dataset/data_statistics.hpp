#pragma once

#include "server/dataset/correlation.hpp"
#include "server/dataset/feature_statistics.hpp"
#include "server/dataset/physical_consistency.hpp"
#include "server/dataset/training_table.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace clearwell::dataset {

struct DataLineage;

/// What a training table holds, before anybody learns from it. The same table gives the same statistics.
struct DataStatistics {
  std::string sha256;  ///< of the table
  ClassCounts labels;
  std::int64_t repeated_samples = 0;        ///< left out of the table, since they repeat a row of it
  std::int64_t contradictory_rows = 0;      ///< equal to a row of the other class in every feature
  std::vector<FeatureStatistics> features;  ///< [n_features], order of the spec
  std::vector<Correlation> correlations;    ///< by correlation_index
  std::vector<ConsistencyCheck> consistency;
  // Of a regression, whose classes above are the halves of its numbers:
  std::optional<FeatureStatistics> target = {};
  std::vector<Correlation> with_target = {};  ///< [n_features], of each feature and the number

  bool operator==(const DataStatistics&) const = default;
};

DataStatistics describe_data(const TrainingTable& table, const spec::DatasetSpec& spec);

/// The statistics, and where the data come from, as JSON for programs: keys as the members above, features by name.
std::string to_json(const DataStatistics& statistics, const DataLineage& lineage, const spec::DatasetSpec& spec);

/// What a later training set is compared with: the distribution of each feature by its name, out of to_json's text.
/// Errors name the place. A feature that the text does not have, or has with other categories, is not among them.
Result<std::map<std::string, drift::Distribution>> read_distributions(std::string_view statistics_json,
                                                                      const spec::DatasetSpec& spec);

}  // namespace clearwell::dataset
