#include "common/spec/dataset_spec.hpp"

#include "tests/common/spec/bad_spec.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace bdata = boost::unit_test::data;
namespace spec = clearwell::spec;
namespace tests = clearwell::tests;
using tests::BadSpec;
using Json = nlohmann::ordered_json;

namespace {

Json valid_spec() {
  return Json::parse(R"({
    "format_version": 1, "name": "example", "title": {"en": "Example", "es": "Ejemplo"},
    "features": [{"name": "a", "title": {"en": "A", "es": "A"}, "unit": "mg/L", "plausible": [0, 10], "aliases": ["A1"]},
                 {"name": "b", "title": {"en": "B", "es": "B"}, "unit": "", "plausible": [-1, 1]}],
    "label": {"name": "y", "positive": ["1"], "negative": ["0"], "positive_means": {"en": "yes", "es": "sí"},
              "negative_means": {"en": "no", "es": "no"}, "disclaimer": {"en": "-", "es": "-"}},
    "metric": {"name": "precision", "recall_floor": 0.2},
    "families": [{"family": "xgboost", "grid": {"n_trees": [10]}}]})");
}

const BadSpec kBadSpecs[] = {
    {"/format_version", "2", "spec: 2 is not a number from 1.0 to 1.0", "format_version"},
    {"/name", "\"Water Quality\"",
     "spec: \"Water Quality\" is no name (accepted: a to z, 0 to 9 and _, beginning with a letter, at most 63)",
     "name"},
    {"/name", "", "spec: the key is missing", "name"},
    {"/titel", "1",
     "spec: the key \"titel\" is not known (accepted: format_version, name, title, description, license, task, "
     "missing, features, label, sampled_at, group, ignored_columns, split, metric, limits_rule, search, families)",
     "titel"},
    {"/title/es", "", "spec: the key is missing", "title.es"},
    {"/features", "[]", "spec: 0 features, accepted are 1 to 500", "features"},
    {"/features", "{}", "spec: {} is not a list", "features"},
    {"/features/1/plausible", "[1, 0]", "spec: not two numbers, the lower first, each at most 3e38 in magnitude",
     "features[1].plausible"},
    {"/features/1/plausible", "[0, \"x\"]", "spec: \"x\" is not a number", "features[1].plausible[1]"},
    {"/features/1/name", "\"a1\"", "spec: the column \"a1\" already has another meaning in this spec", "features[1]"},
    {"/features/0", "7", "spec: 7 is not an object", "features[0]"},
    {"/label/positive", "[]", "spec: no cell text stands for the positive class", "label.positive"},
    {"/label/negative", "[\"0\", \"1\"]", "spec: \"1\" stands for two classes or is given twice", "label"},
    {"/label/name", "\"b\"", "spec: the column \"b\" already has another meaning in this spec", "label"},
    {"/metric/name", "\"accuracy\"", "spec: \"accuracy\" is not known (accepted: precision)", "metric.name"},
    {"/metric/recall_floor", "1.5", "spec: 1.5 is not a number from 0.01 to 1.0", "metric.recall_floor"},
    {"/metric/precision_floor", "50", "spec: 50 is not a number from 0.0 to 0.99", "metric.precision_floor"},
    {"/split", "{\"method\": \"random\"}",
     "spec: \"random\" is not known (accepted: stratified, group, time, time_and_group)", "split.method"},
    {"/split", "{\"method\": \"time\"}", "spec: a time split needs the key sampled_at", "split.method"},
    {"/split", "{\"method\": \"group\"}", "spec: a group split needs the key group", "split.method"},
    {"/split", "{\"method\": \"time_and_group\"}",
     "spec: the key is missing: a split by time and group needs the first day that judges", "split.test_from"},
    {"/split", "{\"test_from\": \"2025-01-01\"}",
     "spec: a stratified split has no first day that judges (accepted with method time or time_and_group)",
     "split.test_from"},
    {"/split", "{\"method\": \"time\", \"test_from\": \"2025-02-29\"}",
     "spec: \"2025-02-29\" is not a day such as 2025-01-01", "split.test_from"},
    {"/split", "{\"method\": \"time\", \"test_from\": \"2025-01-01\", \"folds\": 5}",
     "spec: 5 is not a number from 1.0 to 1.0", "split.folds"},
    {"/split", "{\"folds\": 1}", "spec: 1 is not a number from 2.0 to 50.0", "split.folds"},
    {"/split", "{\"method\": \"time\", \"repeats\": 2}", "spec: 2 is not a number from 1.0 to 1.0", "split.repeats"},
    {"/sampled_at", "{\"aliases\": []}", "spec: the key is missing", "sampled_at.name"},
    {"/sampled_at", "{\"name\": \"A1\"}", "spec: the column \"a1\" already has another meaning in this spec",
     "sampled_at"},
    {"/sampled_at", "{\"name\": \"t\", \"format\": \"%d.%m\"}",
     "spec: \"%d.%m\" is no date format (accepted: %Y, %m and %d, with %H and %M, or %H, %M and %S, where there is a "
     "time, each once; without a format dates are as in ISO 8601)",
     "sampled_at.format"},
    {"/sampled_at", "{\"name\": \"t\", \"time_zone\": \"Tallinn!\"}",
     "spec: \"Tallinn!\" is no time zone (accepted: IANA names such as Europe/Tallinn or UTC)", "sampled_at.time_zone"},
    {"/group", "{\"name\": \"y\"}", "spec: the column \"y\" already has another meaning in this spec", "group"},
    {"/ignored_columns", "[\"x\", \"B\"]", "spec: the column \"b\" already has another meaning in this spec",
     "ignored_columns[1]"},
    {"/limits_rule", "{\"jurisdiction\": \"EU\", \"beyond_means\": \"unsafe\"}",
     "spec: \"unsafe\" is no class (accepted: positive, negative)", "limits_rule.beyond_means"},
    {"/families", "[]", "spec: no family to train", "families"},
    {"/families/0/grid/n_trees", "[]", "spec: no value to try", "families[0].grid.n_trees"},
    {"/families/0/grid/n_trees", "[true]", "spec: true is not a number", "families[0].grid.n_trees[0]"},
    {"/families/0/grid/n_trees", "7", "spec: 7 is not a list of numbers", "families[0].grid.n_trees"},
    {"/families/0/grid/n_trees", "{\"low\": 1, \"high\": 9}",
     "spec: a range is drawn from, and this search draws nothing (accepted: a list of values, or search.method random "
     "or "
     "halving)",
     "families[0].grid.n_trees"},
    {"/families/0/grid/n_trees", "{\"low\": 1, \"hihg\": 9}",
     "spec: the key \"hihg\" is not known (accepted: low, high, scale)", "families[0].grid.n_trees.hihg"},
    {"/families/0/grid/n_trees", "{\"low\": 9, \"high\": 9}", "spec: the range is empty: high is not above low",
     "families[0].grid.n_trees.high"},
    {"/families/0/grid/n_trees", "{\"low\": 0, \"high\": 9, \"scale\": \"log\"}",
     "spec: 0.0 has no logarithm; with scale log low is above 0", "families[0].grid.n_trees.low"},
    {"/families/0/grid/n_trees", "{\"low\": 1, \"high\": 9, \"scale\": \"ln\"}",
     "spec: \"ln\" is not known (accepted: linear, log)", "families[0].grid.n_trees.scale"},
    {"/search", "{\"method\": \"bayes\"}", "spec: \"bayes\" is not known (accepted: grid, random, halving)",
     "search.method"},
    {"/search", "{\"method\": \"random\"}", "spec: the key is missing", "search.candidates"},
    {"/search", "{\"method\": \"random\", \"candidates\": 0}", "spec: 0 is not a number from 1.0 to 10000.0",
     "search.candidates"},
    {"/search", "{\"method\": \"random\", \"candidates\": 2.5}", "spec: 2.5 is not a whole number",
     "search.candidates"},
    {"/search", "{\"method\": \"grid\", \"candidates\": 3}",
     "spec: the key \"candidates\" is not known (accepted: method)", "search.candidates"},
    {"/families/0/search", "{\"method\": \"halving\", \"candidates\": 9, \"factor\": 1}",
     "spec: 1 is not a number from 2.0 to 10.0", "families[0].search.factor"},
    {"/families/0/search", "{}", "spec: the key is missing", "families[0].search.method"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(dataset_spec)

BOOST_DATA_TEST_CASE(a_bad_spec_is_refused_with_path_and_accepted_values, bdata::make(kBadSpecs), bad) {
  tests::check_refused(valid_spec(), bad);
}

BOOST_AUTO_TEST_CASE(text_that_is_not_json_is_refused) {
  BOOST_TEST(spec::parse_dataset_spec("{").error().message ==
             "spec: the text is not JSON: line 1, column 2: the text ends before it is whole");
  BOOST_TEST(spec::parse_dataset_spec("[]").error().message == "spec: [] is not an object");
}

BOOST_AUTO_TEST_CASE(defaults_stand_where_the_spec_is_silent) {
  const auto parsed = spec::parse_dataset_spec(valid_spec().dump());
  BOOST_REQUIRE(parsed);
  BOOST_TEST(parsed->features[0].parameter == "a");
  BOOST_TEST(parsed->split.folds == 5);
  BOOST_TEST((parsed->missing_markers == std::vector<std::string>{""}));
}

BOOST_AUTO_TEST_CASE(the_least_precision_is_half_unless_the_spec_says_otherwise) {
  Json json = valid_spec();
  const auto silent = spec::parse_dataset_spec(json.dump());
  BOOST_TEST(silent->metric.precision_floor == 0.5);
  BOOST_TEST(spec::to_json(*silent).find("precision_floor") == std::string::npos);
  json["metric"]["precision_floor"] = 0.9;
  const auto parsed = spec::parse_dataset_spec(json.dump());
  BOOST_REQUIRE(parsed);
  BOOST_TEST(parsed->metric.precision_floor == 0.9);
  BOOST_CHECK(*spec::parse_dataset_spec(spec::to_json(*parsed)) == *parsed);
}

BOOST_AUTO_TEST_CASE(a_family_is_searched_as_it_says_or_as_the_spec_says) {
  Json json = valid_spec();
  json["search"] = {{"method", "random"}, {"candidates", 20}};
  json["families"] = Json::parse(R"([
    {"family": "xgboost", "grid": {"max_depth": [3, 5], "learning_rate": {"low": 0.01, "high": 0.3, "scale": "log"}}},
    {"family": "logistic_regression", "search": {"method": "grid"}, "grid": {"c": [1]}},
    {"family": "random_forest", "search": {"method": "halving", "candidates": 27, "factor": 2},
     "grid": {"max_depth": {"low": 2, "high": 12}}}])");
  const auto parsed = spec::parse_dataset_spec(json.dump());
  BOOST_REQUIRE(parsed);
  const auto& families = parsed->families;
  BOOST_CHECK((parsed->search_of(families[0]) == spec::SearchSpec{spec::SearchMethod::random, 20, 3}));
  BOOST_CHECK((families[0].grid == std::map<std::string, std::vector<double>>{{"max_depth", {3, 5}}}));
  BOOST_CHECK((families[0].ranges.at("learning_rate") == spec::ParameterRange{0.01, 0.3, true}));
  BOOST_CHECK((parsed->search_of(families[1]) == spec::SearchSpec{}));
  BOOST_CHECK((parsed->search_of(families[2]) == spec::SearchSpec{spec::SearchMethod::halving, 27, 2}));
  BOOST_CHECK((families[2].ranges.at("max_depth") == spec::ParameterRange{2, 12, false}));
  BOOST_CHECK(*spec::parse_dataset_spec(spec::to_json(*parsed)) == *parsed);
}

BOOST_AUTO_TEST_CASE(when_and_where_a_sample_was_taken_may_divide_the_rows) {
  Json json = valid_spec();
  json["sampled_at"] = {{"name", "taken"}, {"format", "%d.%m.%Y %H:%M"}, {"time_zone", "Europe/Tallinn"}};
  json["group"] = {{"name", "Site no"}, {"aliases", {"site"}}};
  json["ignored_columns"] = {"remark"};
  json["split"] = {{"method", "time_and_group"}, {"test_from", "2025-01-01"}};
  json["limits_rule"] = {{"jurisdiction", "EU"}, {"beyond_means", "negative"}};
  const auto parsed = spec::parse_dataset_spec(json.dump());
  BOOST_REQUIRE(parsed);
  BOOST_TEST(parsed->sampled_at->time_zone == "Europe/Tallinn");
  BOOST_TEST(parsed->group->name == "Site no");
  BOOST_TEST((parsed->split.method == spec::SplitMethod::time_and_group));
  BOOST_TEST(spec::to_string(*parsed->split.test_from) == "2025-01-01");
  BOOST_TEST(parsed->split.folds == 5);
  BOOST_TEST(!parsed->limits_rule->beyond_is_positive);
  BOOST_TEST((*spec::parse_dataset_spec(spec::to_json(*parsed)) == *parsed));

  json["split"]["method"] = "time";
  const auto one_fold = spec::parse_dataset_spec(json.dump());
  BOOST_REQUIRE(one_fold);
  BOOST_TEST(one_fold->split.folds == 1);
  BOOST_TEST((*spec::parse_dataset_spec(spec::to_json(*one_fold)) == *one_fold));
}

// Every spec that the project ships is read, and means the same after it was written and read again.
BOOST_AUTO_TEST_CASE(shipped_specs_survive_a_round_trip) {
  int found = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::filesystem::path(CLEARWELL_SOURCE_DIR) / "models")) {
    const auto path = entry.path() / "spec.json";
    if (!std::filesystem::exists(path)) continue;
    ++found;
    std::ifstream file(path);
    const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    const auto parsed = spec::parse_dataset_spec(text);
    BOOST_REQUIRE_MESSAGE(parsed, path << ": " << (parsed ? "" : parsed.error().field + ": " + parsed.error().message));
    BOOST_TEST(parsed->name == entry.path().filename().string());
    const auto again = spec::parse_dataset_spec(spec::to_json(*parsed));
    BOOST_REQUIRE(again);
    BOOST_TEST((*again == *parsed));
  }
  BOOST_TEST(found >= 1);
}

BOOST_AUTO_TEST_SUITE_END()
