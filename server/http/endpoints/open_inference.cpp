#include "server/http/endpoints/open_inference.hpp"

#include "server/base/version.hpp"
#include "server/http/error_mapping.hpp"
#include "server/http/json_answer.hpp"
#include "server/registry/registry.hpp"
#include "server/scoring/inference_request.hpp"
#include "server/scoring/model_cache.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <bit>
#include <charconv>
#include <span>

namespace clearwell::http {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kJsonBytesHeader = "Inference-Header-Content-Length";

template <typename Number>
void append_little_endian(std::string& bytes, Number number) {
  for (std::size_t i = 0; i < sizeof(Number); ++i)
    bytes += static_cast<char>(number >> (8 * i) & 0xFF);
}

/// What stands for a row in a tensor that is answered: as JSON and, the protocol's other way, as bytes.
struct OutputElement {
  Json (*json)(const scoring::ScoredRow& row, const scoring::Predictor& predictor);
  void (*append)(std::string& bytes, const scoring::ScoredRow& row, const scoring::Predictor& predictor);
};

constexpr OutputElement kClass = {
    [](const scoring::ScoredRow& row, const scoring::Predictor&) -> Json { return row.prediction.positive ? 1 : 0; },
    [](std::string& bytes, const scoring::ScoredRow& row, const scoring::Predictor&) {
      append_little_endian(bytes, std::uint64_t{row.prediction.positive ? 1U : 0U});
    }};
constexpr OutputElement kValue = {
    [](const scoring::ScoredRow& row, const scoring::Predictor&) -> Json { return shortest(row.prediction.margin); },
    [](std::string& bytes, const scoring::ScoredRow& row, const scoring::Predictor&) {
      append_little_endian(bytes, std::bit_cast<std::uint32_t>(row.prediction.margin));
    }};
constexpr OutputElement kProbability = {
    [](const scoring::ScoredRow& row, const scoring::Predictor&) -> Json {
      return shortest(row.prediction.probability);
    },
    [](std::string& bytes, const scoring::ScoredRow& row, const scoring::Predictor&) {
      append_little_endian(bytes, std::bit_cast<std::uint32_t>(row.prediction.probability));
    }};
constexpr OutputElement kInferenceId = {
    [](const scoring::ScoredRow& row, const scoring::Predictor&) -> Json { return row.inference_id; },
    [](std::string& bytes, const scoring::ScoredRow& row, const scoring::Predictor&) {
      append_little_endian(bytes, static_cast<std::uint64_t>(row.inference_id));
    }};
constexpr OutputElement kFlags = {
    [](const scoring::ScoredRow& row, const scoring::Predictor& predictor) -> Json {
      return scoring::flags_text(row.flags, predictor.spec());
    },
    [](std::string& bytes, const scoring::ScoredRow& row, const scoring::Predictor& predictor) {
      const std::string text = scoring::flags_text(row.flags, predictor.spec());
      append_little_endian(bytes, static_cast<std::uint32_t>(text.size()));
      bytes += text;
    }};

struct OutputTensor {
  std::string_view name;
  std::string_view datatype;
  OutputElement element;
};

constexpr OutputTensor kClassifierOutputs[] = {{"prediction", "INT64", kClass},
                                               {"probability", "FP32", kProbability},
                                               {"inference_id", "INT64", kInferenceId},
                                               {"flags", "BYTES", kFlags}};
constexpr OutputTensor kRegressionOutputs[] = {
    {"prediction", "FP32", kValue}, {"inference_id", "INT64", kInferenceId}, {"flags", "BYTES", kFlags}};

std::span<const OutputTensor> outputs_of(const scoring::Predictor& predictor) {
  if (predictor.spec().is_regression()) return kRegressionOutputs;
  return kClassifierOutputs;
}

std::variant<scoring::ServedModel, ApiError> served_by_path(const ScoreRows& score_rows, const Request& request) {
  const std::string& name = request.path_parameter("name");
  const auto version = request.path_parameters.find("version");
  if (version == request.path_parameters.end()) return score_rows.champion_of(name);
  return score_rows.version_of(name, version->second);
}

/// How many bytes of the body are JSON: all of it, unless tensors follow as bytes.
std::variant<std::size_t, ApiError> json_bytes_of(const Request& request) {
  const std::string_view text = request.header(kJsonBytesHeader);
  if (text.empty()) return request.body.size();
  std::size_t bytes = 0;
  const auto [stop, failure] = std::from_chars(text.data(), text.data() + text.size(), bytes);
  if (failure == std::errc() && stop == text.data() + text.size() && bytes <= request.body.size()) return bytes;
  return ApiError{400,
                  "bad_request",
                  "must be a number of bytes of the body, which has " + std::to_string(request.body.size()),
                  std::string(kJsonBytesHeader),
                  {}};
}

/// The tensors to answer with, in the order asked for; all where none is asked for.
std::variant<std::vector<std::pair<const OutputTensor*, bool>>, ApiError> chosen_outputs(
    const scoring::InferenceRequest& request, std::span<const OutputTensor> outputs) {
  std::vector<std::pair<const OutputTensor*, bool>> chosen;
  if (request.outputs.empty()) {
    for (const OutputTensor& output : outputs)
      chosen.emplace_back(&output, request.binary_outputs);
  }
  for (std::size_t i = 0; i < request.outputs.size(); ++i) {
    const scoring::RequestedOutput& wanted = request.outputs[i];
    const auto found = std::ranges::find(outputs, wanted.name, &OutputTensor::name);
    if (found == outputs.end()) {
      std::string accepted;
      for (const OutputTensor& output : outputs)
        accepted += (accepted.empty() ? "" : ", ") + std::string(output.name);
      return ApiError{400,
                      "unknown_output",
                      "there is no output \"" + wanted.name.substr(0, 64) + "\"; accepted: " + accepted,
                      "outputs[" + std::to_string(i) + "].name",
                      {}};
    }
    chosen.emplace_back(&*found, wanted.binary);
  }
  return chosen;
}

Json tensor_json(const OutputTensor& output, bool binary, const scoring::ScoreResult& result,
                 const scoring::Predictor& predictor, std::string& bytes) {
  Json tensor = {{"name", output.name}, {"datatype", output.datatype}, {"shape", {result.rows.size()}}};
  if (binary) {
    const std::size_t before = bytes.size();
    for (const scoring::ScoredRow& row : result.rows)
      output.element.append(bytes, row, predictor);
    tensor["parameters"] = {{"binary_data_size", bytes.size() - before}};
    return tensor;
  }
  Json data = Json::array();
  for (const scoring::ScoredRow& row : result.rows)
    data.push_back(output.element.json(row, predictor));
  tensor["data"] = std::move(data);
  return tensor;
}

Json tensor_metadata(std::string_view name, std::string_view datatype) {
  return {{"name", name}, {"datatype", datatype}, {"shape", {-1}}};
}

}  // namespace

