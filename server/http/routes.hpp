#pragma once

#include "server/http/router.hpp"
#include "server/store/water_store.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace clearwell::intake {
class ReadingIntake;
}
namespace clearwell::monitoring {
struct Telemetry;
}
namespace clearwell::registry {
class Registry;
}
namespace clearwell::scheduler {
class Jobs;
struct SchedulerOptions;
}  // namespace clearwell::scheduler
namespace clearwell::scoring {
class ModelCache;
class ScoringService;
}  // namespace clearwell::scoring
namespace clearwell::store {
class Database;
}

namespace clearwell::http {

/// What the endpoints work with. All of it outlives the router.
struct Services {
  store::Database& database;
  const store::WaterStore& water;
  const registry::Registry& registry;
  const scoring::ModelCache& models;
  const scoring::ScoringService& scoring;
  const scheduler::Jobs& jobs;
  const scheduler::SchedulerOptions& schedule;
  intake::ReadingIntake& readings;
  monitoring::Telemetry& telemetry;
  std::filesystem::path spool_folder;  ///< where long bodies wait on disk
  std::string default_model = {};      ///< answers where a request names none; empty: the only one there is
};

/// The router's table.
std::vector<Route> make_routes(const Services& services);

}  // namespace clearwell::http
