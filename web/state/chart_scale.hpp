#pragma once

#include "web/state/water.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

/// What a chart shows of a history: which dates, which values, where the line breaks.
namespace clearwell::state {

/// First to last measurement with a little air; empty when there is none.
std::optional<DateRange> extent(const History& history);

/// `wanted` moved and cut so that it stays within `whole` and shows at least a day.
DateRange clamp_to(const DateRange& wanted, const DateRange& whole);

/// What to load for a chart that shows `dates` of a history of the dates `whole`: wider than what is in sight, and on a
/// grid that grows with it, so that panning asks seldom and the same addresses come again. Empty where most of the
/// history is in sight, which has data enough.
std::optional<DateRange> detail_window(const DateRange& dates, const DateRange& whole);

/// The value axis.
struct ValueScale {
  double low = 0;
  double high = 1;
  int clipped = 0;  ///< buckets that rise above `high`: a single absurd value must not flatten the rest
  std::optional<double> limit_above;  ///< the lowest upper limit, where it lies above `high`
};
ValueScale value_scale(const History& history, const DateRange& dates);

/// Buckets [first, last) without a gap between them. A gap is longer than three times the usual step.
struct Run {
  std::size_t first = 0;
  std::size_t last = 0;

  bool operator==(const Run&) const = default;
};
std::vector<Run> unbroken_runs(const std::vector<Bucket>& buckets);

/// The bucket nearest in time, null when there is none within `reach` seconds.
const Bucket* nearest(const std::vector<Bucket>& buckets, std::int64_t time, std::int64_t reach);

}  // namespace clearwell::state
