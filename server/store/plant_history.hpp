#pragma once

#include "server/base/clock.hpp"
#include "server/store/database.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

/// One parameter of a plant over time, thinned to what a chart can show.
namespace clearwell::store {

enum class Source { laboratory, instrument };
std::string_view to_string(Source source);  ///< `laboratory`, `instrument`

/// Results or readings of one stretch of time, drawn as one point.
struct HistoryBucket {
  base::TimePoint time;  ///< start of the bucket within the range; the very moment where values are not binned
  Source source = Source::laboratory;
  double min = 0;
  double max = 0;
  double mean = 0;
  std::int64_t count = 0;
  std::int64_t non_detects = 0;  ///< all of them, and min, max and mean are of their detection limits; or none

  bool operator==(const HistoryBucket&) const = default;
};

struct History {
  std::vector<HistoryBucket> buckets;                               ///< laboratory first, then by time
  std::optional<std::chrono::microseconds> laboratory_bucket = {};  ///< length; none where each value has its own
  std::optional<std::chrono::microseconds> instrument_bucket = {};

  bool operator==(const History&) const = default;
};

/// Half open.
struct TimeRange {
  base::TimePoint from;
  base::TimePoint to;

  bool operator==(const TimeRange&) const = default;
};

/// The published history in `range`: at most `points` buckets. A source with no more values than buckets is not binned.
/// Readings in buckets of an hour or more come from their roll-ups, in whole hours or days UTC; shorter buckets begin
/// at range.from. Empty for an unknown plant or parameter. \pre  range.from < range.to, points >= 3
History read_history(Transaction& transaction, std::string_view plant_id, std::string_view parameter, TimeRange range,
                     int points);

/// The published history in `range` as a history tile has it: each result at its own moment, readings by the hour, UTC.
History read_hourly_history(Transaction& transaction, std::string_view plant_id, std::string_view parameter,
                            TimeRange range);

}  // namespace clearwell::store
