#pragma once

#include "common/random/split_mix.hpp"
#include "common/result.hpp"
#include "common/spec/dataset_spec.hpp"
#include "server/dataset/data_drift.hpp"
#include "server/registry/model_version.hpp"

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace clearwell::store {
class Database;
}

namespace clearwell::batch {

/// What the version was trained on, by feature name; empty where its run kept no statistics.
/// \throws store::StoreError
std::map<std::string, drift::Distribution> training_distributions(store::Database& database,
                                                                  const registry::ModelVersion& version,
                                                                  const spec::DatasetSpec& spec);

/// How far the rows of a batch are from what its model was trained on, in memory that does not grow with the batch: of
/// a feature's values up to kMostValues are kept, all of them or a sample that is the same for the same rows.
class BatchDrift {
 public:
  static constexpr std::size_t kMostValues = 20'000;

  BatchDrift(const spec::DatasetSpec& spec, std::map<std::string, drift::Distribution> trained_on);

  /// \param row  [n_features], NaN where not measured
  void add(std::span<const float> row);

  std::int64_t n_rows() const { return n_rows_; }
  /// A feature that was not kept at the training is left out.
  std::vector<dataset::FeatureDrift> compare() const;

  /// {"model","version","rows","drift":[{"feature","psi",…}]}, as dataset::to_json has it.
  std::string to_json(const registry::ModelVersion& version) const;

 private:
  struct Values {
    std::vector<float> kept;
    std::int64_t measured = 0;
  };

  const spec::DatasetSpec& spec_;
  const std::map<std::string, drift::Distribution> trained_on_;
  std::vector<Values> values_;  ///< [n_features]
  std::int64_t n_rows_ = 0;
  random::SplitMix64 random_{1};
};

/// Names of the features that moved further than samples of the same water do: their PSI is at least 0.1, a small move
/// by custom, and beyond chance.
std::vector<std::string> moved_features(const std::vector<dataset::FeatureDrift>& drifts);

}  // namespace clearwell::batch
