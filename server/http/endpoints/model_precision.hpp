#pragma once

#include "server/http/message.hpp"

namespace clearwell::registry {
class Registry;
}
namespace clearwell::store {
class Database;
}

namespace clearwell::http {

/// GET /v1/models/{name}/versions/{version}/precision: what the laboratory said of the version's answers, in windows of
/// thirty days, and what their own probabilities did, both newest first.
struct GetModelPrecision {
  Answer operator()(const Request& request) const;

  store::Database& database;
  const registry::Registry& registry;
};

/// GET /v1/models/{name}/versions/{version}/false_positives: samples that were called positive and were not. They name
/// plants and unpublished samples.
struct ListFalsePositives {
  Answer operator()(const Request& request) const;

  store::Database& database;
  const registry::Registry& registry;
};

}  // namespace clearwell::http
