#include "server/scoring/flags.hpp"
#include "server/scoring/score_request.hpp"
#include "tests/common/category_models.hpp"
#include "tests/common/loaded_predictor.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>

namespace bdata = boost::unit_test::data;
using namespace clearwell;
using scoring::Flag;
using scoring::FlagKind;

namespace {

constexpr float kGap = std::numeric_limits<float>::quiet_NaN();

std::variant<scoring::ScoreRequest, scoring::RejectedInput> read(const std::string& data) {
  return scoring::read_score_request("{\"data\":[" + data + "]}", tests::category_spec());
}

struct Refused {
  const char* row;
  scoring::Rejection rejection;
  const char* message;
  const char* field;
};
std::ostream& operator<<(std::ostream& out, const Refused& refused) {
  return out << refused.row;
}

const Refused kRefused[] = {
    {R"({"x2":1})", scoring::Rejection::not_a_category,
     "expected the text of a category, or null where nothing was measured, but got the number 1; accepted: red, green, "
     "blue",
     "data[0].x2"},
    {R"({"x2":true})", scoring::Rejection::not_a_category,
     "expected the text of a category, or null where nothing was measured, but got true; accepted: red, green, blue",
     "data[0].x2"},
    {R"({"x2":["red"]})", scoring::Rejection::not_a_category,
     "expected the text of a category, or null where nothing was measured, but got an array; accepted: red, green, "
     "blue",
     "data[0].x2"},
    {R"({"x0":"red"})", scoring::Rejection::not_a_number,
     "expected a number, or null where nothing was measured, but got the string \"red\"", "data[0].x0"},
    {R"({"x2":"mauve"})", scoring::Rejection::nothing_measured,
     "the row has no measurement, so there is nothing to estimate from; at least one is expected of: x0, x1, x2, x3",
     "data[0]"},
};

struct Flagged {
  float x2;
  std::optional<Flag> flag;
};
std::ostream& operator<<(std::ostream& out, const Flagged& flagged) {
  return out << flagged.x2;
}

const Flagged kFlagged[] = {
    {0, {}},
    {1, {}},
    {2, Flag{2, FlagKind::unseen_category, 2, {0, 2}, "blue"}},
    {3, Flag{2, FlagKind::unknown_category, 3, {0, 2}}},
    {-1, Flag{2, FlagKind::unknown_category, -1, {0, 2}}},
    {0.5F, Flag{2, FlagKind::unknown_category, 0.5F, {0, 2}}},
    {kGap, Flag{2, FlagKind::not_measured, std::nullopt, {0, 2}}},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(scored_categories)

BOOST_AUTO_TEST_CASE(texts_become_positions_and_unknown_ones_gaps_that_are_told_of) {
  const auto result = read(R"({"x0":1,"x2":"GREEN","x3":"yes"},{"x0":1,"x2":"mauve","x3":null},{"x3":"maybe","x0":2})");
  const auto* request = std::get_if<scoring::ScoreRequest>(&result);
  BOOST_REQUIRE(request != nullptr);
  BOOST_TEST(request->rows[2] == 1);
  BOOST_TEST(request->rows[3] == 1);
  BOOST_TEST(std::isnan(request->rows[6]));
  BOOST_TEST(std::isnan(request->rows[7]));
  BOOST_TEST((request->unknown_categories == std::vector<scoring::UnknownCategory>{{1, 2, "mauve"}, {2, 3, "maybe"}}));
  BOOST_TEST(scoring::unknown_in_row(request->unknown_categories, 0).empty());
  BOOST_TEST(scoring::unknown_in_row(request->unknown_categories, 2)[0].text == "maybe");
}

BOOST_DATA_TEST_CASE(what_is_no_category_is_refused_with_those_accepted, bdata::make(kRefused), refused) {
  const auto result = read(refused.row);
  const auto* rejected = std::get_if<scoring::RejectedInput>(&result);
  BOOST_REQUIRE(rejected != nullptr);
  BOOST_TEST((rejected->rejection == refused.rejection));
  BOOST_TEST(rejected->message == refused.message);
  BOOST_TEST(rejected->field == refused.field);
}

BOOST_DATA_TEST_CASE(a_category_is_flagged_where_training_or_spec_do_not_know_it, bdata::make(kFlagged), flagged) {
  const auto predictor = tests::loaded(tests::category_file(tests::category_linear()));
  const std::vector<Flag> flags = scoring::flags_of(predictor, std::vector{1.0F, 2.0F, flagged.x2, 1.0F});
  BOOST_REQUIRE(flags.size() == (flagged.flag ? 1U : 0U));
  if (flagged.flag) BOOST_TEST((flags[0] == *flagged.flag));
}

BOOST_AUTO_TEST_CASE(a_row_that_is_left_out_takes_its_unknown_texts_with_it) {
  const auto result = scoring::read_score_request(
      R"({"partial":true,"data":[{"x2":"mauve","x0":1},{"x2":"mauve","x0":"red"},{"x2":"plum","x0":2}]})",
      tests::category_spec());
  const auto* request = std::get_if<scoring::ScoreRequest>(&result);
  BOOST_REQUIRE(request != nullptr);
  BOOST_TEST((request->unknown_categories == std::vector<scoring::UnknownCategory>{{0, 2, "mauve"}, {1, 2, "plum"}}));
}

BOOST_AUTO_TEST_CASE(an_unknown_text_is_flagged_with_the_text) {
  const auto predictor = tests::loaded(tests::category_file(tests::category_linear()));
  const std::vector<scoring::UnknownCategory> unknown = {{0, 2, "mauve"}};
  const std::vector<Flag> flags = scoring::flags_of(predictor, std::vector{1.0F, 2.0F, kGap, 1.0F}, unknown);
  BOOST_REQUIRE(flags.size() == 1U);
  BOOST_TEST((flags[0] == Flag{2, FlagKind::unknown_category, std::nullopt, {0, 2}, "mauve"}));
  BOOST_TEST(to_string(flags[0].kind) == "unknown_category");
}

BOOST_AUTO_TEST_SUITE_END()
