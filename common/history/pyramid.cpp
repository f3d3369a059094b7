#include "common/history/tile.hpp"

#include <algorithm>
#include <utility>

namespace clearwell::history {
namespace {

constexpr std::int64_t kSecondsInDay = 86'400;

/// \pre  bucket_seconds is a multiple of finer.bucket_seconds
Level coarsen(const Level& finer, std::int64_t bucket_seconds) {
  Level level{bucket_seconds, {}};
  const std::int64_t n = bucket_seconds / finer.bucket_seconds;
  for (Bucket bucket : finer.buckets) {
    bucket.index /= n;
    if (!level.buckets.empty() && level.buckets.back().index == bucket.index)
      level.buckets.back() = together(level.buckets.back(), bucket);
    else
      level.buckets.push_back(bucket);
  }
  return level;
}

}  // namespace

Bucket together(const Bucket& a, const Bucket& b) {
  const auto weight_a = static_cast<double>(a.count);
  const auto weight_b = static_cast<double>(b.count);
  const double mean = (a.mean * weight_a + b.mean * weight_b) / (weight_a + weight_b);
  const double min = std::min(a.min, b.min);
  const double max = std::max(a.max, b.max);
  // Rounding may carry the mean of equal values past them.
  return {a.index, a.count + b.count, min, max, std::clamp(mean, min, max)};
}

std::int64_t seconds_in(std::chrono::year_month month) {
  const std::chrono::sys_days begin(month / 1);
  const std::chrono::sys_days end((month + std::chrono::months(1)) / 1);
  return std::chrono::seconds(end - begin).count();
}

Series make_series(Kind kind, Level finest, std::chrono::year_month month) {
  Series series{kind, {std::move(finest)}};
  series.levels.push_back(coarsen(series.levels.back(), kSecondsInDay));
  series.levels.push_back(coarsen(series.levels.back(), seconds_in(month)));
  return series;
}

}  // namespace clearwell::history
