#pragma once

#include "server/base/clock.hpp"
#include "server/registry/model_version.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace clearwell::registry {
class Registry;
}
namespace clearwell::store {
class Database;
}

namespace clearwell::monitoring {

/// The name under which a model's score stands among its features.
inline constexpr std::string_view kScoreFeature = "(score)";

struct DriftOptions {
  /// Windows follow one another and begin at whole multiples of it since 1970. Where it is changed, what lies between
  /// the last window of the old length and the first of the new is not looked at.
  std::chrono::hours window{24};
  double false_alarm_rate = 0.02;   ///< share of stable windows of a model that may be called drift
  bool asks_for_retraining = true;  ///< where it lasts (drift_policy.hpp)
};

/// A champion that could not be looked at this time.
struct Unwatched {
  registry::ModelVersion version;
  std::string reason;  ///< for example that its file cannot be read
};

struct DriftLook {
  std::vector<registry::ModelVersion> looked_at;  ///< champions of which a window had ended
  std::vector<Unwatched> unwatched;
};

/// Compares what each champion was asked and answered with what it was trained on, in every window that has ended and
/// was not looked at, and writes down what it found in tracking.drift_windows and tracking.feature_drift. A window
/// without enough rows is written down as not computed. Beside it stands in tracking.precision_estimates what the
/// precision of the window's positive calls should be, or why that cannot be told (estimated_precision.hpp); nothing of
/// a regression, which has neither. What goes wrong with one champion keeps no other from being watched, and its
/// windows wait for the next call. \throws store::StoreError
DriftLook watch_drift(store::Database& database, const registry::Registry& registry, const DriftOptions& options,
                      base::TimePoint now);

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

/// The newest windows of a version, newest first. \throws store::StoreError
std::vector<DriftWindow> drift_windows(store::Database& database, std::string_view name, int version, int limit);

/// The same with their features, as the array `windows` of GET /v1/models/{name}/versions/{version}/drift.
/// \throws store::StoreError
std::string drift_windows_json(store::Database& database, std::string_view name, int version, int limit);

}  // namespace clearwell::monitoring
