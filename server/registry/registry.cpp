#include "server/registry/registry.hpp"

#include "server/registry/promotions.hpp"
#include "server/store/database.hpp"
#include "server/store/sql.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace clearwell::registry {
namespace {

enum Column : std::size_t {
  kName,
  kVersion,
  kRunId,
  kFamily,
  kAliases,
  kStage,
  kSha256,
  kSizeBytes,
  kThreshold,
  kMetrics,
  kParityRows,
  kParityDigest,
  kDataOrigin,
  kDatasetSha256,
  kAlarms,
  kCreatedAt
};

std::vector<std::string> split_aliases(const std::string& text) {
  std::vector<std::string> aliases;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find(',', start), text.size());
    aliases.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  return aliases;
}

ModelVersion version_of(const store::Rows& rows, std::size_t row) {
  return {.name = rows.text(row, kName),
          .version = static_cast<int>(rows.integer(row, kVersion)),
          .run_id = rows.text(row, kRunId),
          .family = rows.text(row, kFamily),
          .aliases = split_aliases(rows.text(row, kAliases)),
          .stage = rows.text(row, kStage),
          .sha256 = rows.text(row, kSha256),
          .size_bytes = rows.integer(row, kSizeBytes),
          .threshold = rows.maybe_number(row, kThreshold),
          .metrics_json = rows.text(row, kMetrics),
          .parity_rows = static_cast<int>(rows.integer(row, kParityRows)),
          .parity_digest = rows.text(row, kParityDigest),
          .data_origin = rows.text(row, kDataOrigin),
          .dataset_sha256 = rows.maybe_text(row, kDatasetSha256),
          .alarms = nlohmann::json::parse(rows.text(row, kAlarms)).get<std::vector<std::string>>(),
          .created_at = rows.text(row, kCreatedAt)};
}

std::vector<ModelVersion> read_versions(store::Transaction& transaction, std::optional<std::string_view> name,
                                        std::optional<int> version = {}, std::optional<std::string_view> alias = {}) {
  const store::Rows rows =
      transaction.run(store::sql::model_versions, store::Params().add(name).add(version).add(alias));
  std::vector<ModelVersion> versions;
  for (std::size_t row = 0; row < rows.size(); ++row)
    versions.push_back(version_of(rows, row));
  return versions;
}

int insert_version(store::Transaction& transaction, const NewVersion& version, const std::string& sha256,
                   std::size_t size_bytes) {
  transaction.run(store::sql::upsert_registered_model, store::Params().add(version.name));
  const store::Rows inserted =
      transaction.run(store::sql::insert_model_version, store::Params()
                                                            .add(version.name)
                                                            .add(version.run_id)
                                                            .add(version.family)
                                                            .add(sha256)
                                                            .add(static_cast<std::int64_t>(size_bytes))
                                                            .add(version.threshold)
                                                            .add(version.metrics_json)
                                                            .add(version.parity_rows)
                                                            .add(version.parity_digest)
                                                            .add(version.data_origin)
                                                            .add_array(version.alarms));
  if (inserted.empty())
    throw store::StoreError("run " + version.run_id + " is not at work any more: nothing is registered");
  return static_cast<int>(inserted.integer(0, 0));
}

}  // namespace

Registry::Registry(std::shared_ptr<store::Database> database, ArtifactStore artifacts)
    : database_(std::move(database)), artifacts_(std::move(artifacts)) {}

ModelVersion Registry::register_version(const NewVersion& version, std::string_view onnx_bytes) const {
  // The file first: a version that can be seen can be read. A file without a version harms nobody.
  const std::string sha256 = artifacts_.put(onnx_bytes);
  store::Transaction transaction = database_->begin();
  const int number = insert_version(transaction, version, sha256, onnx_bytes.size());
  give_first_alias(transaction, version.name, number, version.alarms);
  transaction.run(store::sql::notify, store::Params().add(kChannel).add(version.name));
  ModelVersion registered = read_versions(transaction, version.name, number).at(0);
  transaction.commit();
  return registered;
}

std::vector<ModelVersion> Registry::list() const {
  store::Transaction transaction = database_->begin();
  return read_versions(transaction, std::nullopt);
}

std::vector<ModelVersion> Registry::list(std::string_view name) const {
  store::Transaction transaction = database_->begin();
  return read_versions(transaction, name);
}

std::optional<ModelVersion> Registry::find(const ModelReference& reference) const {
  store::Transaction transaction = database_->begin();
  const std::vector<ModelVersion> found =
      reference.version ? read_versions(transaction, reference.name, reference.version)
                        : read_versions(transaction, reference.name, std::nullopt, std::string_view(reference.alias));
  if (found.empty()) return std::nullopt;
  return found.front();
}

std::string Registry::read_file(const ModelVersion& version) const {
  return artifacts_.get(version.sha256);
}

}  // namespace clearwell::registry
