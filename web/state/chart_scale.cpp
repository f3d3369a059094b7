#include "web/state/chart_scale.hpp"

#include "web/state/civil_time.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iterator>

namespace clearwell::state {
namespace {

constexpr std::int64_t kHourSeconds = 3'600;

void widen(std::optional<DateRange>& range, const std::vector<Bucket>& buckets) {
  if (buckets.empty()) return;
  const DateRange own{buckets.front().time, buckets.back().time};
  range = range ? DateRange{std::min(range->from, own.from), std::max(range->to, own.to)} : own;
}

std::vector<Bucket> visible(const History& history, const DateRange& dates) {
  std::vector<Bucket> shown;
  for (const auto* buckets : {&history.laboratory, &history.instrument}) {
    std::copy_if(buckets->begin(), buckets->end(), std::back_inserter(shown),
                 [&](const Bucket& bucket) { return bucket.time >= dates.from && bucket.time <= dates.to; });
  }
  return shown;
}

/// The highest value that is still credible beside the others: twenty times what 95 of 100 stay below is not.
double credible_high(const std::vector<Bucket>& shown) {
  std::vector<double> highs;
  for (const Bucket& bucket : shown)
    highs.push_back(bucket.max);
  std::sort(highs.begin(), highs.end());
  const double usual = highs[(highs.size() - 1) * 95 / 100];
  if (usual <= 0 || highs.back() <= 20 * usual) return highs.back();
  return *(std::upper_bound(highs.begin(), highs.end(), 20 * usual) - 1);
}

std::optional<double> lowest_upper_limit(const History& history) {
  std::optional<double> lowest;
  for (const Limit& limit : history.limits) {
    if (limit.max && (!lowest || *limit.max < *lowest)) lowest = limit.max;
  }
  return lowest;
}

/// A limit belongs on the chart when the values come near it; a far one would flatten them.
void include_limits(const History& history, ValueScale& scale) {
  const double reach = 1.5 * (scale.high - std::min(scale.low, 0.0));
  const std::optional<double> upper = lowest_upper_limit(history);
  if (upper && *upper > scale.high) {
    if (*upper - scale.high <= reach) {
      scale.high = *upper;
    } else {
      scale.limit_above = upper;
    }
  }
  for (const Limit& limit : history.limits) {
    if (limit.min && *limit.min < scale.low && scale.low - *limit.min <= reach) scale.low = *limit.min;
  }
}

}  // namespace

std::optional<DateRange> extent(const History& history) {
  std::optional<DateRange> range;
  widen(range, history.laboratory);
  widen(range, history.instrument);
  if (!range) return range;
  const std::int64_t air = std::max<std::int64_t>((range->to - range->from) / 60, kDaySeconds / 2);
  return DateRange{range->from - air, range->to + air};
}

DateRange clamp_to(const DateRange& wanted, const DateRange& whole) {
  const std::int64_t length = std::clamp<std::int64_t>(
      wanted.to - wanted.from, std::min(kDaySeconds, whole.to - whole.from), whole.to - whole.from);
  const std::int64_t middle = wanted.from + (wanted.to - wanted.from) / 2;
  const std::int64_t from = std::clamp(middle - length / 2, whole.from, whole.to - length);
  return {from, from + length};
}

std::optional<DateRange> detail_window(const DateRange& dates, const DateRange& whole) {
  const std::int64_t length = dates.to - dates.from;
  if (length > (whole.to - whole.from) / 2) return std::nullopt;
  std::int64_t step = kHourSeconds;
  while (step < length / 2)
    step *= 2;
  // Floor and ceiling also before 1970.
  const std::int64_t before = (dates.from % step + step) % step;
  const std::int64_t after = (step - (dates.to % step + step) % step) % step;
  return DateRange{dates.from - before, dates.to + after};
}

ValueScale value_scale(const History& history, const DateRange& dates) {
  ValueScale scale;
  const std::vector<Bucket> shown = visible(history, dates);
  if (shown.empty()) return scale;
  scale.high = credible_high(shown);
  scale.low = scale.high;
  for (const Bucket& bucket : shown) {
    scale.low = std::min(scale.low, bucket.min);
    if (bucket.max > scale.high) ++scale.clipped;
  }
  include_limits(history, scale);
  // A scale that starts at zero is the honest one, unless the values fill only its upper part (pH, conductivity).
  if (scale.low > 0 && scale.low <= 0.5 * scale.high) scale.low = 0;
  const double air =
      scale.high > scale.low ? 0.08 * (scale.high - scale.low) : std::max(0.1 * std::abs(scale.high), 0.5);
  scale.high += air;
  if (scale.low != 0) scale.low -= air;
  return scale;
}

std::vector<Run> unbroken_runs(const std::vector<Bucket>& buckets) {
  std::vector<Run> runs;
  if (buckets.empty()) return runs;
  std::vector<std::int64_t> steps;
  for (std::size_t i = 1; i < buckets.size(); ++i)
    steps.push_back(buckets[i].time - buckets[i - 1].time);
  std::vector<std::int64_t> sorted = steps;
  std::sort(sorted.begin(), sorted.end());
  const std::int64_t usual = sorted.empty() ? 0 : sorted[sorted.size() / 2];
  runs.push_back({0, 1});
  for (std::size_t i = 1; i < buckets.size(); ++i) {
    if (steps[i - 1] > 3 * usual) runs.push_back({i, i});
    runs.back().last = i + 1;
  }
  return runs;
}

const Bucket* nearest(const std::vector<Bucket>& buckets, std::int64_t time, std::int64_t reach) {
  const auto after = std::lower_bound(buckets.begin(), buckets.end(), time,
                                      [](const Bucket& bucket, std::int64_t wanted) { return bucket.time < wanted; });
  const Bucket* best = nullptr;
  for (const auto candidate : {after, after == buckets.begin() ? after : after - 1}) {
    if (candidate == buckets.end()) continue;
    const std::int64_t distance = std::abs(candidate->time - time);
    if (distance <= reach && (best == nullptr || distance < std::abs(best->time - time))) best = &*candidate;
  }
  return best;
}

}  // namespace clearwell::state
