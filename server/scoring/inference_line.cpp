#include "server/scoring/inference_line.hpp"

#include "common/hash/sha256.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

namespace clearwell::scoring {
namespace {

using nlohmann::json;
using std::chrono::microseconds;

constexpr std::size_t kChecksumDigits = 16;
constexpr std::string_view kRoles[] = {"champion", "challenger", "pinned"};

std::string checksum(std::string_view text) {
  return hash::sha256_hex(text).substr(0, kChecksumDigits);
}

/// JSON has no NaN.
json number_or_null(float value) {
  return std::isnan(value) ? json(nullptr) : json(value);
}

float number_or_nan(const json& value) {
  return value.is_null() ? std::numeric_limits<float>::quiet_NaN() : value.get<float>();
}

}  // namespace

std::string to_line(const Inference& inference) {
  json features = json::array();
  for (const float feature : inference.features)
    features.push_back(number_or_null(feature));
  const json object = {
      {"id", inference.inference_id},
      {"us", std::chrono::duration_cast<microseconds>(inference.inferred_at.time_since_epoch()).count()},
      {"model", inference.model},
      {"version", inference.version},
      {"role", inference.role},
      {"features", std::move(features)},
      {"margin", inference.margin},
      {"probability", number_or_null(inference.probability)},
      {"threshold", number_or_null(inference.threshold)},
      {"positive", inference.positive},
      {"plant", inference.plant_id},
      {"sensor", inference.sensor_id}};
  const std::string text = object.dump();
  return checksum(text) + ' ' + text + '\n';
}

std::optional<Inference> from_line(std::string_view line) {
  if (line.size() <= kChecksumDigits || line[kChecksumDigits] != ' ') return std::nullopt;
  const std::string_view text = line.substr(kChecksumDigits + 1);
  if (checksum(text) != line.substr(0, kChecksumDigits)) return std::nullopt;
  const json object = json::parse(text);  // what the checksum vouches for, to_line wrote
  Inference inference;
  inference.inference_id = object["id"].get<std::int64_t>();
  inference.inferred_at = base::TimePoint(microseconds(object["us"].get<std::int64_t>()));
  inference.model = object["model"].get<std::string>();
  inference.version = object["version"].get<int>();
  inference.role = *std::find(std::begin(kRoles), std::end(kRoles) - 1, object["role"].get<std::string>());
  for (const json& feature : object["features"])
    inference.features.push_back(number_or_nan(feature));
  inference.margin = object["margin"].get<float>();
  inference.probability = number_or_nan(object["probability"]);
  inference.threshold = number_or_nan(object["threshold"]);
  inference.positive = object["positive"].get<bool>();
  inference.plant_id = object["plant"].get<std::string>();
  inference.sensor_id = object["sensor"].get<std::string>();
  return inference;
}

}  // namespace clearwell::scoring
