#include "server/tracking/run_artifacts.hpp"

#include "server/store/database.hpp"
#include "server/store/sql.hpp"

namespace clearwell::tracking {

namespace {

std::vector<std::string> texts_of(const store::Rows& rows) {
  std::vector<std::string> texts;
  for (std::size_t row = 0; row < rows.size(); ++row)
    texts.push_back(rows.text(row, 0));
  return texts;
}

}  // namespace

std::optional<RunArtifact> find_artifact(store::Database& database, std::string_view run_id, std::string_view path) {
  store::Transaction transaction = database.begin();
  const store::Rows rows = transaction.run(store::sql::run_artifact, store::Params().add(run_id).add(path));
  if (rows.empty()) return std::nullopt;
  return RunArtifact{std::string(run_id), rows.text(0, 0), rows.bytes(0, 1)};
}

std::optional<RunArtifact> latest_artifact(store::Database& database, std::string_view experiment,
                                           std::string_view path) {
  store::Transaction transaction = database.begin();
  const store::Rows rows = transaction.run(store::sql::latest_run_artifact, store::Params().add(experiment).add(path));
  if (rows.empty()) return std::nullopt;
  return RunArtifact{rows.text(0, 0), rows.text(0, 1), rows.bytes(0, 2)};
}

std::vector<std::string> artifact_paths(store::Database& database, std::string_view run_id) {
  store::Transaction transaction = database.begin();
  return texts_of(transaction.run(store::sql::run_artifact_paths, store::Params().add(run_id)));
}

std::optional<std::string> find_nested_run(store::Database& database, std::string_view parent_run_id,
                                           std::string_view name) {
  store::Transaction transaction = database.begin();
  const store::Rows rows = transaction.run(store::sql::nested_run, store::Params().add(parent_run_id).add(name));
  if (rows.empty()) return std::nullopt;
  return rows.text(0, 0);
}

std::vector<std::string> nested_runs_with(store::Database& database, std::string_view parent_run_id,
                                          std::string_view path) {
  store::Transaction transaction = database.begin();
  return texts_of(transaction.run(store::sql::nested_runs_with_artifact, store::Params().add(parent_run_id).add(path)));
}

}  // namespace clearwell::tracking
