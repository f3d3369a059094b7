#pragma once

#include <string_view>

namespace clearwell::limits {

/// sampling_duties.json as the build embedded it.
extern const std::string_view kSamplingDutiesJson;

}  // namespace clearwell::limits
