#include "server/scheduler/challenge.hpp"

#include "server/registry/promotion_policy.hpp"
#include "server/scheduler/version_metric.hpp"
#include "server/training/version_comparison.hpp"

#include <optional>
#include <vector>

namespace clearwell::scheduler {
namespace {

/// A champion that changes during the comparison is compared with anew; more often is no accident.
constexpr int kMostTries = 3;

using registry::ModelVersion;

registry::Promotions::Decision decide(store::Database& database, const registry::Registry& registry,
                                      const std::optional<ModelVersion>& champion, const ModelVersion& challenger) {
  registry::Promotions::Decision decision;
  decision.name = challenger.name;
  decision.version = challenger.version;
  if (!champion && challenger.alarms.empty()) {
    decision.promote = true;
    decision.reason = "there was no champion";
    return decision;
  }
  const spec::MetricSpec metric = metric_of(registry, challenger);
  registry::PromotionPolicy policy{.recall_floor = metric.recall_floor};
  if (!challenger.threshold) policy.error_metric = metric.name;  // a regression
  std::vector<registry::Evidence> evidence;
  if (champion) {
    decision.champion = champion->version;
    policy.n_comparisons = 1 + registry.promotions().n_comparisons(champion->name, champion->version);
    evidence = training::compare_versions(database, registry, *champion, challenger);
  }
  const registry::PromotionVerdict verdict = registry::decide_promotion(policy, evidence, challenger.alarms);
  decision.promote = verdict.promote;
  decision.reason = verdict.reason;
  decision.figures_json = registry::figures_json(policy, evidence, challenger.alarms, verdict);
  return decision;
}

}  // namespace

Result<registry::Promotion> challenge(store::Database& database, const registry::Registry& registry,
                                      std::string_view name, int version, std::string_view decided_by) {
  for (int tries = 1;; ++tries) {
    const auto challenger = registry.find({.name = std::string(name), .alias = "", .version = version});
    if (!challenger)
      return Error{"there is no version " + std::to_string(version) + " of the model " + std::string(name), "version"};
    const auto champion = registry.find({.name = std::string(name)});
    if (champion && champion->version == version)
      return Error{"version " + std::to_string(version) + " of " + std::string(name) + " is champion already",
                   "version"};
    registry::Promotions::Decision decision = decide(database, registry, champion, *challenger);
    decision.decided_by = decided_by;
    Result<registry::Promotion> promotion = registry.promotions().decide(decision);
    if (promotion || promotion.error().field != "champion" || tries == kMostTries) return promotion;
  }
}

Result<registry::Promotion> force_promotion(const registry::Registry& registry, std::string_view name, int version,
                                            std::string_view reason, std::string_view decided_by) {
  // No server could load it otherwise, and all would go on with the version that the registry calls a former one.
  if (const auto found = registry.find({.name = std::string(name), .alias = "", .version = version}))
    registry.read_file(*found);
  return registry.promotions().force(name, version, reason, decided_by);
}

}  // namespace clearwell::scheduler
