#include "common/history/tile.hpp"

#include "tests/damaged_bytes.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <bit>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <functional>
#include <limits>
#include <ostream>
#include <random>
#include <string>

namespace {

namespace bdata = boost::unit_test::data;
namespace chrono = std::chrono;
using namespace clearwell::history;
using clearwell::Error;
using clearwell::Result;

using Random = std::mt19937_64;

/// Numbers of every size, whole ones, zeros of both signs, denormals.
double any_number(Random& random) {
  switch (random() % 5) {
    case 0:
      return 0.0;
    case 1:
      return -0.0;
    case 2:
      return static_cast<double>(random() % 2000) / 8 - 100;
    default:
      for (;;) {
        const auto value = std::bit_cast<double>(std::uint64_t{random()});
        if (std::abs(value) < 1e100) return value;  // not of NaN
      }
  }
}

Bucket any_bucket(Random& random, std::int64_t index) {
  double values[] = {any_number(random), any_number(random), any_number(random)};
  std::sort(std::begin(values), std::end(values));
  const std::int64_t count = 1 + static_cast<std::int64_t>(random() % 5);
  if (count == 1) values[0] = values[1] = values[2];
  return {index, count, values[0], values[2], values[1]};
}

Level any_level(Random& random, std::int64_t bucket_seconds, chrono::year_month month) {
  Level level{bucket_seconds, {}};
  const std::int64_t n_buckets = seconds_in(month) / bucket_seconds;
  const std::uint64_t stride = 1 + random() % static_cast<std::uint64_t>(n_buckets / 4);
  for (auto index = static_cast<std::int64_t>(random() % stride); index < n_buckets && level.buckets.size() < 300;
       index += 1 + static_cast<std::int64_t>(random() % stride))
    level.buckets.push_back(any_bucket(random, index));
  return level;
}

Tile any_tile(Random& random) {
  const auto number = [&random](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  Tile tile{"plant-" + std::to_string(number(1000)), "p", chrono::year(1999 + number(60)) / (1 + number(12)), {}};
  const unsigned kinds = 1 + static_cast<unsigned>(number(7));
  for (const Kind kind : {Kind::laboratory, Kind::laboratory_non_detect, Kind::instrument})
    if ((kinds >> static_cast<unsigned>(kind) & 1U) != 0)
      tile.series.push_back(
          make_series(kind, any_level(random, kind == Kind::instrument ? 3600 : 1, tile.month), tile.month));
  return tile;
}

/// March 2025 with one value at its beginning.
Tile small_tile() {
  const chrono::year_month march = chrono::year(2025) / 3;
  return {"north", "ph", march, {make_series(Kind::instrument, {3600, {{0, 2, 7, 8, 7.5}}}, march)}};
}

BOOST_AUTO_TEST_SUITE(history_tile)

BOOST_DATA_TEST_CASE(what_is_written_is_read_again_bit_for_bit, bdata::xrange(300), seed) {
  Random random(static_cast<unsigned>(seed));
  const Tile tile = any_tile(random);
  const std::string bytes = write_tile(tile);
  const Result<Tile> read = read_tile(bytes);
  BOOST_REQUIRE_MESSAGE(read, (read ? "" : read.error().message + " in " + read.error().field));
  BOOST_TEST((*read == tile));
  BOOST_TEST(write_tile(*read) == bytes);  // zeros of both signs, too, which are equal
}

BOOST_DATA_TEST_CASE(each_level_tells_of_the_same_values, bdata::xrange(100), seed) {
  Random random(static_cast<unsigned>(seed));
  for (const Series& series : any_tile(random).series) {
    BOOST_REQUIRE(series.levels.size() == 3);
    for (std::size_t i = 1; i < 3; ++i) {
      const Level& finer = series.levels[i - 1];
      const Level& level = series.levels[i];
      auto part = finer.buckets.begin();
      for (const Bucket& bucket : level.buckets) {
        std::int64_t count = 0;
        double min = part->min, max = part->max;
        long double sum = 0, size = 0;
        for (; part != finer.buckets.end() && part->index * finer.bucket_seconds / level.bucket_seconds == bucket.index;
             ++part) {
          count += part->count;
          min = std::min(min, part->min);
          max = std::max(max, part->max);
          sum += static_cast<long double>(part->mean) * static_cast<long double>(part->count);
          size += std::abs(static_cast<long double>(part->mean) * static_cast<long double>(part->count));
        }
        BOOST_TEST(bucket.count == count);
        BOOST_TEST(bucket.min == min);
        BOOST_TEST(bucket.max == max);
        const auto n = static_cast<long double>(count);
        BOOST_TEST(std::abs(static_cast<long double>(bucket.mean) - sum / n) <= 1e-12L * size / n);
      }
      BOOST_TEST((part == finer.buckets.end()));
    }
  }
}

BOOST_AUTO_TEST_CASE(the_mean_of_equal_values_is_that_value) {
  const chrono::year_month month = chrono::year(2025) / 2;
  Level hours{3600, {}};
  for (int hour = 0; hour < 672; ++hour)
    hours.buckets.push_back({hour, 7, 0.1, 0.1, 0.1});
  const Series series = make_series(Kind::instrument, hours, month);
  BOOST_TEST((series.levels[2].buckets == std::vector<Bucket>{{0, 672 * 7, 0.1, 0.1, 0.1}}));
}

// The file as others read it, by tile.proto.
BOOST_AUTO_TEST_CASE(the_bytes_are_those_of_the_protocol_buffer) {
  const std::string bytes = write_tile(small_tile());
  const std::string head = std::string("\x08\x01\x12\x05north\x1a\x02ph\x20\xe9\x0f\x28\x03", 18);
  BOOST_TEST(bytes.substr(0, head.size()) == head);
  const auto column = [](char number, double value) {
    std::string text{static_cast<char>(number << 3 | 2), 8};
    char raw[8];
    std::memcpy(raw, &value, 8);  // this machine is little-endian, too
    return text.append(raw, 8);
  };
  const std::string hour =
      std::string("\x08\x90\x1c\x12\x01\x00\x1a\x01\x02", 9) + column(4, 7) + column(5, 8) + column(6, 7.5);
  BOOST_TEST(bytes.find(std::string("\x12\x27", 2) + hour) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(every_truncation_is_refused_with_a_reason) {
  const std::string bytes = write_tile(small_tile());
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    const Result<Tile> read = read_tile(std::string_view(bytes).substr(0, length));
    BOOST_REQUIRE_MESSAGE(!read, "the first " << length << " bytes were accepted");
    BOOST_TEST(read.error().message.starts_with("history tile: "));
  }
}

// Whatever bytes change, the answer is an error, or a tile that these very bytes are written as.
BOOST_DATA_TEST_CASE(damaged_bytes_are_refused_or_are_another_tile, bdata::xrange(4000), seed) {
  Random random(static_cast<unsigned>(seed));
  std::string bytes = write_tile(seed % 2 == 0 ? small_tile() : any_tile(random));
  for (unsigned n = 1 + random() % 3; n > 0 && !bytes.empty(); --n) {
    clearwell::tests::damage(bytes, random, 200);
  }
  const Result<Tile> read = read_tile(bytes);
  if (read) BOOST_TEST(write_tile(*read) == bytes);
}

struct Wrong {
  const char* what;
  std::function<void(Tile&)> spoil;
  Error error;
};
std::ostream& operator<<(std::ostream& out, const Wrong& wrong) {
  return out << wrong.what;
}

Bucket& hour_of(Tile& tile) {
  return tile.series[0].levels[0].buckets[0];
}

const Wrong kWrong[] = {
    {"no plant", [](Tile& tile) { tile.plant_id.clear(); }, {"history tile: it names no plant or no parameter", ""}},
    {"no values", [](Tile& tile) { tile.series.clear(); }, {"history tile: it has no series", ""}},
    {"a kind twice",
     [](Tile& tile) { tile.series.push_back(tile.series[0]); },
     {"history tile: its kind does not come after that of the series before", "series[1]"}},
    {"an unknown kind",
     [](Tile& tile) { tile.series[0].kind = static_cast<Kind>(3); },
     {"history tile: kind 3 is not one of 0, 1, 2", "series[0]"}},
    {"no level", [](Tile& tile) { tile.series[0].levels.clear(); }, {"history tile: it has no level", "series[0]"}},
    {"a length that does not divide the month",
     [](Tile& tile) { tile.series[0].levels[0].bucket_seconds = 3601; },
     {"history tile: the month is no whole number of buckets of 3601 s", "series[0].levels[0]"}},
    {"levels in another order",
     [](Tile& tile) { std::swap(tile.series[0].levels[1], tile.series[0].levels[2]); },
     {"history tile: its buckets are not longer than those of the level before", "series[0].levels[2]"}},
    {"a level of other values",
     [](Tile& tile) { tile.series[0].levels[1].buckets[0].count = 3; },
     {"history tile: it holds 3 values, the level before 2", "series[0].levels[1]"}},
    {"an empty level",
     [](Tile& tile) { tile.series[0].levels[0].buckets.clear(); },
     {"history tile: its columns are empty, or not of the same length", "series[0].levels[0]"}},
    {"a bucket after the month",
     [](Tile& tile) { hour_of(tile).index = 744; },
     {"history tile: begins after the month: bucket 744 of 744", "series[0].levels[0].buckets[0]"}},
    {"a bucket of nothing",
     [](Tile& tile) { hour_of(tile).count = 0; },
     {"history tile: holds 0 values; accepted: 1 to 1099511627776", "series[0].levels[0].buckets[0]"}},
    {"a mean outside its values",
     [](Tile& tile) { hour_of(tile).mean = 9; },
     {"history tile: its minimum, mean and maximum are no numbers in this order", "series[0].levels[0].buckets[0]"}},
    {"no number",
     [](Tile& tile) { hour_of(tile).mean = std::numeric_limits<double>::quiet_NaN(); },
     {"history tile: its minimum, mean and maximum are no numbers in this order", "series[0].levels[0].buckets[0]"}},
};

BOOST_DATA_TEST_CASE(what_no_tile_may_say_is_named_exactly, bdata::make(kWrong), wrong) {
  Tile tile = small_tile();
  wrong.spoil(tile);
  const Result<Tile> read = read_tile(write_tile(tile));
  BOOST_REQUIRE(!read);
  BOOST_TEST(read.error().message == wrong.error.message);
  BOOST_TEST(read.error().field == wrong.error.field);
}

BOOST_AUTO_TEST_CASE(another_format_and_another_way_of_writing_are_refused) {
  std::string bytes = write_tile(small_tile());
  BOOST_TEST((read_tile("\x08\x02" + bytes.substr(2)).error() ==
              Error{"history tile: format 2 is not one this reader knows (1)", ""}));
  BOOST_TEST((read_tile(bytes + std::string("\x38\x00", 2)).error() ==
              Error{"history tile: field 7 is not one of a tile of format 1", ""}));
  BOOST_TEST((read_tile(bytes + std::string("\x28\x03", 2)).error() ==  // the month once more
              Error{"history tile: its fields are not written as format 1 writes them", ""}));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
