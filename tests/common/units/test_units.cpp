#include "common/units/units.hpp"

#include "common/limits/limits.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <ostream>
#include <random>
#include <string>
#include <vector>

namespace bdata = boost::unit_test::data;
using namespace clearwell;

namespace {

struct Case {
  const char* parameter;
  const char* unit;
  double value;
  double canonical;
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.value << " " << c.unit << " of " << c.parameter;
}

// As real sheets and exchange formats write them.
const Case kCases[] = {
    {"arsenic", "mg/L", 0.01, 0.01},
    {"arsenic", "ug/l", 10, 0.01},  // the very number of the limit, not one beside it
    {"arsenic", "µg/L", 5, 0.005},
    {"arsenic", "\xce\xbcg/L", 5, 0.005},  // the Greek letter
    {"arsenic", "ppb", 7, 0.007},
    {"arsenic", " MG / L ", 0.5, 0.5},
    {"arsenic", "ng/L", 250, 0.00025},
    {"trihalomethanes", "mg/L", 0.08, 80},
    {"trihalomethanes", "ug/L", 80.3, 80.3},
    {"nitrate", "mg/L NO3", 50, 50},
    {"nitrate", "mg/L as NO3", 50, 50},
    {"nitrate", "mg/l (NO3-)", 44.3, 44.3},
    {"nitrate", "mg/l asNO3", 45, 45},
    {"nitrate", "mg NO3/l", 45, 45},
    {"nitrate", "mg/L as N", 10, 44.268},
    {"nitrate", "mg/l N", 10, 44.268},
    {"nitrate", "mg N/L", 10, 44.268},
    {"nitrate", "ug/L NO3-N", 10000, 44.268},
    {"nitrite", "mg/L as N", 1, 3.2845},
    {"ammonium", "mg/L", 0.2, 0.2},
    {"ammonium", "mg/l (NH4+)", 0.2, 0.2},
    {"ammonium", "mg/L as N", 1, 1.28785},
    {"hardness", "mg/L CaCO3", 400, 400},
    {"hardness", "mg/l", 400, 400},
    {"hardness", "°dH", 10, 178.48},
    {"hardness", "°fH", 25, 250},
    {"hardness", "gpg", 10, 171.18},
    {"conductivity", "uS/cm", 420, 420},
    {"conductivity", "umho/cm", 420, 420},
    {"conductivity", "mS/cm", 1.2, 1200},
    {"conductivity", "uS/cm @25C", 1116, 1000},
    {"conductivity", "µS/cm at 20 °C", 990, 990},
    {"temperature", "°F", 212, 100},
    {"temperature", "deg F", 32, 0},
    {"temperature", "deg C", 17.5, 17.5},
    {"temperature", "K", 300, 26.85},
    {"e_coli", "MPN/100mL", 12, 12},
    {"e_coli", "UFC/100 ml", 3, 3},
    {"e_coli", "CFU/mL", 2, 200},
    {"total_coliforms", "#/100mL", 7, 7},
    {"ph", "None", 7.2, 7.2},
    {"ph", "std units", 7.2, 7.2},
    {"ph", "", 7.2, 7.2},
    {"turbidity", "FNU", 0.3, 0.3},
    {"colour", "PCU", 5, 5},
};

struct Refusal {
  const char* parameter;
  const char* unit;
  const char* message;
};
std::ostream& operator<<(std::ostream& out, const Refusal& refusal) {
  return out << refusal.unit;
}

const Refusal kRefusals[] = {
    {"arsenic", "mg/kg", "arsenic: the unit \"mg/kg\" is not known (accepted: mg/L, µg/L, ng/L or g/L)"},
    {"arsenic", "", "arsenic: the unit \"\" is not known (accepted: mg/L, µg/L, ng/L or g/L)"},
    {"arsenic", "mg/L as N", "arsenic: the unit \"mg/L as N\" is not known (accepted: mg/L, µg/L, ng/L or g/L)"},
    {"nitrate", "mg/L", "nitrate: the unit \"mg/L\" does not say whether as NO3 or N"},
    {"nitrate", "mg/L as P",
     "nitrate: the unit \"mg/L as P\" is not known (accepted: mg/L, µg/L, ng/L or g/L, as NO3 or N)"},
    {"ph", "mg/L", "ph: the unit \"mg/L\" is not known (accepted: no unit)"},
};

/// Every way to write a unit of the parameter, with every basis where it has some.
std::vector<std::string> texts_of(const limits::Parameter& parameter) {
  std::vector<std::string> unit_texts;
  for (const units::Unit& unit : units::find_quantity(parameter.quantity)->units) {
    unit_texts.push_back(unit.name);
    unit_texts.insert(unit_texts.end(), unit.aliases.begin(), unit.aliases.end());
  }
  if (parameter.bases.empty()) return unit_texts;
  std::vector<std::string> texts;
  for (const std::string& unit : unit_texts)
    for (const units::Basis& basis : parameter.bases) {
      texts.push_back(unit + " as " + basis.name);
      for (const std::string& alias : basis.aliases)
        texts.push_back(unit + " " + alias);
    }
  return texts;
}

limits::Parameter known(const char* code) {
  return *limits::find_parameter(code);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(unit_texts)

BOOST_DATA_TEST_CASE(a_stated_value_becomes_canonical, bdata::make(kCases), c) {
  const auto conversion = limits::understand_unit(known(c.parameter), c.unit);
  BOOST_REQUIRE_MESSAGE(conversion, (conversion ? "" : conversion.error().message));
  BOOST_TEST(conversion->to_canonical(c.value) == c.canonical, boost::test_tools::tolerance(2e-5));
}

BOOST_AUTO_TEST_CASE(a_thousandth_is_the_double_nearest_to_it) {
  const auto conversion = limits::understand_unit(known("arsenic"), "ug/l");
  for (int micrograms = 1; micrograms <= 1000; ++micrograms)
    BOOST_REQUIRE_EQUAL(conversion->to_canonical(micrograms), micrograms / 1000.0);
}

BOOST_DATA_TEST_CASE(there_and_back_is_the_same_value, bdata::make(kCases), c) {
  const auto conversion = limits::understand_unit(known(c.parameter), c.unit);
  for (const double value : {0.0, 0.0003, 0.1, 1.0, 17.31, 1234.5, 6e6}) {
    const double back = conversion->from_canonical(conversion->to_canonical(value));
    BOOST_TEST(std::abs(back - value) <= 1e-12 * std::max(500.0, value));
  }
}

// Whatever unit and basis of whatever parameter, by name or by alias, and whatever number.
BOOST_AUTO_TEST_CASE(every_unit_goes_there_and_back_and_keeps_the_order) {
  std::mt19937_64 random(7);
  std::uniform_real_distribution<double> exponent(-9, 9);
  int n_texts = 0;
  for (const limits::Parameter& parameter : limits::parameters())
    for (const std::string& text : texts_of(parameter)) {
      const auto conversion = limits::understand_unit(parameter, text);
      BOOST_REQUIRE_MESSAGE(conversion, parameter.code + ": " + text);
      ++n_texts;
      for (int i = 0; i < 50; ++i) {
        const double value = std::pow(10.0, exponent(random));
        const double canonical = conversion->to_canonical(value);
        BOOST_REQUIRE_MESSAGE(std::abs(conversion->from_canonical(canonical) - value) <= 1e-12 * std::max(500.0, value),
                              parameter.code << ": " << value << " " << text);
        BOOST_REQUIRE_MESSAGE(conversion->to_canonical(value * 1.001 + 1e-9) > canonical,
                              parameter.code << ": " << text);
      }
    }
  BOOST_TEST(n_texts > 300);
}

BOOST_DATA_TEST_CASE(a_text_that_says_too_little_or_nothing_is_refused, bdata::make(kRefusals), refusal) {
  const auto conversion = limits::understand_unit(known(refusal.parameter), refusal.unit);
  BOOST_REQUIRE(!conversion);
  BOOST_TEST(conversion.error().message == refusal.message);
  BOOST_TEST(conversion.error().field == "unit");
}

BOOST_AUTO_TEST_CASE(every_parameter_understands_its_own_unit_as_identity) {
  for (const limits::Parameter& parameter : limits::parameters()) {
    const auto conversion = limits::understand_unit(parameter, parameter.unit);
    BOOST_REQUIRE_MESSAGE(conversion, parameter.code);
    BOOST_TEST(conversion->is_identity());
  }
}

BOOST_AUTO_TEST_CASE(a_text_that_means_two_units_is_refused) {
  const auto parsed = units::parse_quantities(
      R"({"format_version": 1, "quantities": [{"quantity": "mass", "units": [{"unit": "g"}, {"unit": "mg", "aliases": ["G"]}]}]})");
  BOOST_REQUIRE(!parsed);
  BOOST_TEST(parsed.error().message == "\"G\" stands for two units or is given twice");
  BOOST_TEST(parsed.error().field == "quantities[0].units");
}

BOOST_AUTO_TEST_SUITE_END()
