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
  {"code": "ph", "title": {"en": "pH", "es": "pH"}, "unit": "", "decimals": 2},
  {"code": "arsenic", "title": {"en": "Arsenic", "es": "Arsénico"}, "unit": "mg/L", "decimals": 4}]})";
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
    {R"({"format_version": 1,)", R"({"format_version": 2,)", "legal_limits.json: format_version is 2, accepted: 1"},
    {R"("format_version": 1,)", "", "legal_limits.json: format_version is missing, accepted: 1"},
    {R"("confirmed": true}]})", R"("confirmed": true}])", "legal_limits.json: is not a JSON object"},
    {R"("limits": [)", R"("limit": [)", "legal_limits.json: 'limit' is not a known key"},
    {R"("unit": "mg/L")", R"("unit": "ug/L")", "limits[0].unit: is 'ug/L', accepted: 'mg/L', the unit of arsenic"},
    {R"("max": 0.01, )", "", "limits[0]: has neither min nor max"},
    {R"("max": 0.01)", R"("max": 0.01, "min": 1)", "limits[0]: has a min above its max"},
    {R"("max": 0.01)", R"("max": "0.01")", "limits[0].max: is not a number: \"0.01\""},
    {R"("parameter": "arsenic")", R"("parameter": "arsenik")",
     "limits[0].parameter: 'arsenik' is not among the parameters"},
    {R"("jurisdiction": "AR")", R"("jurisdiction": "XX")",
     "limits[0].jurisdiction: 'XX' is not among the jurisdictions"},
    {R"("kind": "health")", R"("kind": "healthy")",
     "limits[0].kind: is 'healthy', accepted: health, indicator, aesthetic, operational"},
    {R"("compliance": "each_sample")", R"("compliance": "always")",
     "limits[0].compliance: is 'always', accepted: each_sample, annual_average, percentile_90, monthly_share"},
    {R"(, "confirmed": true)", "", "limits[0].confirmed: is missing"},
    {R"("confirmed": true)", R"("confirmed": "yes")", "limits[0].confirmed: is not true or false: \"yes\""},
    {R"("confirmed": true)", R"("confirmed": true, "confirmd": false)", "limits[0].confirmd: is not a known key"},
    {R"("instrument": "CAA")", R"("instrument": "")", "limits[0].instrument: is empty"},
    {R"("es": "Argentina")", R"("es": 3)", "jurisdictions[0].title.es: is not a text: 3"},
};

const Fault kParameterFaults[] = {
    {R"("code": "ph")", R"("code": "arsenic")", "parameters: the code 'arsenic' stands there twice"},
    {R"("decimals": 2)", R"("decimals": 12)", "parameters[0].decimals: is 12, accepted: 0 to 9"},
    {R"({"code": "ph",)", R"(3, {"code": "ph",)", "parameters[0]: is not an object"},
    {R"("parameters": [)", R"("parameters": 7, "x": [)", "parameters.json: 'x' is not a known key"},
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

BOOST_AUTO_TEST_SUITE_END()
