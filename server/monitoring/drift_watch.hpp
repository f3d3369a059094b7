#pragma once

#include "server/base/clock.hpp"
#include "server/monitoring/drift_policy.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace clearwell::registry {
class Registry;
struct ModelVersion;
}  // namespace clearwell::registry
namespace clearwell::store {
class Database;
}

namespace clearwell::monitoring {

/// The name under which a model's score stands among its features.
inline constexpr std::string_view kScoreFeature = "(score)";

struct DriftOptions {
  std::chrono::hours window{24};    ///< windows follow one another and begin at whole multiples of it since 1970
  double false_alarm_rate = 0.02;   ///< share of stable windows of a model that may be called drift
  bool asks_for_retraining = true;  ///< where it lasts (drift_policy.hpp)
};

/// Compares what each champion was asked and answered with what it was trained on, in every window that has ended and
/// was not looked at, and writes down what it found in tracking.drift_windows and tracking.feature_drift. A window
/// without enough rows is written down as not computed. Beside it stands in tracking.precision_estimates what the
/// precision of the window's positive calls should be, or why that cannot be told (estimated_precision.hpp).
/// \return  the champions of which a window was looked at   \throws store::StoreError
std::vector<registry::ModelVersion> watch_drift(store::Database& database, const registry::Registry& registry,
                                                const DriftOptions& options, base::TimePoint now);

/// The newest windows of a version, newest first. \throws store::StoreError
std::vector<DriftWindow> drift_windows(store::Database& database, std::string_view name, int version, int limit);

/// The same with their features, as the array `windows` of GET /v1/models/{name}/versions/{version}/drift.
/// \throws store::StoreError
std::string drift_windows_json(store::Database& database, std::string_view name, int version, int limit);

/// The newest estimates of a version's precision, as the array `estimated` of GET …/precision. \throws
/// store::StoreError
std::string precision_estimates_json(store::Database& database, std::string_view name, int version, int limit);

/// Writes down that the window asked for that retraining. \throws store::StoreError
void note_retraining(store::Database& database, const registry::ModelVersion& version, const DriftWindow& window,
                     std::int64_t job_id);

}  // namespace clearwell::monitoring
