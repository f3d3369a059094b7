#include "common/spec/dataset_spec.hpp"

#include "tests/common/spec/bad_spec.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

namespace bdata = boost::unit_test::data;
namespace spec = clearwell::spec;
namespace tests = clearwell::tests;
using tests::BadSpec;
using Json = nlohmann::ordered_json;

namespace {

Json regression_spec() {
  return Json::parse(R"({
    "format_version": 1, "name": "example", "title": {"en": "Example", "es": "Ejemplo"}, "task": "regression",
    "features": [{"name": "a", "title": {"en": "A", "es": "A"}, "unit": "mg/L", "plausible": [0, 10]}],
    "label": {"name": "y", "aliases": ["level"], "title": {"en": "Level", "es": "Nivel"}, "unit": "m",
              "plausible": [0, 30], "decimals": 1, "disclaimer": {"en": "-", "es": "-"}},
    "metric": {"name": "mae"},
    "families": [{"family": "xgboost", "grid": {"n_trees": [10]}}]})");
}

const BadSpec kBadSpecs[] = {
    {"/task", "\"clustering\"", "spec: \"clustering\" is not known (accepted: classification, regression)", "task"},
    {"/task", "7", "spec: 7 is not a text", "task"},
    {"/task", "\"classification\"",
     "spec: the key \"title\" is not known (accepted: name, aliases, positive, negative, positive_means, "
     "negative_means, disclaimer)",
     "label.title"},
    {"/label/positive", "[\"1\"]",
     "spec: the key \"positive\" is not known (accepted: name, aliases, title, unit, plausible, decimals, disclaimer)",
     "label.positive"},
    {"/label/unit", "", "spec: the key is missing", "label.unit"},
    {"/label/title", "", "spec: the key is missing", "label.title"},
    {"/label/plausible", "[30, 0]", "spec: not two numbers, the lower first, each at most 3e38 in magnitude",
     "label.plausible"},
    {"/label/decimals", "10", "spec: 10 is not a number from 0.0 to 9.0", "label.decimals"},
    {"/label", "[]", "spec: [] is not an object", "label"},
    {"/metric", "", "spec: the key is missing", "metric"},
    {"/metric/name", "\"precision\"", "spec: \"precision\" is not known to a regression (accepted: rmse, mae)",
     "metric.name"},
    {"/metric/recall_floor", "0.2", "spec: the key \"recall_floor\" is not known (accepted: name)",
     "metric.recall_floor"},
    {"/limits_rule", "{\"jurisdiction\": \"EU\", \"beyond_means\": \"positive\"}",
     "spec: a regression has no class that a value beyond a limit could speak for", "limits_rule"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(label_reader)

BOOST_DATA_TEST_CASE(a_bad_regression_is_refused_with_path_and_accepted_values, bdata::make(kBadSpecs), bad) {
  tests::check_refused(regression_spec(), bad);
}

BOOST_AUTO_TEST_CASE(a_regression_has_a_number_with_a_unit_in_place_of_classes) {
  const auto parsed = spec::parse_dataset_spec(regression_spec().dump());
  BOOST_REQUIRE(parsed);
  BOOST_TEST(parsed->is_regression());
  BOOST_TEST(parsed->label.title.es == "Nivel");
  BOOST_TEST(parsed->label.unit == "m");
  BOOST_TEST((parsed->label.plausible == spec::Range{0, 30}));
  BOOST_TEST(parsed->label.decimals == 1);
  BOOST_TEST(parsed->metric.name == "mae");
  BOOST_TEST((*spec::parse_dataset_spec(spec::to_json(*parsed)) == *parsed));
}

BOOST_AUTO_TEST_CASE(a_spec_that_says_nothing_of_its_task_tells_classes_apart) {
  Json json = regression_spec();
  json.erase("task");
  json["label"] = Json::parse(R"({"name": "y", "positive": ["1"], "negative": ["0"], "positive_means":
    {"en": "yes", "es": "sí"}, "negative_means": {"en": "no", "es": "no"}, "disclaimer": {"en": "-", "es": "-"}})");
  json["metric"] = {{"name", "precision"}, {"recall_floor", 0.2}};
  const auto parsed = spec::parse_dataset_spec(json.dump());
  BOOST_REQUIRE(parsed);
  BOOST_TEST(!parsed->is_regression());
  BOOST_TEST((spec::to_json(*parsed).find("\"task\"") == std::string::npos));
}

BOOST_AUTO_TEST_SUITE_END()
