#include "server/http/endpoints/inferences.hpp"

#include "server/http/error_mapping.hpp"
#include "server/http/json_answer.hpp"
#include "server/http/ownership.hpp"
#include "server/http/path_number.hpp"
#include "server/scoring/stored_inference.hpp"

#include <nlohmann/json.hpp>

namespace clearwell::http {
namespace {

using Json = nlohmann::ordered_json;
using scoring::StoredInference;

template <typename T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json to_json(const StoredInference& inference) {
  return {{"inference_id", inference.inference_id},
          {"inferred_at", inference.inferred_at},
          {"model", inference.model},
          {"version", inference.version},
          {"role", inference.role},
          {"plant_id", or_null(inference.plant_id)},
          {"features", Json::parse(inference.features_json)},
          {"margin", inference.margin},
          {"margin_bits", inference.margin_bits},
          {"probability", or_null(inference.probability)},
          {"probability_bits", or_null(inference.probability_bits)},
          {"threshold", or_null(inference.threshold)},
          {"positive", or_null(inference.positive)},
          {"published_at", or_null(inference.published_at)},
          {"model_url",
           "/v1/models/" + inference.model + "/versions/" + std::to_string(inference.version) + "/model.onnx"}};
}

/// The answer that the path names.
std::optional<StoredInference> of_path(store::Database& database, const Request& request) {
  const std::optional<std::int64_t> id = number_of(request.path_parameter("id"));
  return id ? scoring::find_inference(database, *id) : std::nullopt;
}

ApiError unknown_inference(const Request& request) {
  return not_found("unknown_inference", "there is no inference \"" + request.path_parameter("id") + "\" to be seen",
                   "id");
}

}  // namespace

Answer GetInference::operator()(const Request& request) const {
  const std::optional<StoredInference> inference = of_path(database, request);
  if (!inference) return unknown_inference(request);
  const bool oversees = access::allows(access::Role::kRegulator, request.caller) ||
                        (access::allows(access::Role::kPlant, request.caller) &&
                         access::speaks_for(request.caller, inference->plant_id.value_or("")));
  if (!inference->published_at && !oversees) return unknown_inference(request);
  return json_response(to_json(*inference));
}

Answer PublishInference::operator()(const Request& request) const {
  const std::optional<StoredInference> inference = of_path(database, request);
  if (!inference) return unknown_inference(request);
  if (auto refused = refuse_other_plant(request.caller, inference->plant_id.value_or(""), "id")) return *refused;
  if (!scoring::publish_inference(database, inference->inference_id, access::actor_of(request.caller)))
    return ApiError{409, "conflict", "the inference is public already", "id", {}};
  return json_response(to_json(*scoring::find_inference(database, inference->inference_id)));
}

}  // namespace clearwell::http
