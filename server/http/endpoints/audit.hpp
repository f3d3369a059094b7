#pragma once

#include "server/http/message.hpp"

namespace clearwell::store {
class Database;
}

namespace clearwell::http {

/// GET /v1/audit?before=&limit=&action=&object=&subject=: who did what, newest first.
struct ListAuditEntries {
  Answer operator()(const Request& request) const;

  store::Database& database;
};

}  // namespace clearwell::http
