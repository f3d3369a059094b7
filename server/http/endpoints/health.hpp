#pragma once

#include "server/http/message.hpp"

namespace clearwell::store {
class Database;
}

namespace clearwell::http {

/// GET /healthz: the process answers. Needs nothing else, so that a database away does not get the server restarted.
struct Health {
  Answer operator()(const Request& request) const;
};

/// GET /readyz: the process can do its work, which takes the database. \throws store::StoreError, which becomes 503
struct Ready {
  Answer operator()(const Request& request) const;

  store::Database& database;
};

/// GET /version
struct Version {
  Answer operator()(const Request& request) const;
};

}  // namespace clearwell::http
