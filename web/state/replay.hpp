#pragma once

#include "common/result.hpp"
#include "common/scoring/predictor.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// A public answer of the server, computed again by this page.
namespace clearwell::state {

/// What the server's log holds of one answer.
struct LoggedInference {
  std::int64_t inference_id = 0;
  std::optional<std::int64_t> inferred_at;
  std::string model;
  int version = 0;
  std::string plant_id;         ///< empty when not told
  std::vector<float> features;  ///< NaN where not measured
  float margin = 0;
  std::string margin_bits;  ///< 8 hex digits
  float probability = 0;
  std::string probability_bits;  ///< empty of a regression
  float threshold = 0;           ///< from this probability on the answer was the positive one
  std::optional<bool> positive;
  std::string model_url;
};

/// GET /v1/inferences/{id}
Result<LoggedInference> parse_inference(std::string_view json_text);

/// The answer of this page to the same features, by the same version.
struct Replay {
  std::shared_ptr<const scoring::Predictor> predictor;  ///< of the version of that time
  scoring::Prediction prediction;
  bool equal = false;  ///< every bit of what the log holds
};

/// Errors say where the features do not fit the model.
Result<Replay> replay(const LoggedInference& logged, std::string_view onnx_bytes);

/// The bits of a float32 as 8 hex digits: `3f800000` of 1.
std::string bits_text(float value);

}  // namespace clearwell::state
