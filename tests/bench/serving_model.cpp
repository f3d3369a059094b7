// One booster twice, for tests/bench/run_serving: as XGBoost's own JSON for the peers, and as our model file,
// registered as the champion `example` in a data directory. Prints how libpq finds its database, which has a table for
// a peer's log.
//   serving_model DATA_DIR MODEL.json
#include "server/base/options.hpp"
#include "server/registry/artifact_store.hpp"
#include "server/registry/registry.hpp"
#include "server/store/database.hpp"
#include "server/store/owner_database.hpp"
#include "server/tracking/active_run.hpp"
#include "tests/parity/noise_table.hpp"
#include "tests/parity/xgboost_twins.hpp"

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>

namespace {

using namespace clearwell;

constexpr std::size_t kFeatures = 9;
constexpr tests::Setting kSetting{100, 6, 1};

void register_champion(const base::Options& options, const std::string& onnx_bytes) {
  const auto database = store::Database::open(options);
  const registry::Registry registry(database, registry::open_artifacts(options.artifacts_place()));
  tracking::ActiveRun run = tracking::ActiveRun::start(database, "example", "bench");
  registry.register_version({.name = "example",
                             .run_id = run.run_id(),
                             .family = "xgboost",
                             .threshold = 0.5,
                             .metrics_json = "{}",
                             .parity_rows = 0,
                             .parity_digest = std::string(64, '0'),
                             .data_origin = "imported"},
                            onnx_bytes);
  run.finish();
}

void make_peers_log(store::Database& database) {
  store::Transaction transaction = database.begin();
  transaction.run_script(
      "CREATE TABLE public.peer_inferences (inference_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, scored_at "
      "timestamptz NOT NULL DEFAULT now(), model text NOT NULL, version integer NOT NULL, features real[] NOT NULL, "
      "probability real NOT NULL);"
      "GRANT SELECT, INSERT ON public.peer_inferences TO clearwell_app; GRANT USAGE ON SCHEMA public TO "
      "clearwell_app;");
  transaction.commit();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: serving_model DATA_DIR MODEL.json\n");
    return 2;
  }
  try {
    base::Options options;
    options.data_dir = argv[1];
    const dataset::TrainingTable table = tests::noise_table(3'000, kFeatures, 5);
    const auto owner = store::open_as_owner(options);
    make_peers_log(*owner);
    std::puts(store::Database::open(options)->url().c_str());
    register_champion(options, tests::our_model_file(table, kSetting));
    tests::check(XGBoosterSaveModel(tests::library_booster(table, kSetting).get(), argv[2]));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "serving_model: %s\n", error.what());
    return EXIT_FAILURE;
  }
}
