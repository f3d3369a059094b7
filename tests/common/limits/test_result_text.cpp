#include "common/limits/result_text.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <ostream>
#include <random>

namespace bdata = boost::unit_test::data;
using namespace clearwell::limits;

namespace {

struct Case {
  const char* text;
  char decimal_mark;
  Finding finding;
  double value = 0;
  Qualifier qualifier = Qualifier::equal;
  const char* unit = "";
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << '"' << c.text << '"';
}

constexpr auto kValue = Finding::value;
constexpr auto kBelow = Qualifier::below;
constexpr auto kAbove = Qualifier::above;

// Seen in laboratory sheets of Argentina, Mexico, Estonia, New York, Toronto and in the exchange of the US agencies.
const Case kCases[] = {
    {"7.1", '.', kValue, 7.1},
    {" 7.1 ", '.', kValue, 7.1},
    {"&lt;3", '.', kValue, 3, kBelow},  // what two writers of XML make of `<3`
    {"7,1", ',', kValue, 7.1},
    {"0", '.', kValue, 0},
    {"007", '.', kValue, 7},
    {".5", '.', kValue, 0.5},
    {"5.", '.', kValue, 5},
    {"-6.1", '.', kValue, -6.1},
    {"\xe2\x88\x92"
     "6.1",
     '.', kValue, -6.1},
    {"1.5E-3", '.', kValue, 0.0015},
    {"1,5e+03", ',', kValue, 1500},
    {"1,234.5", '.', kValue, 1234.5},
    {"1.234,5", ',', kValue, 1234.5},
    {"1.234.567", ',', kValue, 1234567},
    {"<0.005", '.', kValue, 0.005, kBelow},
    {"< 0,01", ',', kValue, 0.01, kBelow},
    {"<1 ", '.', kValue, 1, kBelow},
    {"\xe2\x89\xa4 0.05", '.', kValue, 0.05, kBelow},
    {">200.5", '.', kValue, 200.5, kAbove},
    {"<0.00005", '.', kValue, 0.00005, kBelow},
    {"menor que 1 por 100 ml", '.', kValue, 1, kBelow, "/100 ml"},
    {"Menor a 0,5", ',', kValue, 0.5, kBelow},
    {"Less than 5 mg/L", '.', kValue, 5, kBelow, "mg/l"},
    {"mayor que 300 UFC/100 ml", '.', kValue, 300, kAbove, "ufc/100 ml"},
    {"7.5 mg/L", '.', kValue, 7.5, Qualifier::equal, "mg/l"},
    {"5 e", '.', kValue, 5, Qualifier::equal, "e"},
    {"N.D.", '.', Finding::not_detected},
    {"nd", '.', Finding::not_detected},
    {"No detectado", '.', Finding::not_detected},
    {"no se detect\xc3\xb3", '.', Finding::not_detected},
    {"Not Detected", '.', Finding::not_detected},
    {"<LQ", '.', Finding::not_detected},
    {"< ld", '.', Finding::not_detected},
    {"Below Detection Limit", '.', Finding::not_detected},
    {"ausencia", '.', Finding::absent},
    {"Ausencia en 100 ml", '.', Finding::absent, 0, Qualifier::equal, "/100 ml"},
    {"NEGATIVO", '.', Finding::absent},
    {"Presencia", '.', Finding::present},
    {"presente en 100 ml", '.', Finding::present, 0, Qualifier::equal, "/100 ml"},
    {"positive", '.', Finding::present},
    {"", '.', Finding::not_measured},
    {"-", '.', Finding::not_measured},
    {"\xe2\x80\x94", '.', Finding::not_measured},
    {"s/d", '.', Finding::not_measured},
    {"N/A", '.', Finding::not_measured},
};

struct Refusal {
  const char* text;
  char decimal_mark;
};
std::ostream& operator<<(std::ostream& out, const Refusal& r) {
  return out << '"' << r.text << '"';
}

const Refusal kRefusals[] = {
    {"0,05", '.'},  // no group of three: a decimal comma in a sheet of points
    {"0.05", ','},  // and the other way round
    {"1,23,456", '.'},
    {"1.2.3", '.'},
    {"1,234.5,6", '.'},
    {"abc", '.'},
    {".", '.'},
    {"< ,", ','},
    {"<", '.'},
    {"< >5", '.'},
    {"1e999", '.'},
    {"--5", '.'},
    {"ausencias", '.'},
    {"NORMAL", '.'},
    {"See Remark for TEXT", '.'},
    {",5", '.'},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(result_text)

BOOST_DATA_TEST_CASE(a_cell_is_understood, bdata::make(kCases), c) {
  const auto read = read_result_text(c.text, c.decimal_mark);
  BOOST_REQUIRE_MESSAGE(read, (read ? "" : read.error().message));
  BOOST_TEST((read->finding == c.finding));
  BOOST_TEST(read->measured.value == c.value);
  BOOST_TEST((read->measured.qualifier == c.qualifier));
  BOOST_TEST(read->unit == c.unit);
}

BOOST_DATA_TEST_CASE(what_is_not_understood_is_refused_and_not_zero, bdata::make(kRefusals), refusal) {
  const auto read = read_result_text(refusal.text, refusal.decimal_mark);
  BOOST_REQUIRE(!read);
  BOOST_TEST(read.error().message ==
             "\"" + std::string(refusal.text) + "\" is no result (accepted: a number with \"" +
                 std::string(1, refusal.decimal_mark) +
                 "\" as its decimal mark, < or > before it, or a word such as N.D., absent, present)");
}

BOOST_AUTO_TEST_CASE(what_can_be_judged_depends_on_what_is_known) {
  const Parameter& coliforms = *find_parameter("total_coliforms");
  const Parameter& cadmium = *find_parameter("cadmium");
  const auto read = [](const char* text) { return *read_result_text(text, '.'); };
  BOOST_TEST((measured_value(read("ausencia"), coliforms, {}) == MeasuredValue{1, kBelow}));
  BOOST_TEST((measured_value(read("presencia"), coliforms, {}) == MeasuredValue{0, kAbove}));
  BOOST_TEST(!measured_value(read("ausencia"), cadmium, {}));
  BOOST_TEST(!measured_value(read("N.D."), cadmium, {}));
  BOOST_TEST((measured_value(read("N.D."), cadmium, 0.01) == MeasuredValue{0.01, kBelow}));
  BOOST_TEST((measured_value(read("<0.001"), cadmium, 0.01) == MeasuredValue{0.001, kBelow}));
  BOOST_TEST(!measured_value(read("-"), cadmium, 0.01));
}

BOOST_AUTO_TEST_CASE(absence_keeps_a_limit_of_none_and_presence_breaks_it) {
  const Parameter& e_coli = *find_parameter("e_coli");
  for (const Limit& limit : limits_of("EU", "e_coli")) {
    BOOST_TEST(
        (judge(*measured_value(*read_result_text("ausencia en 100 ml", '.'), e_coli, {}), limit) == Verdict::within));
    BOOST_TEST((judge(*measured_value(*read_result_text("presencia", '.'), e_coli, {}), limit) == Verdict::beyond));
  }
}

// No text may crash it, and a number is never made of what holds no digit.
BOOST_AUTO_TEST_CASE(texts_without_sense_are_survived) {
  std::mt19937_64 random(3);
  const std::string alphabet = "0123456789.,-+eE<> \tnNdDlLqQ/\xc3\xb3\xe2\x89\xa4";
  for (int i = 0; i < 20000; ++i) {
    std::string text;
    for (std::uint64_t length = random() % 12; length > 0; --length)
      text += alphabet[random() % alphabet.size()];
    const auto read = read_result_text(text, random() % 2 == 0 ? '.' : ',');
    if (read && read->finding == Finding::value) BOOST_REQUIRE(text.find_first_of("0123456789") != std::string::npos);
  }
}

BOOST_AUTO_TEST_SUITE_END()
