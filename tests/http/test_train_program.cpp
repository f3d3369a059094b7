#include "tests/emptied_database.hpp"
#include "tests/http/program.hpp"
#include "tests/server/training/stored_samples.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace bdata = boost::unit_test::data;
using namespace clearwell;

namespace {

const int kSignals[] = {SIGINT, SIGTERM};

}  // namespace

BOOST_AUTO_TEST_SUITE(train_program)

BOOST_DATA_TEST_CASE(a_signal_ends_training_soon_with_killed_runs, bdata::make(kSignals), signal) {
  const tests::TemporaryDatabase& database = tests::emptied_database();
  tests::store_samples(*database, tests::learnable_table(500, 1));
  const tests::TemporaryFolder folder;
  spec::DatasetSpec spec = tests::example_spec(3);
  spec.families = {{"xgboost", {{"n_trees", {5000}}, {"max_depth", {6, 7, 8}}}}};  // minutes of work
  std::filesystem::create_directories(folder.path() / "models" / "example");
  std::ofstream(folder.path() / "models" / "example" / "spec.json") << spec::to_json(spec);

  tests::Program program(folder, {"--database", database->url(), "--data-dir", folder.path() / "data", "--models",
                                  folder.path() / "models", "train", "--model", "example"});
  const auto count = [&](const std::string& condition) {
    return database->begin().run("SELECT 1 FROM tracking.runs WHERE " + condition).size();
  };
  for (int tries = 0; tries < 600 && count("run_name = 'xgboost'") == 0; ++tries)
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  BOOST_REQUIRE(count("run_name = 'xgboost' AND status = 'RUNNING'") == 1);
  const auto begin = std::chrono::steady_clock::now();
  program.send(signal);
  BOOST_TEST(program.wait() == 1);
  // Within a second on a machine of one's own.
  BOOST_TEST((std::chrono::steady_clock::now() - begin < std::chrono::seconds(5)));
  BOOST_TEST(program.errors() == "clearwell train: stopped; the run is KILLED and nothing was registered\n");
  BOOST_TEST(program.output().empty());
  BOOST_TEST(count("status = 'KILLED'") == 2);
  BOOST_TEST(count("status <> 'KILLED'") == 0);
  BOOST_TEST(database->begin().run("SELECT 1 FROM tracking.model_versions").empty());
}

BOOST_AUTO_TEST_SUITE_END()
