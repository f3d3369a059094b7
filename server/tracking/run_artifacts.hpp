#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace clearwell::store {
class Database;
}

/// The files that runs have left (ActiveRun::log_artifact).
namespace clearwell::tracking {

struct RunArtifact {
  std::string run_id;
  std::string media_type;
  std::string bytes;

  bool operator==(const RunArtifact&) const = default;
};

/// The file of that path, empty when the run has none. \throws store::StoreError
std::optional<RunArtifact> find_artifact(store::Database& database, std::string_view run_id, std::string_view path);

/// The file of that path that the newest finished run of the experiment has, of those that have one.
/// \throws store::StoreError
std::optional<RunArtifact> latest_artifact(store::Database& database, std::string_view experiment,
                                           std::string_view path);

/// Paths of all files of the run, sorted. \throws store::StoreError
std::vector<std::string> artifact_paths(store::Database& database, std::string_view run_id);

/// Id of the newest run of that name nested in the given one, empty when there is none. \throws store::StoreError
std::optional<std::string> find_nested_run(store::Database& database, std::string_view parent_run_id,
                                           std::string_view name);

/// Names of the runs nested in the given one that have a file of that path, sorted. \throws store::StoreError
std::vector<std::string> nested_runs_with(store::Database& database, std::string_view parent_run_id,
                                          std::string_view path);

}  // namespace clearwell::tracking
