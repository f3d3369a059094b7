#pragma once

#include "server/http/message.hpp"

namespace clearwell::registry {
class Registry;
}
namespace clearwell::store {
class Database;
}

namespace clearwell::http {

/// GET /v1/models/{name}/versions/{version}/drift: the newest windows of what the version was asked against what it was
/// trained on.
struct GetModelDrift {
  Answer operator()(const Request& request) const;

  store::Database& database;
  const registry::Registry& registry;
};

}  // namespace clearwell::http
