#include "server/training/search_space.hpp"

#include "tests/common/example_models.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <ostream>
#include <set>

namespace bdata = boost::unit_test::data;
using namespace clearwell;
using training::HyperParameters;
using training::search_space;

namespace {

spec::DatasetSpec drawing(int n_candidates, spec::SearchMethod method = spec::SearchMethod::random) {
  spec::DatasetSpec spec = tests::example_spec(2);
  spec.search = {method, n_candidates, 3};
  spec.families = {{"xgboost",
                    {{"subsample", {0.5, 1}}},
                    {{"learning_rate", {0.01, 1, true}}, {"max_depth", {2, 5, false}}, {"n_trees", {1, 1000, true}}}}};
  return spec;
}

double share_below(const std::vector<HyperParameters>& candidates, const std::string& name, double bound) {
  const auto below = std::count_if(candidates.begin(), candidates.end(),
                                   [&](const HyperParameters& values) { return values.at(name) < bound; });
  return static_cast<double>(below) / static_cast<double>(candidates.size());
}

struct Refusal {
  std::string knob;
  spec::ParameterRange range;
  std::string message;
  std::string field;
};
std::ostream& operator<<(std::ostream& out, const Refusal& refusal) {
  return out << refusal.field;
}

const Refusal kRefusals[] = {
    {"depth",
     {1, 3, false},
     "'depth' is not a hyper-parameter of xgboost; it takes n_trees, max_depth, learning_rate, subsample, "
     "colsample_bytree, min_child_weight, reg_lambda, exact_splits",
     "families[0].grid.depth"},
    {"max_depth", {0, 3, false}, "0 is not accepted; a whole number from 1 to 16 is", "families[0].grid.max_depth.low"},
    {"max_depth",
     {1, 2.5, false},
     "2.5 is not accepted; a whole number from 1 to 16 is",
     "families[0].grid.max_depth.high"},
    {"subsample", {0.5, 2, false}, "2 is not accepted; a number from 0.01 to 1 is", "families[0].grid.subsample.high"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(drawn_search_space)

BOOST_AUTO_TEST_CASE(draws_distinct_candidates_from_lists_and_ranges) {
  const auto space = search_space(drawing(400), 0);
  BOOST_REQUIRE(space);
  const std::vector<HyperParameters>& candidates = space->candidates;
  BOOST_TEST(candidates.size() == 400);
  BOOST_TEST(std::set<HyperParameters>(candidates.begin(), candidates.end()).size() == 400);
  std::set<double> depths, subsamples;
  for (const HyperParameters& values : candidates) {
    depths.insert(values.at("max_depth"));
    subsamples.insert(values.at("subsample"));
    BOOST_TEST(values.at("learning_rate") >= 0.01);
    BOOST_TEST(values.at("learning_rate") <= 1);
    BOOST_TEST(values.at("n_trees") == std::floor(values.at("n_trees")));
    BOOST_TEST(values.at("reg_lambda") == 1);  // not searched: as preset
  }
  BOOST_CHECK((depths == std::set<double>{2, 3, 4, 5}));
  BOOST_CHECK((subsamples == std::set<double>{0.5, 1}));
  BOOST_CHECK_SMALL(share_below(candidates, "learning_rate", 0.1) - 0.5, 0.1);  // the middle of two orders of magnitude
  BOOST_CHECK_SMALL(share_below(candidates, "n_trees", 32) - 0.5, 0.1);
  BOOST_CHECK_SMALL(share_below(candidates, "max_depth", 4) - 0.5, 0.1);
  BOOST_CHECK((space->rungs == std::vector<training::Rung>{{400, 1}}));
}

BOOST_AUTO_TEST_CASE(the_seed_decides_what_is_drawn) {
  const spec::DatasetSpec spec = drawing(5);
  const auto drawn = [&](std::optional<std::uint64_t> seed) { return search_space(spec, 0, seed)->candidates; };
  BOOST_CHECK(drawn(7) == drawn(7));
  BOOST_CHECK(drawn(7) != drawn(8));
  BOOST_CHECK(drawn({}) == drawn(spec.split.seed));
}

BOOST_AUTO_TEST_CASE(lists_that_span_no_more_than_is_asked_for_are_tried_whole) {
  spec::DatasetSpec spec = drawing(6);
  spec.families = {{"xgboost", {{"max_depth", {2, 3}}, {"n_trees", {10, 20, 30}}}}};
  const auto all = search_space(spec, 0);
  spec.search = {};
  BOOST_CHECK(all->candidates == search_space(spec, 0)->candidates);
  spec.search = {spec::SearchMethod::random, 5, 3};
  BOOST_TEST(search_space(spec, 0)->candidates.size() == 5);
}

BOOST_AUTO_TEST_CASE(halving_begins_with_all_that_were_drawn) {
  const auto space = search_space(drawing(9, spec::SearchMethod::halving), 0);
  BOOST_CHECK((space->rungs == std::vector<training::Rung>{{9, 1.0 / 3}, {3, 1}}));
  BOOST_TEST(space->candidates.size() == 9);
}

BOOST_DATA_TEST_CASE(a_wrong_range_is_refused_by_its_path, bdata::make(kRefusals), refusal) {
  spec::DatasetSpec spec = drawing(5);
  spec.families[0].ranges = {{refusal.knob, refusal.range}};
  const auto space = search_space(spec, 0);
  BOOST_REQUIRE(!space);
  BOOST_TEST(space.error().message == refusal.message);
  BOOST_TEST(space.error().field == refusal.field);
}

BOOST_AUTO_TEST_SUITE_END()
