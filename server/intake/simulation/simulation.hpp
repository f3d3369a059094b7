#pragma once

#include "common/result.hpp"
#include "common/spec/dataset_spec.hpp"
#include "server/base/clock.hpp"
#include "server/store/audit_trail.hpp"

#include <cstdint>
#include <functional>
#include <string_view>

namespace clearwell::intake::simulation {

struct SimulationOptions {
  int plants = 6;                                  ///< 1 to the number of profiles
  int days = 1095;                                 ///< 1 to 3660
  std::uint64_t seed = 1;                          ///< another seed is other plants
  base::TimePoint until{};                         ///< end of the history, cut to the hour; not included
  store::Actor by = {"operator", "operator", {}};  ///< for the audit trail
};

/// What was stored. Samples and readings of an earlier run with the same seed are known again and left as they are.
struct SimulationReport {
  int plants = 0;
  std::int64_t samples = 0;  ///< in the time asked for
  std::int64_t samples_new = 0;
  std::int64_t positive = 0;  ///< of samples, certified as keeping the law
  std::int64_t readings_new = 0;

  bool operator==(const SimulationReport&) const = default;
};

/// Told after each plant: plants done, plants in all.
using Progress = std::function<void(int, int)>;

/// Writes demonstration plants with weekly laboratory samples and hourly readings, everything flagged as simulated, in
/// one transaction. The certificate of a sample becomes its label under `spec`, and the view water.<spec name> is
/// renewed. Errors: an option out of range. Throws StoreError.
Result<SimulationReport> simulate(const SimulationOptions& options, const spec::DatasetSpec& spec,
                                  store::Database& database, const Progress& progress = {});

}  // namespace clearwell::intake::simulation
