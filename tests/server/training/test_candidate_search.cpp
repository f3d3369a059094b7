#include "server/training/candidate_search.hpp"

#include "server/training/cancellation.hpp"
#include "tests/server/training/example_tables.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <mutex>

using namespace clearwell;
using training::SearchResult;
using training::SearchSpace;

namespace {

struct Fixture {
  spec::DatasetSpec spec = tests::example_spec(3);
  dataset::TrainingTable table = tests::learnable_table(300, 1);
  dataset::Folds folds = dataset::stratified_folds(table.labels, 3, 1);

  SearchSpace space_of(const spec::FamilySpec& family) {
    spec.families = {family};
    return *training::search_space(spec, 0);
  }
  SearchSpace trees() {
    return space_of({"xgboost", {{"n_trees", {5, 15}}, {"max_depth", {1, 3}}, {"learning_rate", {0.1, 0.3}}}});
  }
  training::CandidateSearch search_of(const SearchSpace& space, std::size_t tasks_per_fold = 1) const {
    return {.space = &space,
            .spec = &spec,
            .rows = &table,
            .folds = &folds,
            .recall_floor = 0.2,
            .settings = {.seed = 5},
            .tasks_per_fold = tasks_per_fold};
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(candidate_search, Fixture)

BOOST_AUTO_TEST_CASE(neither_threads_nor_the_cut_into_tasks_change_a_result) {
  const SearchSpace space = trees();
  BOOST_REQUIRE(space.candidates.size() == 8);
  const SearchResult plain = training::search_candidates(search_of(space), 1);
  for (const std::size_t tasks_per_fold : {2U, 3U, 100U}) {
    const SearchResult cut = training::search_candidates(search_of(space, tasks_per_fold), 4);
    BOOST_CHECK(cut.margins == plain.margins);
    BOOST_CHECK(cut.trials == plain.trials);
  }
}

BOOST_AUTO_TEST_CASE(a_trial_holds_what_its_margins_say) {
  const SearchSpace space = trees();
  const SearchResult result = training::search_candidates(search_of(space), 2);
  for (std::size_t candidate = 0; candidate < space.candidates.size(); ++candidate) {
    const training::Trial& trial = result.trials[candidate];
    BOOST_CHECK((trial.score == training::score_candidate(result.margins[candidate], table.labels, 0.2)));
    BOOST_TEST(trial.rungs == 1);
    BOOST_TEST(trial.fit_seconds > 0);
    BOOST_REQUIRE(trial.folds.size() == 3);
    evaluation::ConfusionMatrix all;
    for (const training::SearchFold& fold : trial.folds) {
      BOOST_TEST(*fold.roc_auc > 0.5);
      all += fold.at_threshold;
    }
    BOOST_TEST(all.rows() == 300);
    BOOST_TEST(all.precision().value() == trial.score.threshold.precision);
    BOOST_TEST(all.recall().value() == trial.score.threshold.recall);
  }
}

BOOST_AUTO_TEST_CASE(each_rung_is_fitted_to_more_rows_and_the_last_as_without_halving) {
  SearchSpace space = trees();
  const SearchResult full = training::search_candidates(search_of(space), 1);
  space.rungs = training::halving_rungs(8, 2);
  const SearchResult halved = training::search_candidates(search_of(space, 2), 3);
  std::vector<std::size_t> reached;
  for (std::size_t candidate = 0; candidate < 8; ++candidate) {
    const training::Trial& trial = halved.trials[candidate];
    reached.push_back(trial.rungs);
    const bool to_the_end = trial.rungs == 3;
    BOOST_TEST(halved.margins[candidate].empty() == !to_the_end);
    BOOST_TEST((trial.score == full.trials[candidate].score) == to_the_end);
    if (to_the_end) BOOST_CHECK(halved.margins[candidate] == full.margins[candidate]);
  }
  std::sort(reached.begin(), reached.end());
  BOOST_CHECK((reached == std::vector<std::size_t>{1, 1, 1, 1, 2, 2, 3, 3}));
}

BOOST_AUTO_TEST_CASE(the_parts_of_a_search_add_up_to_one) {
  SearchSpace space = trees();
  space.rungs = training::halving_rungs(8, 2);
  training::TaskPool pool;
  std::mutex mutex;
  double sum = 0;
  int ended = 0;
  training::start_search(
      pool, search_of(space, 2),
      [&](double part) {
        const std::lock_guard lock(mutex);
        sum += part;
      },
      [&](const SearchResult&) { ++ended; });
  pool.run(3);
  BOOST_CHECK_CLOSE_FRACTION(sum, 1, 1e-9);
  BOOST_TEST(ended == 1);
}

BOOST_AUTO_TEST_CASE(a_search_that_is_asked_to_stop_does) {
  const SearchSpace space = trees();
  training::CandidateSearch search = search_of(space);
  std::stop_source stop;
  stop.request_stop();
  search.settings.stop = stop.get_token();
  BOOST_CHECK_THROW(training::search_candidates(search, 2), training::Cancelled);
}

BOOST_AUTO_TEST_CASE(few_folds_are_cut_until_the_threads_have_work) {
  BOOST_TEST(training::tasks_per_fold(30, 2) == 1);
  BOOST_TEST(training::tasks_per_fold(5, 2) == 4);
  BOOST_TEST(training::tasks_per_fold(30, 64) == 18);
}

BOOST_AUTO_TEST_SUITE_END()