Answer InferenceServerMetadata::operator()(const Request&) const {
  return json_response({{"name", "clearwell"}, {"version", base::version()}, {"extensions", {"binary_tensor_data"}}});
}

Answer InferenceServerLive::operator()(const Request&) const {
  return json_response({{"live", true}});
}

Answer InferenceServerReady::operator()(const Request&) const {
  const auto models = score_rows.models.models();
  const bool ready =
      std::any_of(models->begin(), models->end(), [](const auto& model) { return model.second.champion != nullptr; });
  Response response = json_response({{"ready", ready}});
  response.status = ready ? 200 : 503;
  return response;
}

Answer InferenceModelMetadata::operator()(const Request& request) const {
  const auto served = served_by_path(score_rows, request);
  if (const auto* refused = std::get_if<ApiError>(&served)) return *refused;
  const scoring::LoadedModel& model = *std::get<scoring::ServedModel>(served).champion;
  Json versions = Json::array();
  for (const registry::ModelVersion& version : registry.list(model.version.name))
    versions.push_back(std::to_string(version.version));
  Json inputs = Json::array();
  for (const spec::FeatureSpec& feature : model.predictor.spec().features)
    inputs.push_back(tensor_metadata(feature.name, feature.is_number() ? "FP32" : "BYTES"));
  Json outputs = Json::array();
  for (const OutputTensor& output : outputs_of(model.predictor))
    outputs.push_back(tensor_metadata(output.name, output.datatype));
  return json_response({{"name", model.version.name},
                        {"versions", std::move(versions)},
                        {"platform", "clearwell_onnx"},
                        {"inputs", std::move(inputs)},
                        {"outputs", std::move(outputs)}});
}

Answer InferenceModelReady::operator()(const Request& request) const {
  const auto served = served_by_path(score_rows, request);
  if (const auto* refused = std::get_if<ApiError>(&served)) return *refused;
  return json_response({{"name", request.path_parameter("name")}, {"ready", true}});
}

Answer Infer::operator()(const Request& request) const {
  const auto served = served_by_path(score_rows, request);
  if (const auto* refused = std::get_if<ApiError>(&served)) return *refused;
  const scoring::LoadedModel& model = *std::get<scoring::ServedModel>(served).champion;

  const auto json_bytes = json_bytes_of(request);
  if (const auto* refused = std::get_if<ApiError>(&json_bytes)) return *refused;
  auto read = scoring::read_inference_request(request.body, std::get<std::size_t>(json_bytes), model.predictor.spec());
  if (const auto* rejected = std::get_if<scoring::RejectedInput>(&read)) return from_rejection(*rejected);
  auto& inference = std::get<scoring::InferenceRequest>(read);
  const auto outputs = chosen_outputs(inference, outputs_of(model.predictor));
  if (const auto* refused = std::get_if<ApiError>(&outputs)) return *refused;

  const auto scored =
      score_rows(std::get<scoring::ServedModel>(served), inference.score, request.caller, "parameters.plant_id");
  if (const auto* refused = std::get_if<ApiError>(&scored)) return *refused;
  const auto& result = std::get<scoring::ScoreResult>(scored);

  Json body = {{"model_name", model.version.name}, {"model_version", std::to_string(model.version.version)}};
  if (inference.id) body["id"] = *inference.id;
  body["parameters"] = {{"logged", result.logged}};
  std::string bytes;
  body["outputs"] = Json::array();
  for (const auto& [output, binary] : std::get<0>(outputs))
    body["outputs"].push_back(tensor_json(*output, binary, result, model.predictor, bytes));
  Response response = json_response(body);
  if (bytes.empty()) return response;
  response.headers.emplace_back(kJsonBytesHeader, std::to_string(response.body.size()));
  response.content_type = "application/octet-stream";
  response.body += bytes;
  return response;
}

}  // namespace clearwell::http
