#include "server/scheduler/precision_watch.hpp"

#include "server/monitoring/precision_policy.hpp"
#include "server/monitoring/realised_precision.hpp"
#include "server/scheduler/version_metric.hpp"
#include "server/store/database.hpp"
#include "server/store/sql.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace clearwell::scheduler {
namespace {

using monitoring::PrecisionFinding;

constexpr std::string_view kWatcher = "precision monitor";

bool was_retrained_for(store::Database& database, const registry::ModelVersion& version) {
  return database.begin()
      .run(store::sql::precision_retraining_was_asked_for, store::Params().add(version.name).add(version.version))
      .boolean(0, 0);
}

std::string figures_of(const monitoring::RealisedOutcomes& realised, double floor, std::int64_t job_id) {
  const auto interval = monitoring::precision_interval(realised.outcomes);
  return nlohmann::ordered_json{{"labelled_samples", realised.outcomes.rows()},
                                {"predicted_positives", realised.outcomes.predicted_positives()},
                                {"true_positives", realised.outcomes.true_positives},
                                {"contradicted_days", realised.contradicted_days},
                                {"precision", *realised.outcomes.precision()},
                                {"lower", interval->lower},
                                {"upper", interval->upper},
                                {"floor", floor},
                                {"retrain_job_id", job_id}}
      .dump();
}

bool is_champion(const registry::ModelVersion& version) {
  return std::ranges::find(version.aliases, "champion") != version.aliases.end();
}

/// Null where no laboratory has said anything of it.
const monitoring::RealisedOutcomes* find_outcomes(const std::vector<monitoring::RealisedOutcomes>& all,
                                                  std::string_view name, int version) {
  const auto found = std::ranges::find_if(all, [&](const monitoring::RealisedOutcomes& realised) {
    return realised.model == name && realised.version == version;
  });
  return found == all.end() ? nullptr : &*found;
}

PrecisionFinding judge(const monitoring::RealisedOutcomes& realised, double floor) {
  return monitoring::judge_precision(realised.outcomes, realised.contradicted_days, floor);
}

}  // namespace

PrecisionWatch::PrecisionWatch(store::Database& database, registry::Registry registry, const Jobs& jobs)
    : database_(database), registry_(std::move(registry)), jobs_(jobs) {}

PrecisionLook PrecisionWatch::look() {
  PrecisionLook look;
  const std::vector<registry::ModelVersion> versions = registry_.list();
  const Outcomes all = monitoring::realised_outcomes(database_);
  for (const registry::ModelVersion& version : versions) {
    if (!is_champion(version)) continue;
    const monitoring::RealisedOutcomes* const realised = find_outcomes(all, version.name, version.version);
    if (realised == nullptr) continue;
    monitoring::RealisedOutcomes& seen = seen_[{version.name, version.version}];
    if (seen == *realised) continue;
    try {
      if (auto demotion = look_at(version, *realised, all)) look.demotions.push_back(std::move(*demotion));
      seen = *realised;
    } catch (const registry::ArtifactError& error) {
      look.unwatched.push_back({version, error.what()});
    }
  }
  return look;
}

std::optional<registry::Promotion> PrecisionWatch::look_at(const registry::ModelVersion& champion,
                                                           const monitoring::RealisedOutcomes& realised,
                                                           const Outcomes& all) {
  const double floor = floor_of(champion);
  const PrecisionFinding finding = judge(realised, floor);
  const registry::Promotions promotions = registry_.promotions();
  const bool demotes =
      finding == PrecisionFinding::below_floor && !promotions.was_demoted(champion.name, champion.version);
  const bool retrains = finding != PrecisionFinding::unsuspicious && !was_retrained_for(database_, champion);
  if (!demotes && !retrains) return std::nullopt;
  // Where the champion's own file is gone as well, the place is away, and no version is lost.
  if (demotes) static_cast<void>(metric_of(registry_, champion));
  const std::optional<int> successor = demotes ? successor_of(champion, all) : std::nullopt;
  const std::string cause = monitoring::in_words(realised.outcomes, floor);
  // The retraining first: a process that is killed in between demotes at its next look.
  const nlohmann::json request = {{"version", champion.version}, {"cause", cause}};
  const Job job = jobs_.enqueue(JobKind::kRetrain, champion.name, request.dump(), kWatcher, JobReason::kPrecision);
  if (!demotes) return std::nullopt;
  // Somebody may have been faster; then there is nobody to demote.
  Result<registry::Promotion> demotion = promotions.demote({.name = champion.name,
                                                            .version = champion.version,
                                                            .successor = successor,
                                                            .reason = cause,
                                                            .figures_json = figures_of(realised, floor, job.job_id),
                                                            .decided_by = std::string(kWatcher)});
  return demotion ? std::optional(std::move(*demotion)) : std::nullopt;
}

/// The last champion before that may answer again.
std::optional<int> PrecisionWatch::successor_of(const registry::ModelVersion& champion, const Outcomes& all) const {
  const registry::Promotions promotions = registry_.promotions();
  std::set<int> asked = {champion.version};
  std::optional<int> before = promotions.predecessor(champion.name, champion.version);
  while (before && asked.insert(*before).second) {
    if (may_answer({champion.name, "", before}, all)) return before;
    before = promotions.predecessor(champion.name, *before);
  }
  return std::nullopt;
}

bool PrecisionWatch::may_answer(const registry::ModelReference& reference, const Outcomes& all) const {
  const std::optional<registry::ModelVersion> version = registry_.find(reference);
  if (!version || registry_.promotions().was_demoted(version->name, version->version)) return false;
  try {
    const double floor = metric_of(registry_, *version).precision_floor;  // of the file as it is now
    const monitoring::RealisedOutcomes* const realised = find_outcomes(all, version->name, version->version);
    return realised == nullptr || judge(*realised, floor) != PrecisionFinding::below_floor;
  } catch (const registry::ArtifactLost&) {
    return false;
  }
}

double PrecisionWatch::floor_of(const registry::ModelVersion& version) {
  const std::pair key(version.name, version.version);
  const auto known = floors_.find(key);
  if (known != floors_.end()) return known->second;
  return floors_.emplace(key, metric_of(registry_, version).precision_floor).first->second;
}

}  // namespace clearwell::scheduler
