#pragma once

#include "server/training/training_job.hpp"
#include "tests/emptied_database.hpp"
#include "tests/server/training/stored_samples.hpp"

#include <boost/test/unit_test.hpp>

#include <unistd.h>
#include <filesystem>
#include <string>

/// Training jobs that end in a second, on an emptied database.
namespace clearwell::tests {

inline spec::DatasetSpec small_spec() {
  spec::DatasetSpec spec = tests::example_spec(3);
  spec.split = {.folds = 3, .repeats = 1, .seed = 42};
  spec.families = {{"logistic_regression", {{"c", {0.1, 1}}}}, {"xgboost", {{"n_trees", {10}}, {"max_depth", {2}}}}};
  return spec;
}

struct SmallTrainingJob {
  const TemporaryDatabase& database = emptied_database();
  std::filesystem::path artifacts = database.options().data_dir / "artifacts";
  registry::Registry registry{database.shared(), registry::open_artifacts(database.options().artifacts_place())};

  Result<training::TrainingReport> train(const training::TrainingRequest& request = {},
                                         const spec::DatasetSpec& spec = small_spec()) const {
    return training::train(database.shared(), registry, spec, request, [](std::string_view, double) {});
  }
  /// Of these rows alone.
  training::TrainingReport train_on(const dataset::TrainingTable& table) const {
    store::Transaction transaction = database->begin();
    transaction.run("TRUNCATE water.samples CASCADE");
    transaction.commit();
    store_samples(*database, table);
    return *train();
  }
  store::Rows query(const std::string& sql) const { return database->begin().run(sql); }
  std::string value_of(const std::string& table, const std::string& run_id, const std::string& key) const {
    return query("SELECT value FROM tracking." + table + " WHERE run_id = '" + run_id + "' AND key = '" + key + "'")
        .text(0, 0);
  }
  void wait_until(const std::string& condition) const {
    for (int tries = 0; tries < 600 && !query("SELECT " + condition).boolean(0, 0); ++tries)
      ::usleep(50'000);
    BOOST_REQUIRE(query("SELECT " + condition).boolean(0, 0));
  }
};

}  // namespace clearwell::tests
