#pragma once

#include "server/http/message.hpp"

namespace clearwell::store {
class Database;
}

namespace clearwell::http {

/// GET /v1/conflicts?plant=&decided=&after=: results that came again with another value, of the plants that the caller
/// speaks for, a hundred at a time.
struct ListConflicts {
  Answer operator()(const Request& request) const;

  store::Database& database;
};

/// POST /v1/conflicts/{id}/decide
struct DecideConflict {
  Answer operator()(const Request& request) const;

  store::Database& database;
};

/// GET /v1/readings/conflicts?plant=&decided=&after=: the same of readings.
struct ListReadingConflicts {
  Answer operator()(const Request& request) const;

  store::Database& database;
};

/// POST /v1/readings/conflicts/{id}/decide
struct DecideReadingConflict {
  Answer operator()(const Request& request) const;

  store::Database& database;
};

}  // namespace clearwell::http
