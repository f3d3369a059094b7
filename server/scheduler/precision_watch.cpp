#include "server/scheduler/precision_watch.hpp"

#include "server/monitoring/precision_policy.hpp"
#include "server/monitoring/realised_precision.hpp"
#include "server/scheduler/version_metric.hpp"
#include "server/store/database.hpp"
#include "server/store/sql.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace clearwell::scheduler {
namespace {

using monitoring::PrecisionFinding;

constexpr std::string_view kWatcher = "precision monitor";

bool was_retrained_for(store::Database& database, const registry::ModelVersion& version) {
  return database.begin()
      .run(store::sql::precision_retraining_was_asked_for, store::Params().add(version.name).add(version.version))
      .boolean(0, 0);
}

std::string figures_of(const evaluation::ConfusionMatrix& outcomes, double floor, std::int64_t job_id) {
  const auto interval = monitoring::precision_interval(outcomes);
  return nlohmann::ordered_json{{"labelled_samples", outcomes.rows()},
                                {"predicted_positives", outcomes.predicted_positives()},
                                {"true_positives", outcomes.true_positives},
                                {"precision", *outcomes.precision()},
                                {"lower", interval->lower},
                                {"upper", interval->upper},
                                {"floor", floor},
                                {"retrain_job_id", job_id}}
      .dump();
}

}  // namespace

PrecisionWatch::PrecisionWatch(store::Database& database, registry::Registry registry, const Jobs& jobs)
    : database_(database), registry_(std::move(registry)), jobs_(jobs) {}

PrecisionLook PrecisionWatch::look() {
  PrecisionLook look;
  const std::vector<registry::ModelVersion> versions = registry_.list();
  for (const monitoring::RealisedOutcomes& realised : monitoring::realised_outcomes(database_)) {
    const auto champion = std::ranges::find_if(versions, [&](const registry::ModelVersion& version) {
      return version.name == realised.model && version.version == realised.version &&
             std::ranges::find(version.aliases, "champion") != version.aliases.end();
    });
    if (champion == versions.end()) continue;
    evaluation::ConfusionMatrix& seen = seen_[{realised.model, realised.version}];
    if (seen == realised.outcomes) continue;
    try {
      if (auto demotion = look_at(*champion, realised.outcomes)) look.demotions.push_back(std::move(*demotion));
      seen = realised.outcomes;
    } catch (const registry::ArtifactError& error) {
      look.unwatched.push_back({*champion, error.what()});
    }
  }
  return look;
}

std::optional<registry::Promotion> PrecisionWatch::look_at(const registry::ModelVersion& champion,
                                                           const evaluation::ConfusionMatrix& outcomes) const {
  const double floor = metric_of(registry_, champion).precision_floor;
  const PrecisionFinding finding = monitoring::judge_precision(outcomes, floor);
  const bool demotes =
      finding == PrecisionFinding::below_floor && !registry_.promotions().was_demoted(champion.name, champion.version);
  const bool retrains = finding != PrecisionFinding::unsuspicious && !was_retrained_for(database_, champion);
  if (!demotes && !retrains) return std::nullopt;
  const std::string cause = monitoring::in_words(outcomes, floor);
  // The retraining first: a process that is killed in between demotes at its next look.
  const nlohmann::json request = {{"version", champion.version}, {"cause", cause}};
  const Job job = jobs_.enqueue(JobKind::kRetrain, champion.name, request.dump(), kWatcher, JobReason::kPrecision);
  if (!demotes) return std::nullopt;
  // Somebody may have been faster; then there is nobody to demote.
  Result<registry::Promotion> demotion = registry_.promotions().demote(
      champion.name, champion.version, cause, figures_of(outcomes, floor, job.job_id), kWatcher);
  return demotion ? std::optional(std::move(*demotion)) : std::nullopt;
}

}  // namespace clearwell::scheduler
