#pragma once

#include "server/http/routes.hpp"
#include "server/intake/reading_intake.hpp"
#include "server/monitoring/telemetry.hpp"
#include "server/scheduler/jobs.hpp"
#include "server/scheduler/scheduler.hpp"
#include "server/scoring/inference_log.hpp"
#include "server/scoring/model_cache.hpp"
#include "server/scoring/scoring_service.hpp"
#include "server/store/water_store.hpp"
#include "tests/emptied_database.hpp"
#include "tests/registered_models.hpp"

#include <string>

namespace clearwell::tests {

inline scoring::ModelCacheObserver deaf_observer() {
  return {.swapped = [](const registry::ModelVersion&, std::string_view) {},
          .unusable = [](const registry::ModelVersion&, const std::string&) {},
          .registry_away = [](const std::string&) {}};
}

inline scoring::ShadowObserver deaf_shadow_observer() {
  return {.scored = [](const std::string&, const std::vector<scoring::OutcomeCount>&) {},
          .dropped = [](const std::string&, std::size_t) {},
          .failed = [](const std::string&, std::size_t, const std::string&) {}};
}

/// All that the endpoints work with, over an emptied database with one model, `example`: features x0 to x3, plausible
/// from -100 to 100, version 1 champion.
class ServiceFixture {
 public:
  explicit ServiceFixture(std::size_t max_waiting_rows = 100'000)
      : database(emptied_database()),
        registered(database),
        first(registered.add("example", first_model())),
        water(*database),
        models(database.shared(), registered.registry(), deaf_observer()),
        log(database.shared(), {.max_waiting_rows = max_waiting_rows, .journal_folder = {}}),
        shadow(log, deaf_shadow_observer()),
        scoring(log, shadow),
        jobs(*database, base::system_clock()),
        readings(database.shared()) {}

  http::Services services() const {
    return {*database, water,     registered.registry(), models, scoring, jobs, schedule,
            readings,  telemetry, spool.path()};
  }
  std::int64_t stored_inferences() const {
    return database->begin().run("SELECT count(*) FROM water.water_inferences").integer(0, 0);
  }

  const TemporaryDatabase& database;
  const RegisteredModels registered;
  const registry::ModelVersion first;
  mutable monitoring::Telemetry telemetry{"1.2.3", "abc1234"};
  const TemporaryFolder spool;
  const store::WaterStore water;
  const scoring::ModelCache models;
  scoring::InferenceLog log;
  scoring::Shadow shadow;
  const scoring::ScoringService scoring;
  const scheduler::Jobs jobs;
  const scheduler::SchedulerOptions schedule{.models_dir = "models"};  // those of the source tree
  mutable intake::ReadingIntake readings;
};

}  // namespace clearwell::tests
