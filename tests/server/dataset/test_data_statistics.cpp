#include "server/dataset/data_statistics.hpp"

#include "server/dataset/data_lineage.hpp"
#include "tests/server/dataset/small_tables.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

using namespace clearwell;
using nlohmann::json;

namespace {

struct Damage {
  const char* text;
  const char* message;
  const char* field;
};
std::ostream& operator<<(std::ostream& out, const Damage& damage) {
  return out << damage.text;
}

const Damage kDamages[] = {
    {"", "statistics of a training set: there is no list of features", "features"},
    {"[]", "statistics of a training set: there is no list of features", "features"},
    {R"({"features":{}})", "statistics of a training set: there is no list of features", "features"},
    {R"({"features":[{}]})", "statistics of a training set: a feature has no name", "features[0]"},
    {R"({"features":[{"name":"a"}]})", "statistics of a training set: a distribution is incomplete",
     "features[0].distribution"},
    {R"({"features":[{"name":"a","distribution":{"values":[1],"below":[0],"up_to":[],"missing":0}}]})",
     "statistics of a training set: a distribution is incomplete", "features[0].distribution"},
    {R"({"features":[{"name":"a","distribution":{"values":[2,1],"below":[0,1],"up_to":[1,2],"missing":0}}]})",
     "statistics of a training set: a distribution is incomplete", "features[0].distribution"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(data_statistics)

BOOST_AUTO_TEST_CASE(json_has_what_a_program_needs_and_null_where_nothing_was_computed) {
  const spec::DatasetSpec spec = tests::example_spec(2);
  dataset::TrainingTable table = tests::noise_rows(100, 2, 1);
  for (std::size_t row = 0; row < table.n_rows(); ++row)
    table.features[row * 2 + 1] = tests::kMissing;
  const dataset::DataLineage lineage{
      .samples = 100, .last_sampled = "2026-01-31", .sources = {{"a.csv", 100}}, .censored = {{"x0", {3, 1}}}};
  const json statistics = json::parse(dataset::to_json(dataset::describe_data(table, spec), lineage, spec));
  BOOST_TEST(statistics["sha256"] == table.sha256);
  BOOST_TEST(statistics["labels"]["negatives"].get<int>() + statistics["labels"]["positives"].get<int>() == 100);
  BOOST_TEST(statistics["lineage"]["sources"].dump() == R"([{"name":"a.csv","samples":100}])");
  BOOST_TEST(statistics["lineage"]["censored"].dump() == R"({"x0":{"beyond":1,"non_detects":3}})");
  BOOST_TEST(statistics["lineage"]["first_sampled"].is_null());
  BOOST_TEST(statistics["features"][0]["summary"]["quantiles"].size() == 7);
  BOOST_TEST(statistics["features"][1]["summary"].is_null());
  BOOST_TEST(statistics["features"][1]["roc_auc"].is_null());
  BOOST_TEST(statistics["correlations"].dump() ==
             R"([{"features":["x0","x1"],"pearson":null,"rows":0,"spearman":null}])");
}

BOOST_AUTO_TEST_CASE(distributions_come_back_as_they_were_written) {
  const spec::DatasetSpec spec = tests::example_spec(2);
  const dataset::DataStatistics statistics = dataset::describe_data(tests::noise_rows(1000, 2, 1), spec);
  const auto read = dataset::read_distributions(dataset::to_json(statistics, {}, spec), spec);
  BOOST_REQUIRE(read);
  BOOST_CHECK(read->at("x0") == statistics.features[0].distribution);
  BOOST_CHECK(read->at("x1") == statistics.features[1].distribution);
}

BOOST_DATA_TEST_CASE(damaged_statistics_are_refused_with_their_place, boost::unit_test::data::make(kDamages), damage) {
  const auto read = dataset::read_distributions(damage.text, {});
  BOOST_REQUIRE(!read);
  BOOST_TEST(read.error().message == damage.message);
  BOOST_TEST(read.error().field == damage.field);
}

BOOST_AUTO_TEST_SUITE_END()
