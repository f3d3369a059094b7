#pragma once

#include "server/registry/artifact_store.hpp"
#include "server/registry/model_reference.hpp"
#include "server/registry/model_version.hpp"
#include "server/registry/promotions.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace clearwell::store {
class Database;
}

namespace clearwell::registry {

/// Channel of the NOTIFY that follows every change of a model's versions or aliases; its payload is the model's name.
inline constexpr std::string_view kChannel = "clearwell_registry";

/// What a training job hands over with the file.
struct NewVersion {
  std::string name;
  std::string run_id;
  std::string family;
  std::optional<double> threshold;  ///< none of a regression
  std::string metrics_json;
  int parity_rows = 0;
  std::string parity_digest;
  std::string data_origin;
  std::vector<std::string> alarms = {};  ///< as of ModelVersion
};

/// Versions, aliases and files of all models. Safe for use by many threads.
class Registry {
 public:
  Registry(std::shared_ptr<store::Database> database, ArtifactStore artifacts);

  /// Stores the file, then, in one transaction, the version and its alias (give_first_alias in promotions.hpp): the
  /// first version of a model becomes its champion, a later one the challenger. \throws store::StoreError,
  /// ArtifactError; then no version exists
  ModelVersion register_version(const NewVersion& version, std::string_view onnx_bytes) const;

  /// All versions of all models, by name, newest first. \throws store::StoreError
  std::vector<ModelVersion> list() const;
  /// All versions of one model, newest first. \throws store::StoreError
  std::vector<ModelVersion> list(std::string_view name) const;
  /// The version meant, empty when there is none. \throws store::StoreError
  std::optional<ModelVersion> find(const ModelReference& reference) const;

  /// Who became champion and why.
  Promotions promotions() const { return Promotions(database_); }

  /// The version's file, byte for byte. \throws ArtifactLost where it is gone or damaged, any other ArtifactError
  std::string read_file(const ModelVersion& version) const;

 private:
  std::shared_ptr<store::Database> database_;
  ArtifactStore artifacts_;
};

}  // namespace clearwell::registry
