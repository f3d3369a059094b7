#pragma once

#include "server/intake/simulation/water_physics.hpp"
#include "server/store/sample_writer.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace clearwell::intake::simulation {

/// What the law says of a sample: no result is beyond a confirmed limit of the jurisdiction. What cannot be judged does
/// not count against it.
/// \param day  `YYYY-MM-DD…` of the sample
bool meets_limits(std::span<const store::NewResult> results, std::string_view jurisdiction, std::string_view day);

/// Takes a plant's weekly samples and certifies them, as a laboratory does: with measurement noise, rounding, detection
/// limits, a measurement that fails now and then, and a verdict that is wrong in about two of a hundred cases.
class Laboratory {
 public:
  /// \param plant_id, jurisdiction  of the store's plant
  Laboratory(std::string plant_id, std::string jurisdiction, const WaterPhysics& water, const CounterRandom& random);

  /// The sample of that week (weeks since 1970-01-01), without content hash, source and source_row; empty where the
  /// sampler did not come. sampled_at lies inside the week.
  std::optional<store::NewSample> take_sample(std::int64_t week) const;

 private:
  std::vector<store::NewResult> measure(const WaterState& water, std::int64_t week, bool careful_laboratory) const;
  bool certify(std::span<const store::NewResult> results, std::int64_t week) const;

  std::string plant_id_;
  std::string jurisdiction_;
  const WaterPhysics& water_;
  const CounterRandom& random_;
};

}  // namespace clearwell::intake::simulation
