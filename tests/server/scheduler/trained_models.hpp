#pragma once

#include "server/training/training_job.hpp"
#include "tests/emptied_database.hpp"
#include "tests/server/training/stored_samples.hpp"
#include "tests/temporary_folder.hpp"

#include <fstream>

namespace clearwell::tests {

/// An empty database, samples to put into it, and the spec `example` with quick families in a folder.
struct TrainedModels {
  TrainedModels() {
    spec.split = {.folds = 3, .repeats = 1, .seed = 42};
    spec.families = {{"logistic_regression", {{"c", {1}}}}};
    write_spec();
  }
  void write_spec() const {
    std::filesystem::create_directories(folder.path() / "example");
    std::ofstream(folder.path() / "example" / "spec.json") << spec::to_json(spec);
  }
  void add_samples(std::size_t first, std::size_t end) const { store_samples(*database, table, "example", first, end); }
  registry::ModelVersion champion() const { return *registry.find({.name = "example"}); }
  store::Rows query(const std::string& sql) const { return database->begin().run(sql); }

  const TemporaryDatabase& database = emptied_database();
  TemporaryFolder folder;
  spec::DatasetSpec spec = example_spec(3);
  registry::Registry registry{database.shared(), registry::open_artifacts(database.options().artifacts_place())};
  dataset::TrainingTable table = learnable_table(1000, 1);
};

}  // namespace clearwell::tests
