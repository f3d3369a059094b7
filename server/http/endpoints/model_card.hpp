#pragma once

#include "server/http/message.hpp"

namespace clearwell::registry {
class Registry;
}
namespace clearwell::store {
class Database;
}

namespace clearwell::http {

/// GET /v1/models/{name}/versions/{version}/card: the model card as data.
struct GetModelCard {
  Answer operator()(const Request& request) const;

  store::Database& database;
  const registry::Registry& registry;
};

/// GET /v1/models/{name}/versions/{version}/data: what the rows that a version was trained on are like, column by
/// column, as its training run kept it; 404 `no_statistics` where it kept none.
struct GetModelData {
  Answer operator()(const Request& request) const;

  store::Database& database;
  const registry::Registry& registry;
};

/// GET /v1/models/{name}/versions/{version}/card.html: the model card as a page for people.
struct GetModelCardPage {
  Answer operator()(const Request& request) const;

  store::Database& database;
  const registry::Registry& registry;
};

}  // namespace clearwell::http
