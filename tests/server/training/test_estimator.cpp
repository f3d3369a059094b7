#include "server/training/search_space.hpp"

#include "server/training/cancellation.hpp"
#include "tests/server/training/example_tables.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <ostream>

namespace bdata = boost::unit_test::data;
using namespace clearwell;
using training::search_space;
using training::SearchSpace;

namespace {

spec::DatasetSpec spec_with(const spec::FamilySpec& family) {
  spec::DatasetSpec spec = tests::example_spec(2);
  spec.families = {{"logistic_regression", {}}, family};
  return spec;
}

struct Refusal {
  spec::FamilySpec family;
  const char* message;
  const char* field;
};
std::ostream& operator<<(std::ostream& out, const Refusal& refusal) {
  return out << refusal.message;
}

const Refusal kRefusals[] = {
    {{"xgbost", {}},
     "'xgbost' is not a model family of this build; it has logistic_regression, decision_tree, random_forest, xgboost, "
     "svm, neural_network",
     "families[1].family"},
    {{"xgboost", {{"n_treez", {10}}}},
     "'n_treez' is not a hyper-parameter of xgboost; it takes n_trees, max_depth, learning_rate, subsample, "
     "colsample_bytree, min_child_weight, reg_lambda, exact_splits",
     "families[1].grid.n_treez"},
    {{"logistic_regression", {{"max_depth", {3}}}},
     "'max_depth' is not a hyper-parameter of logistic_regression; it takes c",
     "families[1].grid.max_depth"},
    {{"xgboost", {{"max_depth", {4, 17}}}},
     "17 is not accepted; a whole number from 1 to 16 is",
     "families[1].grid.max_depth[1]"},
    {{"xgboost", {{"n_trees", {10.5}}}},
     "10.5 is not accepted; a whole number from 1 to 5000 is",
     "families[1].grid.n_trees[0]"},
    {{"xgboost", {{"subsample", {0}}}},
     "0 is not accepted; a number from 0.01 to 1 is",
     "families[1].grid.subsample[0]"},
    {{"decision_tree", {{"max_depth", {6, 0}}}},
     "0 is not accepted; a whole number from 1 to 255 is",
     "families[1].grid.max_depth[1]"},
    {{"decision_tree", {{"min_samples_split", {1}}}},
     "1 is not accepted; a whole number from 2 to 1e+06 is",
     "families[1].grid.min_samples_split[0]"},
    {{"decision_tree", {{"min_samples_leaf", {0.5}}}},
     "0.5 is not accepted; a whole number from 1 to 1e+06 is",
     "families[1].grid.min_samples_leaf[0]"},
    {{"decision_tree", {{"ccp_alpha", {-0.01}}}},
     "-0.01 is not accepted; a number from 0 to 1 is",
     "families[1].grid.ccp_alpha[0]"},
    {{"decision_tree", {{"n_trees", {100}}}},
     "'n_trees' is not a hyper-parameter of decision_tree; it takes max_depth, min_samples_split, min_samples_leaf, "
     "ccp_alpha",
     "families[1].grid.n_trees"},
    {{"random_forest", {{"n_trees", {100, 5001}}}},
     "5001 is not accepted; a whole number from 1 to 5000 is",
     "families[1].grid.n_trees[1]"},
    {{"random_forest", {{"max_features", {0.5}}}},
     "0.5 is not accepted; a whole number from 0 to 1e+06 is",
     "families[1].grid.max_features[0]"},
    {{"random_forest", {{"bootstrap", {2}}}},
     "2 is not accepted; a whole number from 0 to 1 is",
     "families[1].grid.bootstrap[0]"},
    {{"random_forest", {{"ccp_alpha", {0.01}}}},
     "'ccp_alpha' is not a hyper-parameter of random_forest; it takes n_trees, max_depth, min_samples_leaf, "
     "max_features, bootstrap",
     "families[1].grid.ccp_alpha"},
    {{"logistic_regression", {{"c", {-1}}}},
     "-1 is not accepted; a number from 1e-06 to 1e+06 is",
     "families[1].grid.c[0]"},
    {{"logistic_regression", {{"c", {}}}}, "no value to try; at least one is needed", "families[1].grid.c"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(search_spaces)

BOOST_AUTO_TEST_CASE(a_grid_spans_every_combination_over_the_presets) {
  const auto space = search_space(spec_with({"xgboost", {{"n_trees", {100, 300}}, {"max_depth", {4, 6}}}}), 1);
  BOOST_REQUIRE(space);
  BOOST_TEST(space->estimator->family() == "xgboost");
  BOOST_REQUIRE(space->candidates.size() == 4);
  const double expected[4][2] = {{4, 100}, {4, 300}, {6, 100}, {6, 300}};
  for (std::size_t i = 0; i < 4; ++i) {
    BOOST_TEST(space->candidates[i].at("max_depth") == expected[i][0]);
    BOOST_TEST(space->candidates[i].at("n_trees") == expected[i][1]);
    BOOST_TEST(space->candidates[i].at("learning_rate") == 0.3);
    BOOST_TEST(space->candidates[i].size() == 8);
  }
}

BOOST_AUTO_TEST_CASE(an_empty_grid_is_the_presets) {
  const auto space = search_space(spec_with({"xgboost", {}}), 0);
  BOOST_REQUIRE(space);
  BOOST_CHECK((space->candidates == std::vector<training::HyperParameters>{{{"c", 1.0}}}));
}

BOOST_DATA_TEST_CASE(a_wrong_grid_is_refused_by_its_path, bdata::make(kRefusals), refusal) {
  const auto space = search_space(spec_with(refusal.family), 1);
  BOOST_REQUIRE(!space);
  BOOST_TEST(space.error().message == refusal.message);
  BOOST_TEST(space.error().field == refusal.field);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(every_estimator)

BOOST_AUTO_TEST_CASE(puts_each_candidate_into_one_group) {
  for (const training::Estimator* estimator : training::estimators()) {
    const auto candidates = search_space(spec_with({std::string(estimator->family()), {}}), 1)->candidates;
    const std::vector<training::HyperParameters> thrice(3, candidates[0]);
    std::vector<std::size_t> positions;
    for (const std::vector<std::size_t>& group : estimator->groups(thrice))
      positions.insert(positions.end(), group.begin(), group.end());
    std::sort(positions.begin(), positions.end());
    BOOST_TEST_CONTEXT(estimator->family())
    BOOST_CHECK((positions == std::vector<std::size_t>{0, 1, 2}));
  }
}

BOOST_AUTO_TEST_CASE(stops_when_it_is_asked_to) {
  const dataset::TrainingTable table = tests::learnable_table(100, 10);
  std::stop_source stop;
  stop.request_stop();
  for (const training::Estimator* estimator : training::estimators()) {
    const auto candidates = search_space(spec_with({std::string(estimator->family()), {}}), 1)->candidates;
    BOOST_TEST_CONTEXT(estimator->family())
    BOOST_CHECK_THROW(estimator->fit(table, candidates, {.seed = 1, .stop = stop.get_token()}), training::Cancelled);
  }
}

BOOST_AUTO_TEST_SUITE_END()
