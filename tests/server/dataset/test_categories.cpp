#include "common/evaluation/ranking.hpp"
#include "server/dataset/category_signal.hpp"
#include "server/dataset/data_drift.hpp"
#include "server/dataset/data_lineage.hpp"
#include "server/dataset/data_statistics.hpp"
#include "server/dataset/leak_alarm.hpp"
#include "tests/common/category_models.hpp"
#include "tests/server/dataset/small_tables.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>

using namespace clearwell;
using dataset::TrainingTable;

namespace {

/// x0 a number, x1 of three categories.
spec::DatasetSpec two_features() {
  spec::DatasetSpec spec = tests::example_spec(1);
  spec.features.push_back(tests::categorical_feature("x1", {"red", "green", "blue"}));
  return spec;
}

/// \param category_of  the category of a row by its number and label
template <typename CategoryOf>
TrainingTable table_of(std::size_t n, CategoryOf category_of) {
  random::SplitMix64 random(5);
  std::vector<std::vector<float>> rows;
  std::vector<std::uint8_t> labels;
  for (std::size_t row = 0; row < n; ++row) {
    labels.push_back(random.below(10) < 4 ? 1 : 0);
    rows.push_back({static_cast<float>(random.fraction()), category_of(row, labels.back(), random)});
  }
  TrainingTable table = tests::table_of(rows, labels);
  table.n_categories = {0, 3};
  return table;
}

TrainingTable unrelated(std::size_t n) {
  return table_of(n, [](std::size_t, std::uint8_t, random::SplitMix64& random) {
    return random.below(9) == 0 ? tests::kMissing : static_cast<float>(random.below(3));
  });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(dataset_categories)

BOOST_AUTO_TEST_CASE(categories_are_counted_and_not_taken_for_quantities) {
  TrainingTable table = tests::table_of({{1, 2}, {2, 0}, {3, 2}, {4, tests::kMissing}}, {1, 0, 0, 1});
  table.n_categories = {0, 3};
  const dataset::DataStatistics statistics = dataset::describe_data(table, two_features());
  const dataset::FeatureStatistics& feature = statistics.features[1];
  BOOST_TEST((feature.categories == std::vector<dataset::ClassCounts>{{1, 0}, {0, 0}, {1, 1}}));
  BOOST_TEST((feature.missing == dataset::ClassCounts{0, 1}));
  BOOST_TEST(!feature.summary);
  BOOST_TEST(!feature.outliers);
  BOOST_TEST(feature.histogram.counts.empty());
  BOOST_TEST(feature.distinct == 2);
  BOOST_TEST(statistics.features[0].categories.empty());
  BOOST_TEST(!statistics.correlations[0].pearson);
}

BOOST_AUTO_TEST_CASE(the_counts_travel_by_their_texts) {
  const TrainingTable table = unrelated(200);
  const std::string json = dataset::to_json(dataset::describe_data(table, two_features()), {}, two_features());
  BOOST_TEST(json.find(R"("type":"categorical","categories":[{"text":"red","rows":{"negatives":)") !=
             std::string::npos);
}

// The signal of a row comes from the other half of the table: a category that stands for the label is found, one that
// has nothing to do with it is not, and one of each row is not either.
BOOST_AUTO_TEST_CASE(a_category_made_of_the_label_raises_the_alarm) {
  const TrainingTable leaking = table_of(400, [](std::size_t, std::uint8_t label, random::SplitMix64& random) {
    return label != 0 ? 1.0F : 2.0F * static_cast<float>(random.below(2));
  });
  const auto alarms = dataset::separating_features(leaking, two_features());
  BOOST_REQUIRE(alarms.size() == 1U);
  BOOST_TEST(alarms[0].message ==
             "x1 alone tells the classes apart (ROC AUC 1.000): it is likely to be made from the label");
  const TrainingTable honest = unrelated(400);
  BOOST_TEST(dataset::separating_features(honest, two_features()).empty());
  const auto auc = dataset::describe_feature(honest, two_features().features[1], 1).roc_auc;
  BOOST_REQUIRE(auc);
  BOOST_TEST(std::abs(*auc - 0.5) < 0.1);
}

BOOST_AUTO_TEST_CASE(drift_compares_categories_one_by_one) {
  const spec::DatasetSpec spec = two_features();
  const std::string before = dataset::to_json(dataset::describe_data(unrelated(600), spec), {}, spec);
  const auto earlier = dataset::read_distributions(before, spec);
  BOOST_REQUIRE(earlier);
  const auto same = dataset::compare_with_earlier(*earlier, unrelated(500), spec)[1];
  BOOST_REQUIRE(same.population_stability);
  BOOST_TEST(same.population_stability->n_bins == 3);
  BOOST_TEST(same.population_stability->index < same.population_stability->by_chance);
  BOOST_TEST(!same.kolmogorov_smirnov);
  // The rare one in the middle of the list grows: an order would see no move of the median.
  const TrainingTable moved = table_of(500, [](std::size_t, std::uint8_t, random::SplitMix64& random) {
    return random.below(10) < 8 ? 1.0F : 2.0F * static_cast<float>(random.below(2));
  });
  const auto drift = dataset::compare_with_earlier(*earlier, moved, spec)[1];
  BOOST_TEST(drift.population_stability->index > 0.5);
  // PSI by hand, half a row added to each of three bins.
  double expected = 0;
  const drift::Distribution& old = earlier->at("x1");
  const drift::Distribution now = dataset::describe_feature(moved, spec.features[1], 1).distribution;
  for (std::size_t category = 0; category < 3; ++category) {
    const auto share = [&](const drift::Distribution& of) {
      return (static_cast<double>(of.up_to[category] - of.below[category]) + 0.5) /
             (static_cast<double>(of.measured()) + 1.5);
    };
    expected += (share(now) - share(old)) * std::log(share(now) / share(old));
  }
  BOOST_CHECK_CLOSE_FRACTION(drift.population_stability->index, expected, 1e-12);
}

// A position means another category then.
BOOST_AUTO_TEST_CASE(other_lists_of_categories_are_not_compared) {
  const spec::DatasetSpec spec = two_features();
  const std::string before = dataset::to_json(dataset::describe_data(unrelated(100), spec), {}, spec);
  spec::DatasetSpec reordered = spec;
  std::swap(reordered.features[1].categories[0], reordered.features[1].categories[1]);
  const auto earlier = dataset::read_distributions(before, reordered);
  BOOST_REQUIRE(earlier);
  BOOST_TEST(earlier->count("x0") == 1U);
  BOOST_TEST(earlier->count("x1") == 0U);
}

BOOST_AUTO_TEST_CASE(the_hash_of_the_table_knows_what_positions_mean) {
  const TrainingTable table = unrelated(20);
  spec::DatasetSpec renamed = two_features();
  renamed.features[1].categories[0].text = "crimson";
  BOOST_TEST(dataset::content_sha256(table, two_features()) != dataset::content_sha256(table, renamed));
}

BOOST_AUTO_TEST_SUITE_END()
