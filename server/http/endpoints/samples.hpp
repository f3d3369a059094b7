#pragma once

#include "server/http/message.hpp"

namespace clearwell::scheduler {
struct SchedulerOptions;
}
namespace clearwell::store {
class Database;
class WaterStore;
}  // namespace clearwell::store

namespace clearwell::http {

/// GET /v1/plants/{id}/samples?at=&before=&limit=: certified and published results, newest sample first.
struct ListPlantSamples {
  Answer operator()(const Request& request) const;

  store::Database& database;
  const store::WaterStore& water;
};

/// GET /v1/samples/{id}?at=: to the public what is published; to laboratories (of that plant), regulators and admins
/// every version, with who entered and certified it.
struct GetSample {
  Answer operator()(const Request& request) const;

  store::Database& database;
};

/// POST /v1/samples: one sample or an array, all of them or none.
struct EnterSamples {
  Answer operator()(const Request& request) const;

  store::Database& database;
  const scheduler::SchedulerOptions& schedule;
};

/// POST /v1/samples/{id}/corrections
struct CorrectSample {
  Answer operator()(const Request& request) const;

  store::Database& database;
  const scheduler::SchedulerOptions& schedule;
};

/// POST /v1/samples/{id}/certify: by a second person.
struct CertifySample {
  Answer operator()(const Request& request) const;

  store::Database& database;
};

/// POST /v1/samples/{id}/publish
struct PublishSample {
  Answer operator()(const Request& request) const;

  store::Database& database;
};

}  // namespace clearwell::http
