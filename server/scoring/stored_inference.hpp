#pragma once

#include "server/store/audit_trail.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace clearwell::store {
class Database;
}

/// Answers in the inference log, by their number.
namespace clearwell::scoring {

struct StoredInference {
  std::int64_t inference_id = 0;
  std::string inferred_at;  ///< RFC 3339, UTC
  std::string model;
  int version = 0;
  std::string role;
  std::optional<std::string> plant_id;
  std::string
      features_json;  ///< a list, order of the version's spec, null where not measured; each text is a float32's
  double margin = 0;
  std::string margin_bits;            ///< of the float32, 8 hex digits
  std::optional<double> probability;  ///< a regression has none of these
  std::optional<std::string> probability_bits;
  std::optional<double> threshold;
  std::optional<bool> positive;
  std::optional<std::string> published_at;  ///< empty where it is not public
  std::string data_origin;                  ///< of the version's training samples

  bool operator==(const StoredInference&) const = default;
};

/// Which answers one is looked for among. The published are found by a key; among all, every month's partition is
/// looked into, which is not for everybody to ask.
enum class Among { published, all };

/// Empty where there is no such number among them. \throws store::StoreError
std::optional<StoredInference> find_inference(store::Database& database, std::int64_t inference_id, Among among);

/// Makes an answer public for good, which leaves an entry in the audit trail. \return  whether it was not so before
/// \throws store::StoreError
bool publish_inference(store::Database& database, std::int64_t inference_id, const store::Actor& by);

}  // namespace clearwell::scoring
