#include "server/http/endpoints/inferences.hpp"

#include "common/hash/sha256.hpp"
#include "common/spec/data_origin.hpp"
#include "server/http/entity_tag.hpp"
#include "server/http/error_mapping.hpp"
#include "server/http/json_answer.hpp"
#include "server/http/ownership.hpp"
#include "server/http/path_number.hpp"
#include "server/scoring/stored_inference.hpp"

#include <nlohmann/json.hpp>

#include <utility>

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
          {"simulated", spec::is_simulated(inference.data_origin)},
          {"model_url",
           "/v1/models/" + inference.model + "/versions/" + std::to_string(inference.version) + "/model.onnx"}};
}

/// What the challenger scored in shadow was nobody's answer: an authority may look at it, and no one else.
bool is_shadow(const StoredInference& inference) {
  return inference.role == "challenger";
}

bool may_see(const access::Caller& caller, const StoredInference& inference) {
  if (access::allows(access::Role::kRegulator, caller)) return true;
  if (is_shadow(inference)) return false;
  return inference.published_at ||
         (access::allows(access::Role::kPlant, caller) && access::speaks_for(caller, inference.plant_id.value_or("")));
}

/// The answer that the path names; empty where there is none that the caller may see.
std::optional<StoredInference> of_path(store::Database& database, const Request& request) {
  const std::optional<std::int64_t> id = number_of(request.path_parameter("id"));
  if (!id) return std::nullopt;
  const bool sees_unpublished =
      access::allows(access::Role::kRegulator, request.caller) || access::allows(access::Role::kPlant, request.caller);
  std::optional<StoredInference> inference =
      scoring::find_inference(database, *id, sees_unpublished ? scoring::Among::all : scoring::Among::published);
  if (inference && !may_see(request.caller, *inference)) inference.reset();
  return inference;
}

ApiError unknown_inference(const Request& request) {
  return not_found("unknown_inference", "there is no inference \"" + request.path_parameter("id") + "\" to be seen",
                   "id");
}

}  // namespace

Answer GetInference::operator()(const Request& request) const {
  const std::optional<StoredInference> inference = of_path(database, request);
  if (!inference) return unknown_inference(request);
  Response response = json_response(to_json(*inference));
  if (!inference->published_at) return response;
  const std::string sha256 = hash::sha256_hex(response.body);
  return under_entity_tag(std::move(response), sha256, kImmutable, request);
}

Answer PublishInference::operator()(const Request& request) const {
  const std::optional<StoredInference> inference = of_path(database, request);
  if (!inference) return unknown_inference(request);
  if (auto refused = refuse_other_plant(request.caller, inference->plant_id.value_or(""), "id")) return *refused;
  if (is_shadow(*inference))
    return ApiError{409,
                    "shadow_inference",
                    "the challenger scored inference " + std::to_string(inference->inference_id) +
                        " in shadow; only what was answered to somebody can be made public",
                    "id",
                    {}};
  if (!scoring::publish_inference(database, inference->inference_id, access::actor_of(request.caller)))
    return ApiError{409, "conflict", "the inference is public already", "id", {}};
  return json_response(to_json(*scoring::find_inference(database, inference->inference_id, scoring::Among::published)));
}

}  // namespace clearwell::http
