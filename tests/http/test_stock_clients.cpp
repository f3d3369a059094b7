// The scoring calls of stock clients, against the program as a user runs it.
#include "tests/http/serving_program.hpp"
#include "tests/registered_models.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <sys/wait.h>

#include <cstdlib>
#include <fstream>
#include <limits>

namespace clearwell {
namespace {

BOOST_AUTO_TEST_SUITE(stock_clients)

BOOST_AUTO_TEST_CASE(mlflows_and_tritons_own_clients_get_the_predictors_bits) {
  const std::filesystem::path python =
      std::filesystem::path(CLEARWELL_SOURCE_DIR) / "build/test-tools/clients-venv/bin/python";
  if (!std::filesystem::exists(python)) {
    BOOST_TEST_MESSAGE("skipped: MLflow's and Triton's clients are not installed (scripts/bootstrap --tests)");
    return;
  }
  const tests::TemporaryDatabase database;
  const tests::RegisteredModels models(database);
  models.add("example", tests::first_model());
  const tests::ServingProgram server(database, std::filesystem::path(CLEARWELL_SOURCE_DIR) / "models");
  const tests::TemporaryFolder folder;
  const std::filesystem::path answers = folder.path() / "answers.json";
  const std::string command = python.string() + " " CLEARWELL_SOURCE_DIR "/tests/http/stock_clients.py " +
                              std::to_string(server.port()) + " > " + answers.string();
  const int status = std::system(command.c_str());
  BOOST_REQUIRE_EQUAL(WEXITSTATUS(status), 0);

  const float nan = std::numeric_limits<float>::quiet_NaN();
  const auto predictor = scoring::Predictor::load(tests::first_model());
  const float expected[] = {predictor->predict(std::vector<float>{0.1F, nan, -3, 4}).probability,
                            predictor->predict(std::vector<float>{7, 2, nan, 1e-3F}).probability};
  std::ifstream file(answers);
  const nlohmann::json told = nlohmann::json::parse(file);
  BOOST_TEST(told.size() == 8U);
  for (const auto& [client, probabilities] : told.items()) {
    BOOST_REQUIRE(probabilities.size() == 2U);
    BOOST_TEST(probabilities[0].get<float>() == expected[0], client);
    BOOST_TEST(probabilities[1].get<float>() == expected[1], client);
  }
  const store::Rows logged = database->begin().run(
      "SELECT count(*), count(*) FILTER (WHERE plant_id = 'north'), count(*) FILTER (WHERE role = 'pinned') "
      "FROM water.water_inferences");
  BOOST_TEST(logged.integer(0, 0) == 16);
  BOOST_TEST(logged.integer(0, 1) == 2);
  BOOST_TEST(logged.integer(0, 2) == 2);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace clearwell
