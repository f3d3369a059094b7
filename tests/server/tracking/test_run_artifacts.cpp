#include "server/tracking/run_artifacts.hpp"

#include "server/tracking/active_run.hpp"
#include "server/tracking/run_tags.hpp"
#include "tests/emptied_database.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

using namespace clearwell;
using tracking::ActiveRun;

namespace {

struct Artifacts {
  std::shared_ptr<store::Database> database = tests::emptied_database().shared();
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(run_artifacts, Artifacts)

BOOST_AUTO_TEST_CASE(a_file_comes_back_byte_for_byte_while_the_run_is_at_work) {
  const ActiveRun run = ActiveRun::start(database, "example", "train");
  const std::string bytes("\0\xff' \\x\n", 7);
  run.log_artifact("data/statistics.json", "application/json", bytes);
  run.log_artifact("a.svg", "image/svg+xml", "");
  const auto found = tracking::find_artifact(*database, run.run_id(), "data/statistics.json");
  BOOST_REQUIRE(found);
  BOOST_CHECK((*found == tracking::RunArtifact{run.run_id(), "application/json", bytes}));
  BOOST_TEST(tracking::find_artifact(*database, run.run_id(), "a.svg")->bytes.empty());
  BOOST_TEST(!tracking::find_artifact(*database, run.run_id(), "data"));
  const std::vector<std::string> paths = {"a.svg", "data/statistics.json"};
  BOOST_TEST(tracking::artifact_paths(*database, run.run_id()) == paths, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_path_is_written_once) {
  const ActiveRun run = ActiveRun::start(database, "example", "train");
  run.log_artifact("a", "text/plain", "first");
  BOOST_CHECK_THROW(run.log_artifact("a", "text/plain", "second"), store::UniqueViolation);
  BOOST_TEST(tracking::find_artifact(*database, run.run_id(), "a")->bytes == "first");
}

BOOST_AUTO_TEST_CASE(a_file_too_large_to_keep_leaves_a_word) {
  const ActiveRun run = ActiveRun::start(database, "example", "train");
  const std::string most(tracking::kMostArtifactBytes, 'x');
  run.log_artifact_or_tag("most.csv", "text/csv", most);
  run.log_artifact_or_tag("data/more.csv", "text/csv", most + 'x');
  BOOST_TEST(tracking::artifact_paths(*database, run.run_id()) == std::vector<std::string>{"most.csv"},
             boost::test_tools::per_element());
  const std::map<std::string, std::string> expected = {
      {"left_out.data/more.csv", "data/more.csv has 16777217 bytes, and a run keeps files of at most 16777216"}};
  BOOST_CHECK(tracking::read_tags(*database, run.run_id()) == expected);
}

BOOST_DATA_TEST_CASE(a_path_that_leaves_its_place_is_refused,
                     boost::unit_test::data::make({"", "/a", "a/", "a//b", "../a", "a/..", "A", "a b"}), path) {
  const ActiveRun run = ActiveRun::start(database, "example", "train");
  BOOST_CHECK_THROW(run.log_artifact(path, "text/plain", ""), store::StoreError);
}

BOOST_AUTO_TEST_CASE(the_latest_file_is_that_of_the_newest_finished_run_of_the_experiment) {
  const auto leave = [this](const char* experiment, const char* bytes, bool finished) {
    ActiveRun run = ActiveRun::start(database, experiment, "train");
    run.log_artifact("a", "text/plain", bytes);
    if (finished) run.finish();
  };
  BOOST_TEST(!tracking::latest_artifact(*database, "example", "a"));
  leave("example", "first", true);
  leave("example", "second", true);
  leave("example", "failed", false);
  leave("another", "third", true);
  BOOST_TEST(tracking::latest_artifact(*database, "example", "a")->bytes == "second");
  BOOST_TEST(!tracking::latest_artifact(*database, "example", "b"));
}

BOOST_AUTO_TEST_CASE(a_nested_run_is_found_by_its_name) {
  const ActiveRun run = ActiveRun::start(database, "example", "train");
  const ActiveRun nested = run.start_nested("xgboost");
  BOOST_TEST(*tracking::find_nested_run(*database, run.run_id(), "xgboost") == nested.run_id());
  BOOST_TEST(!tracking::find_nested_run(*database, run.run_id(), "svm"));
  BOOST_TEST(!tracking::find_nested_run(*database, nested.run_id(), "xgboost"));
}

BOOST_AUTO_TEST_SUITE_END()
