#pragma once

#include "server/http/message.hpp"

namespace clearwell::registry {
class Registry;
}
namespace clearwell::scheduler {
class Jobs;
}
namespace clearwell::store {
class Database;
}

namespace clearwell::http {

/// GET /v1/models/{name}/promotions: every decision about who is champion, newest first. It names people.
struct ListPromotions {
  Answer operator()(const Request& request) const;

  const registry::Registry& registry;
};

/// POST /v1/models/{name}/promote: {"version"}: the policy decides, yes or no; {"version","force":true,"reason"}: the
/// caller does. The job has ended when this answers.
struct PromoteModel {
  Answer operator()(const Request& request) const;

  store::Database& database;
  const registry::Registry& registry;
  const scheduler::Jobs& jobs;
};

/// POST /v1/models/{name}/rollback: {"reason"}: back to the champion before. The job has ended when this answers.
struct RollBackModel {
  Answer operator()(const Request& request) const;

  const registry::Registry& registry;
  const scheduler::Jobs& jobs;
};

}  // namespace clearwell::http
