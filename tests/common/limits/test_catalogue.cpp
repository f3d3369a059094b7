#include "common/limits/catalogue.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>
#include <string>

namespace {

using namespace clearwell::limits;
namespace bdata = boost::unit_test::data;

constexpr const char* kParameters = R"({"format_version": 1, "parameters": [
  {"code": "ph", "title": {"en": "pH", "es": "pH"}, "unit": "", "decimals": 2, "quantity": "ph"},
  {"code": "arsenic", "title": {"en": "Arsenic", "es": "Arsénico"}, "unit": "mg/L", "decimals": 4,
   "quantity": "mass_concentration"}]})";
constexpr const char* kLimits = R"({"format_version": 1,
  "jurisdictions": [{"code": "AR", "title": {"en": "Argentina", "es": "Argentina"}}],
  "limits": [{"jurisdiction": "AR", "instrument": "CAA", "article": "art. 982", "parameter": "arsenic", "unit": "mg/L",
              "max": 0.01, "kind": "health", "compliance": "each_sample", "confirmed": true}]})";

/// One text replaced in one of the two files, and the complaint it earns.
struct Fault {
  const char* from;
  const char* to;
  const char* message;
};
std::ostream& operator<<(std::ostream& out, const Fault& fault) {
  return out << fault.to;
}

const Fault kLimitFaults[] = {
    {R"({"format_version": 1,)", R"({"format_version": 2,)", "legal_limits.json: 2 is not a number from 1.0 to 1.0"},
    {R"("format_version": 1,)", "", "legal_limits.json: the key is missing"},
    {R"("confirmed": true}]})", R"("confirmed": true}])", "legal_limits.json: <discarded> is not an object"},
    {R"("limits": [)", R"("limit": [)",
     "legal_limits.json: the key \"limit\" is not known (accepted: format_version, jurisdictions, limits)"},
    {R"("unit": "mg/L")", R"("unit": "mg/kg")",
     "legal_limits.json: arsenic: the unit \"mg/kg\" is not known (accepted: mg/L, µg/L, ng/L or g/L)"},
    {R"("max": 0.01, )", "", "legal_limits.json: has neither min nor max"},
    {R"("max": 0.01)", R"("max": 0.01, "min": 1)", "legal_limits.json: has a min above its max"},
    {R"("max": 0.01)", R"("max": "0.01")",
     "legal_limits.json: \"0.01\" is not a number from -1000000000000.0 to 1000000000000.0"},
    {R"("parameter": "arsenic")", R"("parameter": "arsenik")",
     "legal_limits.json: \"arsenik\" is not among the parameters"},
    {R"("jurisdiction": "AR")", R"("jurisdiction": "XX")", "legal_limits.json: \"XX\" is not among the jurisdictions"},
    {R"("kind": "health")", R"("kind": "healthy")",
     "legal_limits.json: \"healthy\" is not known (accepted: health, indicator, aesthetic, operational)"},
    {R"("compliance": "each_sample")", R"("compliance": "always")",
     "legal_limits.json: \"always\" is not known (accepted: each_sample, annual_average, "
     "locational_annual_average, percentile_90, monthly_share)"},
    {R"("each_sample")", R"("monthly_share")", "legal_limits.json: the key is missing"},
    {R"("each_sample")", R"("monthly_share", "percent_of_samples": 97.5)", "legal_limits.json: 97.5 is not whole"},
    {R"("each_sample")", R"("each_sample", "percent_of_samples": 95)",
     "legal_limits.json: is about a month's samples, and the limit's rule is not monthly_share"},
    {R"(, "confirmed": true)", "", "legal_limits.json: the key is missing"},
    {R"("confirmed": true)", R"("confirmed": "yes")", "legal_limits.json: \"yes\" is neither true nor false"},
    {R"("instrument": "CAA")", R"("instrument": "")", "legal_limits.json: the text is empty"},
    {R"("es": "Argentina")", R"("es": 3)", "legal_limits.json: 3 is not a text"},
    {R"("confirmed": true)", R"("confirmed": true, "valid_from": "12/01/2036")",
     "legal_limits.json: \"12/01/2036\" is no date (accepted: YYYY-MM-DD)"},
    {R"("confirmed": true)", R"("confirmed": true, "valid_from": "2036-01-12", "valid_to": "2036-01-11")",
     "legal_limits.json: is in force until a day before its first"},
};

