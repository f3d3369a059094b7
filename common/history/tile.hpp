#pragma once

#include "common/result.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// The history of one parameter of a plant in a month that is over, as a file that never changes: `tile.proto`.
namespace clearwell::history {

/// What the values of a series are. Non-detects are their detection limits and share no bucket with values.
enum class Kind : std::uint8_t { laboratory = 0, laboratory_non_detect = 1, instrument = 2 };

/// Values of one stretch of time.
struct Bucket {
  std::int64_t index = 0;  ///< it begins index * Level::bucket_seconds after the month
  std::int64_t count = 0;  ///< at least 1
  double min = 0;
  double max = 0;
  double mean = 0;

  bool operator==(const Bucket&) const = default;
};

/// The values of `a` and of `b`, which begins later. Sums go from left to right, so that every build gives the same
/// bits.
Bucket together(const Bucket& a, const Bucket& b);

/// All values of a series in buckets of one length. Where nothing was measured there is no bucket.
struct Level {
  std::int64_t bucket_seconds = 0;  ///< the month is a whole number of it
  std::vector<Bucket> buckets;      ///< in order of time

  bool operator==(const Level&) const = default;
};

struct Series {
  Kind kind = Kind::laboratory;
  std::vector<Level> levels;  ///< the finest first; of the same values each

  bool operator==(const Series&) const = default;
};

struct Tile {
  std::string plant_id;
  std::string parameter;
  std::chrono::year_month month{};  ///< UTC
  std::vector<Series> series;       ///< in order of their kinds, those that have values

  bool operator==(const Tile&) const = default;
};

/// Length of the month. \pre  month.ok()
std::int64_t seconds_in(std::chrono::year_month month);

/// A series with the levels of `finest`, a day and the month.
/// \pre  finest.bucket_seconds divides a day and is shorter; its buckets are as Level says
Series make_series(Kind kind, Level finest, std::chrono::year_month month);

/// The same tile gives the same bytes. \pre  read_tile() takes what is written
std::string write_tile(const Tile& tile);

/// Takes what write_tile() writes, and nothing else: not a byte of a tile can be told otherwise. Memory stays within a
/// small multiple of the file's size. Errors say what and where: `series[0].levels[1].buckets[7]`.
Result<Tile> read_tile(std::string_view bytes);

}  // namespace clearwell::history
