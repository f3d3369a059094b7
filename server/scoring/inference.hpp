#pragma once

#include "server/base/clock.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace clearwell::scoring {

/// What a model answered to one row, with the row as it was scored.
struct Inference {
  std::string model;
  int version = 0;
  std::string_view role;        ///< `champion`, `challenger` or `pinned`
  std::vector<float> features;  ///< order of the version's spec; NaN where not measured
  float margin = 0;
  float probability = 0;  ///< NaN of a regression, and so is the threshold
  float threshold = 0;
  bool positive = false;
  std::string plant_id;              ///< empty when not told
  std::string sensor_id;             ///< empty when not told
  std::int64_t inference_id = 0;     ///< the log gives it
  base::TimePoint inferred_at = {};  ///< the log gives it; to the microsecond, with the id the key of the row
};

}  // namespace clearwell::scoring
