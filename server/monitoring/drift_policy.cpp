#include "server/monitoring/drift_policy.hpp"

namespace clearwell::monitoring {

bool asks_for_retraining(std::span<const DriftWindow> newest_first) {
  if (newest_first.empty() || newest_first.front().outcome != "drift") return false;
  int drifting = 0;
  int stable = 0;
  bool newest_run = true;  // drifting windows that nothing stable parts from now
  for (const DriftWindow& window : newest_first) {
    if (window.outcome == "not_computed") continue;
    if (window.outcome == "stable") {
      newest_run = false;
      if (++stable == kWindowsInARow) break;
      continue;
    }
    stable = 0;
    if (window.retrain_job_id) return false;  // it was asked for since the water was last as it used to be
    if (newest_run) ++drifting;
  }
  return drifting >= kWindowsInARow;
}

}  // namespace clearwell::monitoring
