#pragma once

#include "server/batch/batch_prediction.hpp"
#include "tests/http/program.hpp"
#include "tests/registered_models.hpp"
#include "tests/temporary_database.hpp"

#include <filesystem>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

namespace clearwell::tests {

/// A registry with a champion (version 1) and a challenger (version 2).
struct WatchedRegistry {
  WatchedRegistry() : models(database) {
    models.add("example", first_model());
    models.add("example", second_model());
  }
  static const WatchedRegistry& of_all_cases() {
    static const WatchedRegistry registry;
    return registry;
  }

  TemporaryDatabase database;
  RegisteredModels models;
};

/// What `clearwell watch` must make of a file. The cases share a database: each has a place of its own.
struct Watching {
  std::vector<std::string> command(const std::string& in, const std::string& out,
                                   const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments = {"--database", database->url(), "--data-dir", database.options().data_dir,
                                          "watch",      "--model",       "example",    in,
                                          out};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
  }

  store::Rows query(const std::string& sql) const { return database->begin().run(sql); }

  /// The result of that text, scored by those versions; no challenger by 0.
  static std::string result_of(const std::string& csv, int champion = 1, int challenger = 2) {
    const auto first = loaded(champion);
    std::istringstream in(csv);
    std::istringstream again(csv);
    std::ostringstream out;
    batch::BatchDrift drift(first->predictor.spec(), {});
    batch::ChallengerColumns columns(challenger == 0 ? nullptr : loaded(challenger), false, again);
    static_cast<void>(batch::predict_file(first->predictor, champion, in, out, drift, &columns));
    return out.str();
  }

  /// \param number  rows of another content by another number
  static std::string csv(int number, int n_rows = 3) {
    std::string text = "x0,x1,x2,x3\n";
    for (int row = 0; row < n_rows; ++row)
      text += std::to_string(number % 19 - 9) + "," + std::to_string(row % 17 - 8) + ",0.5," + std::to_string(number) +
              "\n";
    return text;
  }

  const TemporaryDatabase& database = WatchedRegistry::of_all_cases().database;
  const RegisteredModels& models = WatchedRegistry::of_all_cases().models;

 private:
  static std::shared_ptr<const scoring::LoadedModel> loaded(int version) {
    registry::ModelVersion facts;
    facts.version = version;
    return std::make_shared<const scoring::LoadedModel>(
        scoring::LoadedModel{facts, scoring::Predictor::load(version == 1 ? first_model() : second_model()).value()});
  }
};

}  // namespace clearwell::tests
