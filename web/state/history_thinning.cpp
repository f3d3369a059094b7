#include "web/state/history_thinning.hpp"

#include "common/history/tile.hpp"
#include "web/state/civil_time.hpp"
#include "web/state/history_tile.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <vector>

// The server's half of the rules: server/store/plant_history.cpp.
namespace clearwell::state {
namespace {

constexpr std::int64_t kHourSeconds = 3'600;
constexpr std::int64_t kMicroseconds = 1'000'000;  // of a second: buckets of results may be no whole seconds

/// Stretches of equal length, in microseconds.
struct Grid {
  std::int64_t origin = 0;
  std::int64_t length = 1;
};

std::int64_t floor_to(std::int64_t time, std::int64_t unit) {
  return time - (time % unit + unit) % unit;
}

std::int64_t share_of(std::int64_t length, std::int64_t quota) {
  return (length + quota - 1) / quota;
}

std::int64_t n_values(const std::vector<Bucket>& buckets) {
  std::int64_t sum = 0;
  for (const Bucket& bucket : buckets)
    sum += bucket.count;
  return sum;
}

history::Bucket values_of(const Bucket& bucket) {
  return {0, bucket.count, bucket.min, bucket.max, bucket.mean};
}

void add(Bucket& sum, const Bucket& later) {
  const history::Bucket both = history::together(values_of(sum), values_of(later));
  sum.min = both.min;
  sum.max = both.max;
  sum.mean = both.mean;
  sum.count += later.count;
  sum.non_detects += later.non_detects;
}

/// \param values  in order of time
std::vector<Bucket> binned(const std::vector<Bucket>& values, std::int64_t from, const Grid& grid) {
  std::vector<Bucket> bins;
  std::int64_t last = -1;
  for (const Bucket& value : values) {
    const std::int64_t bin = (value.time * kMicroseconds - grid.origin) / grid.length;
    if (bin == last) {
      add(bins.back(), value);
      continue;
    }
    last = bin;
    bins.push_back(value);
    const std::int64_t begin = floor_to(grid.origin + bin * grid.length, kMicroseconds) / kMicroseconds;
    bins.back().time = std::max(from, begin);
  }
  return bins;
}

bool is_non_detect(const Bucket& bucket) {
  return bucket.non_detects > 0;
}

bool is_mixed(const std::vector<Bucket>& results) {
  const auto n_non_detects = std::count_if(results.begin(), results.end(), is_non_detect);
  return n_non_detects > 0 && n_non_detects < std::distance(results.begin(), results.end());
}

/// Non-detects share no bucket with values.
std::vector<Bucket> binned_results(const std::vector<Bucket>& results, std::int64_t from, const Grid& grid) {
  std::vector<Bucket> kinds[2];
  for (const Bucket& result : results)
    kinds[is_non_detect(result) ? 1 : 0].push_back(result);
  return in_order(binned(kinds[0], from, grid), binned(kinds[1], from, grid));
}

/// Buckets of whole `unit`s that begin where one does.
Grid whole_units(DateRange range, std::int64_t unit, std::int64_t quota) {
  const std::int64_t origin = floor_to(range.from, unit);
  return {origin * kMicroseconds, share_of(range.to - origin, unit * quota) * unit * kMicroseconds};
}

/// Whether hours are too coarse for so few of them.
bool thin_readings(History& history, DateRange range, std::int64_t quota) {
  if (history.instrument.empty()) return false;
  const std::int64_t length = share_of((range.to - range.from) * kMicroseconds, quota);
  if (n_values(history.instrument) <= quota || length < kHourSeconds * kMicroseconds) return true;
  const std::int64_t unit = length < kDaySeconds * kMicroseconds ? kHourSeconds : kDaySeconds;
  history.instrument = binned(history.instrument, range.from, whole_units(range, unit, quota));
  return false;
}

}  // namespace

Thinned thinned(History values, DateRange range, int points) {
  // The laboratory has few values and each of them counts in law: it has half the buckets, or what instruments leave.
  const std::int64_t kinds = is_mixed(values.laboratory) ? 2 : 1;
  const std::int64_t n_results = n_values(values.laboratory);
  const std::int64_t left = points - n_values(values.instrument);
  const std::int64_t quota = std::min(n_results, std::max({points / 2 / kinds * kinds, left, kinds}));

  Thinned result{std::move(values), false};
  History& history = result.history;
  history.range = range;
  history.thinned = !history.instrument.empty() || n_results > quota;
  if (n_results > quota) {
    const Grid grid{range.from * kMicroseconds, share_of((range.to - range.from) * kMicroseconds, quota / kinds)};
    history.laboratory = binned_results(history.laboratory, range.from, grid);
  }
  result.finer = thin_readings(history, range, points - quota);
  return result;
}

}  // namespace clearwell::state
