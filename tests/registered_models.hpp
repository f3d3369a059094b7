#pragma once

#include "server/registry/registry.hpp"
#include "server/store/sql.hpp"
#include "server/tracking/active_run.hpp"
#include "tests/common/example_models.hpp"
#include "tests/temporary_database.hpp"

#include <optional>
#include <string>

namespace clearwell::tests {

/// A registry in a temporary database, filled with small models.
class RegisteredModels {
 public:
  explicit RegisteredModels(const TemporaryDatabase& database)
      : database_(database.shared()),
        registry_(database.shared(), registry::open_artifacts(database.options().artifacts_place())) {}

  const registry::Registry& registry() const { return registry_; }

  /// Registers the file as a training job would: the first version of a name is its champion, a later one its
  /// challenger.
  /// \param threshold  none of a regression
  registry::ModelVersion add(const std::string& name, const std::string& onnx_bytes,
                             std::optional<double> threshold = 0.5) const {
    tracking::ActiveRun run = tracking::ActiveRun::start(database_, name, "test");
    registry::ModelVersion version =
        registry_.register_version({.name = name,
                                    .run_id = run.run_id(),
                                    .family = "example",
                                    .threshold = threshold,
                                    .metrics_json = R"({"roc_auc":{"mean":0.66,"sd":0.01}})",
                                    .parity_rows = 256,
                                    .parity_digest = std::string(64, 'a'),
                                    .data_origin = "simulated"},
                                   onnx_bytes);
    run.finish();
    return version;
  }

  /// Moves the alias and tells everybody, as a promotion does.
  void give_alias(const std::string& name, const std::string& alias, int version) const {
    store::Transaction transaction = database_->begin();
    transaction.run(store::sql::set_alias, store::Params().add(name).add(alias).add(version));
    transaction.run(store::sql::notify, store::Params().add(registry::kChannel).add(name));
    transaction.commit();
  }

 private:
  std::shared_ptr<store::Database> database_;
  registry::Registry registry_;
};

/// Four features x0 to x3, plausible from -100 to 100, trained on -10 to 10; two different models of them.
inline std::string first_model() {
  return tree_file(4, 12, 5, 0.5);
}
inline std::string second_model() {
  return tree_file(4, 3, 2, 0.25);
}
/// One that learnt from simulated samples.
inline std::string simulated_model() {
  scoring::ModelFacts facts = example_facts(4);
  facts.data_origin = "simulated";
  return onnx::write_model(scoring::build_model(random_trees(4, 3, 2, 7), example_spec(4), facts));
}

}  // namespace clearwell::tests
