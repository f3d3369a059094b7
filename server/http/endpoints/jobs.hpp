#pragma once

#include "server/http/message.hpp"

namespace clearwell::registry {
class Registry;
}
namespace clearwell::scheduler {
class Jobs;
struct Job;
struct SchedulerOptions;
}  // namespace clearwell::scheduler

namespace clearwell::http {

/// 202 with the job and where to ask for it again.
Response accepted(const scheduler::Job& job);

/// Who asks, for the job's row and for the history of promotions.
std::string requested_by(const access::Caller& caller);

/// POST /v1/models/{name}/train: puts a training into the queue, which the leading server works on. One that waits or
/// is at work already is the answer instead of a second one.
struct TrainModel {
  Answer operator()(const Request& request) const;

  const registry::Registry& registry;
  const scheduler::Jobs& jobs;
  const scheduler::SchedulerOptions& schedule;  ///< where the specs are that have no version yet
};

/// GET /v1/jobs: the newest hundred.
struct ListJobs {
  Answer operator()(const Request& request) const;

  const scheduler::Jobs& jobs;
};

/// GET /v1/jobs/{id}
struct GetJob {
  Answer operator()(const Request& request) const;

  const scheduler::Jobs& jobs;
};

}  // namespace clearwell::http
