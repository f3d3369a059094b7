#pragma once

#include "server/monitoring/drift_watch.hpp"
#include "server/monitoring/realised_precision.hpp"
#include "server/registry/registry.hpp"
#include "server/scheduler/jobs.hpp"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace clearwell::scheduler {

struct PrecisionLook {
  std::vector<registry::Promotion> demotions;
  std::vector<monitoring::Unwatched> unwatched;
};

/// Looks at what laboratories found of each champion's answers (monitoring::realised_outcomes) and acts where they
/// speak against it (monitoring::judge_precision): a champion in doubt is retrained, once; one whose precision is below
/// its floor is demoted (Promotions::demote) and retrained on what has come in since, once in its life: whoever makes
/// it champion again has seen why. The floor is that of the version's own spec. The last champion before
/// answers again that laboratories do not contradict and whose file is there. For use by one thread.
class PrecisionWatch {
 public:
  PrecisionWatch(store::Database& database, registry::Registry registry, const Jobs& jobs);

  /// What goes wrong with one champion keeps no other from being looked at, and it is tried anew with the next call.
  /// \throws store::StoreError
  PrecisionLook look();

 private:
  using Outcomes = std::vector<monitoring::RealisedOutcomes>;

  std::optional<registry::Promotion> look_at(const registry::ModelVersion& champion,
                                             const monitoring::RealisedOutcomes& realised, const Outcomes& all);
  std::optional<int> successor_of(const registry::ModelVersion& champion, const Outcomes& all) const;
  bool may_answer(const registry::ModelReference& reference, const Outcomes& all) const;
  double floor_of(const registry::ModelVersion& version);

  store::Database& database_;
  registry::Registry registry_;
  const Jobs& jobs_;
  /// What was last judged: nothing is to be said before something else is known.
  std::map<std::pair<std::string, int>, monitoring::RealisedOutcomes> seen_;
  /// A version's file never changes, and is read once.
  std::map<std::pair<std::string, int>, double> floors_;
};

}  // namespace clearwell::scheduler
