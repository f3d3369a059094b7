#include "server/base/time_text.hpp"
#include "server/dataset/drift_reference.hpp"
#include "server/monitoring/drift_watch.hpp"
#include "server/tracking/artifact_names.hpp"
#include "tests/common/category_models.hpp"
#include "tests/emptied_database.hpp"
#include "tests/registered_models.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace clearwell;
using namespace std::chrono_literals;

namespace {

/// Sources of water, in the order in which the letters stand in a model's spec.
struct ListedSources {
  std::string order;

  std::size_t place(char source) const { return order.find(source); }
  std::string file() const {
    spec::DatasetSpec spec = tests::example_spec(2);
    std::vector<std::string> texts;
    for (const char source : order)
      texts.emplace_back(1, source);
    spec.features.push_back(tests::categorical_feature("source", texts));
    scoring::ModelFacts facts = tests::example_facts(3);
    facts.training_ranges[2].category_rows.assign(order.size(), 1);
    return onnx::write_model(scoring::build_model(tests::random_trees(3, 3, 2, 7), spec, facts));
  }
};

/// Champions of one and the same water, in whose specs the sources stand in different orders.
struct Sources {
  void add(const std::string& name, const ListedSources& sources, const std::string& trained_on) const {
    const registry::ModelVersion version = models.add(name, sources.file());
    dataset::DriftReference reference;
    std::vector<double> places;
    for (const char source : trained_on)
      places.push_back(static_cast<double>(sources.place(source)));
    std::sort(places.begin(), places.end());
    reference.features.emplace("source", drift::distribution_of(places, 0));
    store::Transaction transaction = database->begin();
    transaction.run(store::sql::insert_run_artifact, store::Params()
                                                         .add(version.run_id)
                                                         .add(tracking::kDriftReferencePath)
                                                         .add("application/json")
                                                         .add_bytes(dataset::to_json(reference)));
    transaction.commit();
  }
  void ask(const std::string& name, const ListedSources& sources, const std::string& asked) const {
    store::Transaction transaction = database->begin();
    transaction.run("SELECT water.ensure_inference_partition($1::timestamptz)",
                    store::Params().add(base::format_time(today)));
    for (const char source : asked)
      transaction.run(
          "INSERT INTO water.water_inferences (inferred_at, model, version, role, features, margin, probability, "
          "threshold, positive) VALUES ($1::timestamptz, $2, 1, 'champion', ARRAY[0, 0, $3]::real[], 0, 0.5, 0.5, "
          "true)",
          store::Params()
              .add(base::format_time(today + 1h))
              .add(name)
              .add(static_cast<std::int64_t>(sources.place(source))));
    transaction.commit();
  }

  const tests::TemporaryDatabase& database = tests::emptied_database();
  tests::RegisteredModels models{database};
  base::TimePoint today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
};

/// Of each source twenty times its share.
std::string water(const std::vector<std::pair<char, int>>& shares) {
  std::string sources;
  for (const auto& [source, share] : shares)
    sources += std::string(static_cast<std::size_t>(share) * 20, source);
  return sources;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(categorical_drift, Sources)

BOOST_AUTO_TEST_CASE(the_verdict_is_the_same_however_the_spec_lists_its_categories) {
  const std::string before = water({{'a', 4}, {'b', 4}, {'c', 4}, {'d', 4}, {'e', 4}, {'f', 4}});
  // Each pair of neighbours in the first list has exchanged a quarter: along that order hardly anything has moved.
  const std::string now = water({{'a', 5}, {'b', 3}, {'c', 5}, {'d', 3}, {'e', 5}, {'f', 3}});
  const ListedSources lists[] = {{"abcdef"}, {"acebdf"}, {"fbdace"}};
  for (std::size_t model = 0; model < std::size(lists); ++model) {
    const std::string name = "water" + std::to_string(model);
    add(name, lists[model], before);
    ask(name, lists[model], now);
  }
  monitoring::watch_drift(*database, models.registry(), {}, today + 24h);
  const store::Rows told = database->begin().run(
      "SELECT method, drifted, round(statistic::numeric, 9), round(p_value::numeric, 12), round(psi::numeric, 9), name "
      "FROM tracking.feature_drift WHERE feature = 'source' ORDER BY name");
  BOOST_REQUIRE(told.size() == 3);
  for (std::size_t row = 0; row < told.size(); ++row) {
    BOOST_TEST(told.text(row, 0) == "chi_squared");
    BOOST_TEST(told.boolean(row, 1));
    // 80 against 100 three times and 80 against 60 three times: 3 (2 * 10^2 / 90 + 2 * 10^2 / 70).
    BOOST_TEST(told.number(row, 2) == 15.238095238, boost::test_tools::tolerance(1e-9));
    for (std::size_t figure = 2; figure < 5; ++figure)
      BOOST_TEST(told.text(row, figure) == told.text(0, figure));
  }
}

BOOST_AUTO_TEST_SUITE_END()
