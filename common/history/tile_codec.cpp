#include "common/history/tile.hpp"

#include "common/onnx/message_fields.hpp"

#include <cmath>
#include <numeric>

// Field numbers: tile.proto.
namespace clearwell::history {
namespace {

using onnx::WireField;
using onnx::WireWriter;

constexpr std::int64_t kFormat = 1;
constexpr std::int64_t kMostValues = std::int64_t{1} << 40;  // of a bucket: sums of them stay numbers

/// The columns that a level's buckets are written as.
struct Columns {
  std::vector<std::int64_t> skipped, count;
  std::vector<double> min, max, mean;
};

Columns columns_of(const Level& level) {
  Columns columns;
  std::int64_t next = 0;
  for (const Bucket& bucket : level.buckets) {
    columns.skipped.push_back(bucket.index - next);
    next = bucket.index + 1;
    columns.count.push_back(bucket.count);
    columns.min.push_back(bucket.min);
    columns.max.push_back(bucket.max);
    columns.mean.push_back(bucket.mean);
  }
  return columns;
}

void write_integers(WireWriter& out, std::uint32_t number, const std::vector<std::int64_t>& values) {
  WireWriter packed;
  for (const std::int64_t value : values)
    packed.raw_varint(static_cast<std::uint64_t>(value));
  out.bytes_field(number, packed.bytes());
}

void write_doubles(WireWriter& out, std::uint32_t number, const std::vector<double>& values) {
  WireWriter packed;
  for (const double value : values)
    packed.raw_double(value);
  out.bytes_field(number, packed.bytes());
}

std::string level_message(const Level& level) {
  const Columns columns = columns_of(level);
  WireWriter out;
  out.varint_field(1, static_cast<std::uint64_t>(level.bucket_seconds));
  write_integers(out, 2, columns.skipped);
  write_integers(out, 3, columns.count);
  write_doubles(out, 4, columns.min);
  write_doubles(out, 5, columns.max);
  write_doubles(out, 6, columns.mean);
  return out.bytes();
}

std::string series_message(const Series& series) {
  WireWriter out;
  out.varint_field(1, static_cast<std::uint64_t>(series.kind));
  for (const Level& level : series.levels)
    out.bytes_field(2, level_message(level));
  return out.bytes();
}

Error unknown_field(const WireField& field) {
  return {"field " + std::to_string(field.number) + " is not one of a tile of format 1", ""};
}

std::int64_t most_buckets(std::int64_t bucket_seconds, std::int64_t seconds) {
  return bucket_seconds > 0 && seconds % bucket_seconds == 0 ? seconds / bucket_seconds : 0;
}

Result<Bucket> check_bucket(const Bucket& bucket, std::int64_t n_buckets) {
  if (bucket.index >= n_buckets)
    return Error{"begins after the month: bucket " + std::to_string(bucket.index) + " of " + std::to_string(n_buckets),
                 ""};
  if (bucket.count < 1 || bucket.count > kMostValues)
    return Error{"holds " + std::to_string(bucket.count) + " values; accepted: 1 to " + std::to_string(kMostValues),
                 ""};
  if (!std::isfinite(bucket.min) || !std::isfinite(bucket.max) ||
      !(bucket.min <= bucket.mean && bucket.mean <= bucket.max))
    return Error{"its minimum, mean and maximum are no numbers in this order", ""};
  return bucket;
}

/// \param seconds  of the month
Result<Level> level_of(std::int64_t bucket_seconds, const Columns& columns, std::int64_t seconds) {
  const std::int64_t n_buckets = most_buckets(bucket_seconds, seconds);
  if (n_buckets == 0)
    return Error{"the month is no whole number of buckets of " + std::to_string(bucket_seconds) + " s", ""};
  const std::size_t n = columns.skipped.size();
  if (n == 0 || columns.count.size() != n || columns.min.size() != n || columns.max.size() != n ||
      columns.mean.size() != n)
    return Error{"its columns are empty, or not of the same length", ""};
  Level level{bucket_seconds, {}};
  std::int64_t next = 0;
  for (std::size_t i = 0; i < n; ++i) {
    if (columns.skipped[i] < 0 || columns.skipped[i] > n_buckets)
      return onnx::at(onnx::indexed("buckets", i), {"skips more than the month has", ""});
    Result<Bucket> bucket = check_bucket(
        {next + columns.skipped[i], columns.count[i], columns.min[i], columns.max[i], columns.mean[i]}, n_buckets);
    if (!bucket) return onnx::at(onnx::indexed("buckets", i), bucket.error());
    next = bucket->index + 1;
    level.buckets.push_back(*bucket);
  }
  return level;
}

Result<Level> read_level(std::string_view message, std::int64_t seconds) {
  std::int64_t bucket_seconds = 0;
  Columns columns;
  const Result<Ok> read = onnx::for_each_field(message, [&](const WireField& field) -> Result<Ok> {
    switch (field.number) {
      case 1:
        return onnx::read_number(field, bucket_seconds);
      case 2:
        return onnx::append_integers(field, columns.skipped);
      case 3:
        return onnx::append_integers(field, columns.count);
      case 4:
        return onnx::append_doubles(field, columns.min);
      case 5:
        return onnx::append_doubles(field, columns.max);
      case 6:
        return onnx::append_doubles(field, columns.mean);
      default:
        return unknown_field(field);
    }
  });
  if (!read) return read.error();
  return level_of(bucket_seconds, columns, seconds);
}

std::int64_t n_values(const Level& level) {
  return std::accumulate(level.buckets.begin(), level.buckets.end(), std::int64_t{0},
                         [](std::int64_t sum, const Bucket& bucket) { return sum + bucket.count; });
}

Result<Ok> append_level(Series& series, Level level) {
  if (!series.levels.empty()) {
    const Level& finer = series.levels.back();
    if (level.bucket_seconds <= finer.bucket_seconds)
      return Error{"its buckets are not longer than those of the level before", ""};
    if (n_values(level) != n_values(finer))
      return Error{"it holds " + std::to_string(n_values(level)) + " values, the level before " +
                       std::to_string(n_values(finer)),
                   ""};
  }
  series.levels.push_back(std::move(level));
  return Ok{};
}

Result<Series> read_series(std::string_view message, std::int64_t seconds) {
  Series series;
  std::int64_t kind = 0;
  const Result<Ok> read = onnx::for_each_field(message, [&](const WireField& field) -> Result<Ok> {
    if (field.number == 1) return onnx::read_number(field, kind);
    if (field.number != 2) return unknown_field(field);
    Result<Level> level = read_level(field.bytes, seconds);
    Result<Ok> done = level ? append_level(series, *std::move(level)) : level.error();
    if (!done) return onnx::at(onnx::indexed("levels", series.levels.size()), done.error());
    return done;
  });
  if (!read) return read.error();
  if (kind < 0 || kind > 2) return Error{"kind " + std::to_string(kind) + " is not one of 0, 1, 2", ""};
  if (series.levels.empty()) return Error{"it has no level", ""};
  series.kind = static_cast<Kind>(kind);
  return series;
}

/// What stands before the series.
struct Head {
  std::int64_t format = 0;
  std::int64_t year = 0;
  std::int64_t month = 0;
};

Result<Ok> check_head(const Head& head, const Tile& tile) {
  if (head.format != kFormat)
    return Error{"format " + std::to_string(head.format) + " is not one this reader knows (1)", ""};
  if (tile.plant_id.empty() || tile.parameter.empty()) return Error{"it names no plant or no parameter", ""};
  if (head.year < 1 || head.year > 9999 || head.month < 1 || head.month > 12)
    return Error{"there is no month " + std::to_string(head.month) + " of " + std::to_string(head.year), ""};
  return Ok{};
}

Result<Ok> read_head(const WireField& field, Head& head, Tile& tile) {
  switch (field.number) {
    case 1:
      return onnx::read_number(field, head.format);
    case 2:
      return onnx::read_text(field, tile.plant_id);
    case 3:
      return onnx::read_text(field, tile.parameter);
    case 4:
      return onnx::read_number(field, head.year);
    case 5:
      return onnx::read_number(field, head.month);
    default:
      return unknown_field(field);
  }
}

Result<Ok> append_series(Tile& tile, const Head& head, std::string_view message) {
  if (tile.series.empty()) {
    if (Result<Ok> checked = check_head(head, tile); !checked) return checked;
    tile.month = std::chrono::year(static_cast<int>(head.year)) / std::chrono::month(static_cast<unsigned>(head.month));
  }
  const std::string place = onnx::indexed("series", tile.series.size());
  Result<Series> series = read_series(message, seconds_in(tile.month));
  if (!series) return onnx::at(place, series.error());
  if (!tile.series.empty() && series->kind <= tile.series.back().kind)
    return onnx::at(place, {"its kind does not come after that of the series before", ""});
  tile.series.push_back(*std::move(series));
  return Ok{};
}

Result<Tile> read_message(std::string_view bytes) {
  Tile tile;
  Head head;
  const Result<Ok> read = onnx::for_each_field(bytes, [&](const WireField& field) -> Result<Ok> {
    return field.number == 6 ? append_series(tile, head, field.bytes) : read_head(field, head, tile);
  });
  if (!read) return read.error();
  if (tile.series.empty()) {
    const Result<Ok> checked = check_head(head, tile);
    return checked ? Error{"it has no series", ""} : checked.error();
  }
  if (write_tile(tile) != bytes) return Error{"its fields are not written as format 1 writes them", ""};
  return tile;
}

}  // namespace

std::string write_tile(const Tile& tile) {
  WireWriter out;
  out.varint_field(1, static_cast<std::uint64_t>(kFormat));
  out.bytes_field(2, tile.plant_id);
  out.bytes_field(3, tile.parameter);
  out.varint_field(4, static_cast<std::uint64_t>(static_cast<int>(tile.month.year())));
  out.varint_field(5, static_cast<unsigned>(tile.month.month()));
  for (const Series& series : tile.series)
    out.bytes_field(6, series_message(series));
  return out.bytes();
}

Result<Tile> read_tile(std::string_view bytes) {
  Result<Tile> tile = read_message(bytes);
  if (!tile) return Error{"history tile: " + tile.error().message, tile.error().field};
  return tile;
}

}  // namespace clearwell::history
