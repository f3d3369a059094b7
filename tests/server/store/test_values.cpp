#include "server/store/database.hpp"
#include "tests/server/store/shared_database.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <bit>
#include <cmath>
#include <limits>
#include <random>

namespace {

using namespace clearwell::store;
namespace bdata = boost::unit_test::data;
using Limits = std::numeric_limits<double>;

Rows select(std::string_view expression, const Params& params) {
  return shared_database()->begin().run("SELECT " + std::string(expression), params);
}

BOOST_AUTO_TEST_SUITE(values)

const double kDoubles[] = {0.0,
                           -0.0,
                           0.1,
                           1.0 / 3.0,
                           -1e-7,
                           1e22,
                           9007199254740993.0,
                           Limits::max(),
                           Limits::lowest(),
                           Limits::min(),
                           Limits::denorm_min(),
                           -Limits::denorm_min(),
                           Limits::min() / 3,
                           Limits::infinity(),
                           -Limits::infinity(),
                           std::nextafter(1.0, 2.0)};
BOOST_DATA_TEST_CASE(a_double_keeps_every_bit, bdata::make(kDoubles), value) {
  const double back = select("$1::float8", Params().add(value)).number(0, 0);
  BOOST_TEST(std::bit_cast<std::uint64_t>(back) == std::bit_cast<std::uint64_t>(value));
}

BOOST_AUTO_TEST_CASE(ten_thousand_random_bit_patterns_come_back_from_an_array) {
  std::mt19937_64 random(7);
  std::vector<double> values;
  while (values.size() < 10'000) {
    const auto value = std::bit_cast<double>(random());
    if (!std::isnan(value)) values.push_back(value);
  }
  const Rows rows = shared_database()->begin().run("SELECT unnest($1::float8[])",
                                                   Params().add_array(std::span<const double>(values)));
  BOOST_REQUIRE(rows.size() == values.size());
  for (std::size_t i = 0; i < values.size(); ++i)
    BOOST_REQUIRE(std::bit_cast<std::uint64_t>(rows.number(i, 0)) == std::bit_cast<std::uint64_t>(values[i]));
}

BOOST_AUTO_TEST_CASE(nan_is_a_number_alone_and_null_in_an_array) {
  BOOST_TEST(std::isnan(select("$1::float8", Params().add(-Limits::quiet_NaN())).number(0, 0)));
  const double measured[] = {1.5, Limits::quiet_NaN()};
  const Rows rows =
      select("($1::float8[])[1], ($1::float8[])[2]", Params().add_array(std::span<const double>(measured)));
  BOOST_TEST(rows.number(0, 0) == 1.5);
  BOOST_TEST(!rows.maybe_number(0, 1).has_value());
}

BOOST_AUTO_TEST_CASE(integers_booleans_and_nulls) {
  const std::int64_t least = std::numeric_limits<std::int64_t>::min();
  const Rows rows = select("$1::bigint, $2::boolean, $3::boolean, $4::text, $5::int",
                           Params().add(least).add(true).add(false).add_null().add(std::optional<int>(7)));
  BOOST_TEST(rows.integer(0, 0) == least);
  BOOST_TEST(rows.boolean(0, 1));
  BOOST_TEST(!rows.boolean(0, 2));
  BOOST_TEST(rows.is_null(0, 3));
  BOOST_TEST(!rows.maybe_text(0, 3).has_value());
  BOOST_TEST(rows.maybe_integer(0, 4).value() == 7);
  BOOST_TEST(rows.maybe_boolean(0, 1).value());
}

const char* const kTexts[] = {"",
                              "plain",
                              "O'Brien; DROP TABLE x --",
                              "tab\tnew\nline\rreturn",
                              "back\\slash \\N",
                              "\"quoted\", {braces}",
                              "NULL",
                              "µg/L · año · 水",
                              " $1 "};
BOOST_DATA_TEST_CASE(texts_come_back_alone_and_in_arrays, bdata::make(kTexts), text) {
  const std::vector<std::string> several = {text, "x", text};
  const Rows rows = select("$1::text, ($2::text[])[3], cardinality($2::text[])",
                           Params().add(text).add_array(std::span<const std::string>(several)));
  BOOST_TEST(rows.text(0, 0) == text);
  BOOST_TEST(rows.text(0, 1) == text);
  BOOST_TEST(rows.integer(0, 2) == 3);
}

BOOST_AUTO_TEST_CASE(bytes_of_every_value_come_back) {
  std::string bytes;
  for (int value = 0; value < 256; ++value)
    bytes += static_cast<char>(value);
  const Rows rows = select("$1::bytea, length($1::bytea), ''::bytea", Params().add_bytes(bytes));
  BOOST_TEST((rows.bytes(0, 0) == bytes));
  BOOST_TEST(rows.integer(0, 1) == 256);
  BOOST_TEST(rows.bytes(0, 2).empty());
}

BOOST_AUTO_TEST_CASE(empty_arrays_and_integer_arrays) {
  const std::int64_t integers[] = {-1, 0, 1LL << 62};
  const Rows rows = select("cardinality($1::float8[]), ($2::bigint[])[3], cardinality($3::text[])",
                           Params()
                               .add_array(std::span<const double>())
                               .add_array(std::span<const std::int64_t>(integers))
                               .add_array(std::span<const std::string>()));
  BOOST_TEST(rows.integer(0, 0) == 0);
  BOOST_TEST(rows.integer(0, 1) == 1LL << 62);
  BOOST_TEST(rows.integer(0, 2) == 0);
}

/// The message of the StoreError that `action` ends with.
template <typename Action>
std::string complaint(Action action) {
  try {
    action();
  } catch (const StoreError& error) {
    return error.what();
  }
  return "no complaint";
}

BOOST_AUTO_TEST_CASE(a_zero_byte_in_a_text_is_refused_not_cut_off) {
  const std::string text("a\0b", 3);
  const std::string expected = "a text parameter holds a zero byte, which PostgreSQL cannot store";
  BOOST_TEST(complaint([&] { Params().add(text); }) == expected);
  BOOST_TEST(complaint([&] { Params().add_array(std::span(&text, 1)); }) == expected);
}

BOOST_AUTO_TEST_CASE(a_cell_of_another_type_says_what_it_holds) {
  const Rows rows = select("'12a', NULL", {});
  BOOST_TEST(complaint([&] { rows.integer(0, 0); }) == "query result: \"12a\" is not an integer");
  BOOST_TEST(complaint([&] { rows.number(0, 0); }) == "query result: \"12a\" is not a number");
  BOOST_TEST(complaint([&] { rows.boolean(0, 0); }) == "query result: \"12a\" is not a boolean");
  BOOST_TEST(complaint([&] { rows.bytes(0, 0); }) == "query result: \"12a\" is not bytea");
  BOOST_TEST(complaint([&] { rows.text(0, 1); }) == "query result: row 0, column 1 is NULL");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
