#pragma once

#include "common/result.hpp"
#include "server/base/clock.hpp"

#include <string>
#include <string_view>

namespace clearwell::base {

/// `2026-03-12T08:00:00Z`, fractions of a second cut off.
std::string format_time_seconds(TimePoint time);
/// `2026-03-12`, the day in UTC.
std::string format_day(TimePoint time);
/// So many days later, or earlier. \pre  `day` is `YYYY-MM-DD`
std::string add_days(std::string_view day, int days);

/// `2026-03-12T08:00:00.123Z`, cut to milliseconds.
std::string format_time(TimePoint time);

/// Reads a time as RFC 3339 writes it (`2026-03-12T08:00:00.5Z`, `2026-03-12T09:00:00+01:00`) and as PostgreSQL does
/// (`2026-03-12 08:00:00.5+00`). The offset from UTC is required: a time without one is not a point in time.
/// Digits beyond the nanosecond are dropped. Years 1970 to 2261, what system_clock can hold without going negative.
Result<TimePoint> parse_time(std::string_view text);

}  // namespace clearwell::base