const Fault kParameterFaults[] = {
    {R"("code": "ph")", R"("code": "arsenic")", "parameters.json: the code \"arsenic\" stands there twice"},
    {R"("decimals": 2)", R"("decimals": 12)", "parameters.json: 12 is not a number from 0.0 to 9.0"},
    {R"({"code": "ph",)", R"(3, {"code": "ph",)", "parameters.json: 3 is not an object"},
    {R"("parameters": [)", R"("parameters": 7, "x": [)",
     "parameters.json: the key \"x\" is not known (accepted: format_version, parameters)"},
    {R"("quantity": "ph")", R"("quantity": "acidity")",
     "parameters.json: \"acidity\" is not among the quantities of units.json"},
    {R"("unit": "mg/L", "decimals": 4)", R"("unit": "mg/kg", "decimals": 4)",
     "parameters.json: \"mg/kg\" is no unit of mass_concentration"},
};

std::string replaced(std::string text, const Fault& fault) {
  const std::size_t at = text.find(fault.from);
  BOOST_REQUIRE(at != std::string::npos);
  return text.replace(at, std::string(fault.from).size(), fault.to);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(limit_catalogue)

BOOST_AUTO_TEST_CASE(both_files_are_read) {
  const auto catalogue = parse_catalogue(kParameters, kLimits);
  BOOST_REQUIRE(static_cast<bool>(catalogue));
  BOOST_TEST(catalogue->parameters.size() == 2U);
  BOOST_TEST(catalogue->parameters[1].decimals == 4);
  BOOST_REQUIRE(catalogue->limits.size() == 1U);
  BOOST_TEST(*catalogue->limits[0].max == 0.01);
  BOOST_TEST(catalogue->limits[0].confirmed);
}

BOOST_AUTO_TEST_CASE(a_limit_in_another_unit_is_brought_into_the_parameters) {
  const auto catalogue = parse_catalogue(kParameters, replaced(kLimits, {R"("unit": "mg/L",
              "max": 0.01)",
                                                                         R"("unit": "ug/l", "max": 10)", ""}));
  BOOST_REQUIRE(static_cast<bool>(catalogue));
  BOOST_TEST(catalogue->limits[0].unit == "mg/L");
  BOOST_TEST(*catalogue->limits[0].max == 0.01);
  BOOST_TEST(catalogue->limits[0].stated_unit == "ug/l");
  BOOST_TEST(*catalogue->limits[0].stated_max == 10);
}

BOOST_DATA_TEST_CASE(a_fault_in_the_limits_is_named, bdata::make(kLimitFaults), fault) {
  const auto catalogue = parse_catalogue(kParameters, replaced(kLimits, fault));
  BOOST_REQUIRE(!catalogue);
  BOOST_TEST(catalogue.error().message == fault.message);
}

BOOST_DATA_TEST_CASE(a_fault_in_the_parameters_is_named, bdata::make(kParameterFaults), fault) {
  const auto catalogue = parse_catalogue(replaced(kParameters, fault), kLimits);
  BOOST_REQUIRE(!catalogue);
  BOOST_TEST(catalogue.error().message == fault.message);
}

BOOST_AUTO_TEST_CASE(the_embedded_files_are_sound) {
  const auto catalogue = parse_catalogue(kParametersJson, kLegalLimitsJson);
  BOOST_REQUIRE_MESSAGE(catalogue, (catalogue ? "" : catalogue.error().message));
}

// As README.md says: entries of data, and the shipped ones stay what they are.
BOOST_AUTO_TEST_CASE(another_jurisdiction_is_data) {
  std::string limits(kLegalLimitsJson);
  const auto add = [&limits](const std::string& list, const std::string& entry) {
    const std::string head = "\"" + list + "\": [";
    limits.insert(limits.find(head) + head.size(), entry + ",");
  };
  add("jurisdictions", R"({"code": "MX", "title": {"en": "Mexico", "es": "México"}})");
  add("limits",
      R"({"jurisdiction": "MX", "instrument": "NOM-127-SSA1-2021", "article": "table", "parameter": "free_chlorine",
                    "unit": "mg/L", "min": 0.2, "max": 1.5, "kind": "health", "compliance": "monthly_share",
                    "percent_of_samples": 90, "tolerated_samples": 2, "valid_from": "2023-04-27", "confirmed": false})");
  const auto catalogue = parse_catalogue(kParametersJson, limits);
  BOOST_REQUIRE_MESSAGE(catalogue, (catalogue ? "" : catalogue.error().message));
  const auto shipped = parse_catalogue(kParametersJson, kLegalLimitsJson);
  BOOST_TEST(catalogue->limits.size() == shipped->limits.size() + 1);
  BOOST_TEST(catalogue->jurisdictions[0].title.es == "México");
  std::size_t found = 0;
  for (const Limit& limit : catalogue->limits) {
    if (limit.jurisdiction != "MX") continue;
    ++found;
    BOOST_TEST(*limit.min == 0.2);
    BOOST_TEST(limit.percent_of_samples == 90);
    BOOST_TEST(limit.tolerated_samples == 2);
    BOOST_TEST(limit.valid_from == "2023-04-27");
  }
  BOOST_TEST(found == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
