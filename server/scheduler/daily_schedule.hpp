#pragma once

#include "common/result.hpp"
#include "server/base/clock.hpp"

#include <chrono>
#include <optional>
#include <string_view>

/// When daily work is due, and when to try again. Pure.
namespace clearwell::scheduler {

/// The last moment at or before `now` at which the clock showed this time of day, in UTC: no day has two such moments
/// or none, as with local time.
base::TimePoint latest_occurrence(base::TimePoint now, std::chrono::minutes utc_time_of_day);

/// The first moment after `moment` at which the clock will show this time of day, in UTC.
base::TimePoint next_occurrence(base::TimePoint moment, std::chrono::minutes utc_time_of_day);

/// Reads `03:00`; empty for `off`.
Result<std::optional<std::chrono::minutes>> parse_time_of_day(std::string_view text);

/// How long to wait after a failed attempt: 1, 5 and 25 minutes, which outlasts a database that restarts and a network
/// that is repaired. Empty after the fourth attempt.
std::optional<std::chrono::minutes> retry_after(int attempts);

}  // namespace clearwell::scheduler
