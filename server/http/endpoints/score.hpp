#pragma once

#include "server/http/endpoints/score_rows.hpp"

namespace clearwell::store {
class Database;
}

namespace clearwell::http {

/// POST /v1/models/{name}/score: what the champion estimates of each row. Every answer is in the inference log before
/// it is sent, or, while the database is away, on its way there, and says which ("logged"). A request with the header
/// Idempotency-Key is scored once: repeated, it gets the same answer. \throws store::Overloaded, store::StoreError,
/// which become 503 and 500; then nothing was stored
struct Score {
  Answer operator()(const Request& request) const;

  ScoreRows score_rows;
  store::Database& database;  ///< knows which requests were answered before
};

}  // namespace clearwell::http
