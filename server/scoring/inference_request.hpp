#pragma once

#include "server/scoring/rejected_input.hpp"
#include "server/scoring/score_request.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace clearwell::scoring {

/// An output tensor that the caller asks for.
struct RequestedOutput {
  std::string name;
  bool binary = false;  ///< as bytes behind the JSON

  bool operator==(const RequestedOutput&) const = default;
};

/// A request of the Open Inference Protocol V2.
struct InferenceRequest {
  ScoreRequest score;
  std::optional<std::string> id;         ///< to be echoed
  std::vector<RequestedOutput> outputs;  ///< empty: all
  bool binary_outputs = false;           ///< all of them as bytes, where none is asked for by name
};

/// Reads the body of POST /v2/models/{name}/infer: either one tensor a feature, of shape [n] or [n, 1], or one tensor
/// of any other name and shape [n, n_features] in the order of the spec. Numbers of any width; in floating point null
/// and NaN are gaps, a feature left out was not measured. `parameters` may hold plant_id and sensor_id.
/// \param json_bytes  how much of the body is JSON; what follows are tensors with `binary_data_size`, little endian
///                    (Triton's binary tensor data extension)
/// Source: kserve/open-inference-protocol, specification/protocol/inference_rest.md.
std::variant<InferenceRequest, RejectedInput> read_inference_request(std::string_view body, std::size_t json_bytes,
                                                                     const spec::DatasetSpec& spec);

}  // namespace clearwell::scoring
