#pragma once

#include <cstdint>
#include <string>

namespace clearwell::platform {

/// Seconds since navigation began; goes only forward.
double seconds_since_navigation();

/// Seconds since 1970 UTC.
std::int64_t wall_clock();

/// How far a time zone's clock is ahead of UTC at that time, in seconds; 0 for a name that the browser does not know.
std::int64_t utc_offset(const std::string& time_zone, std::int64_t time);

}  // namespace clearwell::platform
