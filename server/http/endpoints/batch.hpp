#pragma once

#include "server/http/endpoints/score_rows.hpp"

#include <filesystem>

namespace clearwell::store {
class Database;
}

namespace clearwell::http {

/// POST /v1/batch?model=NAME[@ALIAS|/VERSION]: CSV in, CSV out with the columns of `clearwell predict`, in constant
/// memory. The file is read twice: first to find every fault and to compare it with what the model was trained on
/// (header Location: where the report is), then to be answered. Batches are not in the inference log, as little as
/// those of `clearwell predict` are: they are often of other days and places than now and here, which the log stands
/// for. \throws store::StoreError
struct PostBatch {
  Answer operator()(const Request& request) const;

  ScoreRows score_rows;
  store::Database& database;
  std::filesystem::path spool_folder;  ///< where bodies wait on disk
};

/// GET /v1/batch/{id}: how far the batch was from what its model was trained on. \throws store::StoreError
struct GetBatch {
  Answer operator()(const Request& request) const;

  store::Database& database;
};

}  // namespace clearwell::http
