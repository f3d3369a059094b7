#include "server/scheduler/retrain.hpp"

#include "common/scoring/predictor.hpp"
#include "server/dataset/training_table.hpp"
#include "server/scheduler/challenge.hpp"
#include "server/store/database.hpp"
#include "server/store/sql.hpp"

#include <nlohmann/json.hpp>

#include <vector>

namespace clearwell::scheduler {
namespace {

/// The newest version when neither the samples nor the spec have changed since it was trained: to train again would
/// give the same file.
Result<std::optional<registry::ModelVersion>> up_to_date_version(store::Database& database,
                                                                 const registry::Registry& registry,
                                                                 const spec::DatasetSpec& spec) {
  const std::vector<registry::ModelVersion> versions = registry.list(spec.name);
  if (versions.empty()) return std::optional<registry::ModelVersion>();
  const Result<dataset::TrainingTable> table = dataset::read_training_table(database, spec);
  if (!table) return table.error();
  if (versions[0].dataset_sha256 != table->sha256) return std::optional<registry::ModelVersion>();
  const Result<scoring::Predictor> predictor = scoring::Predictor::load(registry.read_file(versions[0]));
  const bool same_spec = predictor && predictor->spec() == spec;
  return same_spec ? std::optional(versions[0]) : std::nullopt;
}

/// What was decided about a version, last; empty when nothing was: the first of a model is decided about when it is
/// registered, another when it is compared, which a process that is killed may not live to do.
std::optional<registry::Promotion> decision_about(const registry::Registry& registry,
                                                  const registry::ModelVersion& version) {
  for (registry::Promotion& promotion : registry.promotions().history(version.name))
    if (promotion.version == version.version) return std::move(promotion);
  return std::nullopt;
}

}  // namespace

Result<RetrainReport> retrain(const std::shared_ptr<store::Database>& database, const registry::Registry& registry,
                              const spec::DatasetSpec& spec, const RetrainRequest& request,
                              const training::JobProgress& progress) {
  store::Transaction lock = database->begin();
  if (!lock.run(store::sql::try_lock, store::Params().add("clearwell retrain " + spec.name)).boolean(0, 0))
    return Error{"another process is retraining " + spec.name, "model"};

  RetrainReport report;
  report.model = spec.name;
  std::optional<registry::ModelVersion> version;
  if (request.if_due || request.asked_by_monitor) {
    Result<std::optional<registry::ModelVersion>> up_to_date = up_to_date_version(*database, registry, spec);
    if (!up_to_date) return up_to_date.error();
    version = std::move(*up_to_date);
  }
  if (version && decision_about(registry, *version)) {
    report.reason = (request.asked_by_monitor ? "nothing new to learn from" : "not due") +
                    (": samples and spec are those that version " + std::to_string(version->version)) +
                    " was trained on";
    return report;
  }
  if (!version) {
    const Result<training::TrainingReport> trained =
        training::train(database, registry, spec, request.training, progress);
    if (!trained) return trained.error();
    version = trained->registered;
  }
  report.registered = version;
  report.decision = decision_about(registry, *version);
  if (!report.decision) {
    Result<registry::Promotion> decision =
        challenge(*database, registry, spec.name, version->version, request.decided_by);
    if (!decision) return decision.error();
    report.decision = std::move(*decision);
  }
  report.reason = report.decision->reason;
  return report;
}

std::string to_json(const RetrainReport& report) {
  nlohmann::ordered_json json = {{"model", report.model}, {"due", report.registered.has_value()},
                                 {"version", nullptr},    {"family", nullptr},
                                 {"outcome", nullptr},    {"reason", report.reason},
                                 {"figures", nullptr}};
  if (report.registered) {
    json["version"] = report.registered->version;
    json["family"] = report.registered->family;
  }
  if (report.decision) {
    json["outcome"] = report.decision->outcome;
    json["figures"] = nlohmann::ordered_json::parse(report.decision->figures_json);
  }
  return json.dump();
}

}  // namespace clearwell::scheduler
