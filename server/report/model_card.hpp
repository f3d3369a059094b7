#pragma once

#include "server/registry/model_version.hpp"

#include <string>

namespace clearwell::registry {
class Registry;
}
namespace clearwell::store {
class Database;
}

namespace clearwell::report {

/// What is known of one model version, for whoever wants to use it or must judge it: what it is for and not for, what
/// it was trained on, how good it is beside a baseline and with what uncertainty, where it fails.
///
/// A card is not stored: it is put together from what the registry, the model file and the version's training run say,
/// so that each fact has one writer and the card cannot contradict it. What a run did not keep is null.
/// Source of the idea: Mitchell et al. (2019), Model Cards for Model Reporting, FAT*: 220-229.
class ModelCard {
 public:
  /// \throws store::StoreError, registry::ArtifactError
  ModelCard(store::Database& database, const registry::Registry& registry, const registry::ModelVersion& version);

  const std::string& json() const { return json_; }
  /// One page that needs nothing but itself, in English.
  std::string page() const;

 private:
  std::string json_;
  std::string plots_html_;
};

}  // namespace clearwell::report
