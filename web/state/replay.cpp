#include "web/state/replay.hpp"

#include "web/state/civil_time.hpp"

#include <nlohmann/json.hpp>

#include <cstring>
#include <limits>
#include <utility>

namespace clearwell::state {
namespace {

using Json = nlohmann::json;

std::string text_of(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// 0 where there is none: what counts are the bits.
float number_of(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_number() ? static_cast<float>(found->get<double>()) : 0;
}

bool is_whole(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_number_integer() && *found > 0;
}

}  // namespace

Result<LoggedInference> parse_inference(std::string_view json_text) {
  const Json json = Json::parse(json_text, nullptr, false);
  if (json.is_discarded()) return Error{"the answer is not JSON", ""};
  for (const char* key : {"inference_id", "version"})
    if (!json.is_object() || !is_whole(json, key)) return Error{std::string(key) + " is no number from 1 on", key};
  const auto features = json.find("features");
  if (features == json.end() || !features->is_array()) return Error{"features is no list", "features"};
  LoggedInference logged;
  logged.inference_id = json["inference_id"].get<std::int64_t>();
  logged.version = json["version"].get<int>();
  logged.inferred_at = parse_utc(text_of(json, "inferred_at"));
  logged.model = text_of(json, "model");
  logged.plant_id = text_of(json, "plant_id");
  logged.margin_bits = text_of(json, "margin_bits");
  logged.probability_bits = text_of(json, "probability_bits");
  logged.model_url = text_of(json, "model_url");
  logged.margin = number_of(json, "margin");
  logged.probability = number_of(json, "probability");
  logged.threshold = number_of(json, "threshold");
  if (const auto positive = json.find("positive"); positive != json.end() && positive->is_boolean())
    logged.positive = positive->get<bool>();
  for (const Json& value : *features)
    logged.features.push_back(value.is_number() ? static_cast<float>(value.get<double>())
                                                : std::numeric_limits<float>::quiet_NaN());
  return logged;
}

Result<Replay> replay(const LoggedInference& logged, std::string_view onnx_bytes) {
  Result<scoring::Predictor> loaded = scoring::Predictor::load(onnx_bytes);
  if (!loaded) return loaded.error();
  Replay replay;
  replay.predictor = std::make_shared<const scoring::Predictor>(std::move(loaded).value());
  if (replay.predictor->n_features() != logged.features.size())
    return Error{"the answer has " + std::to_string(logged.features.size()) + " features, its model takes " +
                     std::to_string(replay.predictor->n_features()),
                 "features"};
  replay.prediction = replay.predictor->predict(logged.features);
  const bool regression = replay.predictor->spec().is_regression();
  replay.equal = bits_text(replay.prediction.margin) == logged.margin_bits &&
                 (regression || (bits_text(replay.prediction.probability) == logged.probability_bits &&
                                 logged.positive == replay.prediction.positive));
  return replay;
}

std::string bits_text(float value) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::uint32_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  std::string text;
  for (int shift = 28; shift >= 0; shift -= 4)
    text += kHex[(bits >> shift) & 0xFU];
  return text;
}

}  // namespace clearwell::state
