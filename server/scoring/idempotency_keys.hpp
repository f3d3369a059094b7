#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace clearwell::store {
class Database;
}

namespace clearwell::scoring {

/// How a request that came with a key was answered.
struct AnsweredRequest {
  std::string request_sha256;
  std::string model;
  int version = 0;
  std::vector<std::int64_t> inference_ids;  ///< in the order of the rows
};

/// What is known of the key of this caller; keys are forgotten after a day. \throws store::StoreError
std::optional<AnsweredRequest> find_idempotency_key(store::Database& database, const std::string& caller,
                                                    const std::string& key);

}  // namespace clearwell::scoring
