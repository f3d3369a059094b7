#pragma once

#include "server/http/message.hpp"

namespace clearwell::monitoring {
struct ProgramTelemetry;
struct Telemetry;
}  // namespace clearwell::monitoring
namespace clearwell::scheduler {
struct SchedulerOptions;
}
namespace clearwell::scoring {
class ModelCache;
}
namespace clearwell::store {
class Database;
}

namespace clearwell::http {

/// GET /metrics of any program: Prometheus text format 0.0.4, with what the process uses of its machine now.
struct ProgramMetrics {
  Answer operator()(const Request& request) const;

  monitoring::ProgramTelemetry& telemetry;
};

/// GET /metrics of the server. With the database away it still answers, with what it knew last.
struct Metrics {
  Answer operator()(const Request& request) const;

  store::Database& database;
  const scoring::ModelCache& models;
  const scheduler::SchedulerOptions& schedule;
  monitoring::Telemetry& telemetry;
};

}  // namespace clearwell::http
