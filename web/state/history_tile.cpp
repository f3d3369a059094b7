#include "web/state/history_tile.hpp"

#include "common/history/tile.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <iterator>
#include <utility>

namespace clearwell::state {
namespace {

std::vector<Bucket> buckets_of(const history::Series& series, std::int64_t month_from) {
  const history::Level& finest = series.levels.front();
  const bool non_detects = series.kind == history::Kind::laboratory_non_detect;
  std::vector<Bucket> buckets;
  for (const history::Bucket& bucket : finest.buckets) {
    const auto count = static_cast<int>(std::min<std::int64_t>(bucket.count, 2'000'000'000));
    buckets.push_back({month_from + bucket.index * finest.bucket_seconds, bucket.min, bucket.max, bucket.mean, count,
                       non_detects ? count : 0});
  }
  return buckets;
}

}  // namespace

Result<TileValues> read_tile_values(std::string_view bytes) {
  const Result<history::Tile> tile = history::read_tile(bytes);
  if (!tile) return tile.error();
  const std::chrono::sys_seconds month = std::chrono::sys_days(tile->month / 1);
  std::array<std::vector<Bucket>, 3> kinds;
  for (const history::Series& series : tile->series)
    kinds[static_cast<std::size_t>(series.kind)] = buckets_of(series, month.time_since_epoch().count());
  return TileValues{in_order(kinds[0], kinds[1]), std::move(kinds[2])};
}

std::vector<Bucket> in_order(const std::vector<Bucket>& values, const std::vector<Bucket>& non_detects) {
  std::vector<Bucket> all;
  std::merge(values.begin(), values.end(), non_detects.begin(), non_detects.end(), std::back_inserter(all),
             [](const Bucket& a, const Bucket& b) { return a.time < b.time; });
  return all;
}

}  // namespace clearwell::state
