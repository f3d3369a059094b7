#include "server/http/endpoints/metrics.hpp"

#include "server/base/log.hpp"
#include "server/monitoring/process_facts.hpp"
#include "server/monitoring/store_facts.hpp"
#include "server/monitoring/telemetry.hpp"
#include "server/scheduler/retrain_times.hpp"
#include "server/scoring/model_cache.hpp"
#include "server/store/database.hpp"

namespace clearwell::http {
namespace {

std::vector<monitoring::Sample> served_versions(const scoring::ModelCache::Models& models) {
  std::vector<monitoring::Sample> samples;
  const auto add = [&](const std::shared_ptr<const scoring::LoadedModel>& model, const char* alias) {
    if (!model) return;
    const registry::ModelVersion& version = model->version;
    samples.push_back({{version.name, std::to_string(version.version), alias, version.family}, 1});
  };
  for (const auto& [name, served] : models) {
    add(served.champion, "champion");
    add(served.challenger, "challenger");
  }
  return samples;
}

/// Of classifiers: a regression calls nothing positive.
std::vector<monitoring::Sample> precision_floors(const scoring::ModelCache::Models& models) {
  std::vector<monitoring::Sample> samples;
  for (const auto& [name, served] : models)
    for (const auto& model : {served.champion, served.challenger})
      if (model && model->version.threshold)
        samples.push_back(
            {{name, std::to_string(model->version.version)}, model->predictor.spec().metric.precision_floor});
  return samples;
}

double unix_seconds(base::TimePoint time) {
  return std::chrono::duration<double>(time.time_since_epoch()).count();
}

void read_retrain_times(const std::vector<scheduler::RetrainTimes>& all, monitoring::Telemetry& telemetry) {
  std::vector<monitoring::Sample> last_success;
  std::vector<monitoring::Sample> due;
  for (const scheduler::RetrainTimes& times : all) {
    last_success.push_back({{times.model}, unix_seconds(times.last_success)});
    if (times.due) due.push_back({{times.model}, unix_seconds(*times.due)});
  }
  telemetry.retrain_last_success_timestamp.replace(last_success);
  telemetry.retrain_due_timestamp.replace(due);
}

}  // namespace

Answer ProgramMetrics::operator()(const Request&) const {
  monitoring::read_process_facts(telemetry);
  return Response{200, "text/plain; version=0.0.4; charset=utf-8", telemetry.exposition.text(), {}};
}

Answer Metrics::operator()(const Request& request) const {
  const std::shared_ptr<const scoring::ModelCache::Models> served = models.models();
  telemetry.model_info.replace(served_versions(*served));
  telemetry.model_precision_floor.replace(precision_floors(*served));
  try {
    monitoring::read_store_facts(database, telemetry);
    read_retrain_times(scheduler::retrain_times(database, schedule), telemetry);
  } catch (const store::StoreError& error) {
    telemetry.store_errors.increment({});
    base::log_warning("scrape_without_store", {{"reason", error.what()}});
  }
  return ProgramMetrics{telemetry}(request);
}

}  // namespace clearwell::http
