#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

/// When drift is reason enough to train again. Pure.
namespace clearwell::monitoring {

/// One window in which a model version was looked at. Times are RFC 3339 in UTC.
struct DriftWindow {
  std::string start;
  std::string end;
  std::int64_t n_rows = 0;
  std::string outcome;                         ///< `drift`, `stable` or `not_computed`
  std::string reason;                          ///< what has drifted, or why nothing could be computed
  std::optional<std::int64_t> retrain_job_id;  ///< of the retraining that it asked for

  bool operator==(const DriftWindow&) const = default;
};

/// So many windows in a row must drift before a retraining is asked for, and so many must be stable before another one
/// may be: what wavers about its threshold asks once.
inline constexpr int kWindowsInARow = 2;

/// Whether the newest window is to ask for a retraining. A window of which nothing is known neither speaks for drift
/// nor ends it.
/// \param newest_first  of one model version
bool asks_for_retraining(std::span<const DriftWindow> newest_first);

}  // namespace clearwell::monitoring
