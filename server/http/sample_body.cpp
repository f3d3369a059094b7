#include "server/http/sample_body.hpp"

#include "common/limits/result_text.hpp"
#include "server/base/time_text.hpp"
#include "server/http/json_body.hpp"
#include "server/intake/parameter_reader.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <optional>
#include <span>
#include <string_view>

namespace clearwell::http {
namespace {

using nlohmann::json;

constexpr std::size_t kMostSamples = 1000;
constexpr std::size_t kMostResults = 500;

/// What only the token, the database's clock and the law can say.
constexpr std::string_view kNotFromTheBody[] = {"awaits_certification",
                                                "certified_at",
                                                "certified_by",
                                                "decided_by",
                                                "entered_at",
                                                "entered_by",
                                                "laboratory",
                                                "published_at",
                                                "published_by",
                                                "recorded_at",
                                                "role",
                                                "subject",
                                                "token_id",
                                                "verdict",
                                                "version"};

std::string inside(const std::string& path, std::string_view key) {
  return path.empty() ? std::string(key) : path + "." + std::string(key);
}

std::optional<ApiError> check_keys(const json& object, const std::string& path,
                                   std::initializer_list<std::string_view> keys) {
  if (!object.is_object())
    return invalid_body(path, std::string("an object is expected, not the type ") + object.type_name());
  for (const auto& [key, value] : object.items()) {
    if (std::find(std::begin(kNotFromTheBody), std::end(kNotFromTheBody), key) != std::end(kNotFromTheBody))
      return ApiError{422,
                      "not_from_the_body",
                      key + " follows from the token and the server, never from the body",
                      inside(path, key),
                      {}};
    if (std::find(keys.begin(), keys.end(), key) != keys.end()) continue;
    std::string known;
    for (const std::string_view name : keys)
      known += (known.empty() ? "" : ", ") + std::string(name);
    return ApiError{400, "unknown_key", "unknown key \"" + key + "\"; accepted: " + known, inside(path, key), {}};
  }
  return std::nullopt;
}

/// Reads an optional text; null counts as left out.
std::optional<ApiError> read_text(const json& object, const std::string& path, const char* key, std::string& text) {
  auto read = read_line(object, key, inside(path, key));
  if (ApiError* error = std::get_if<ApiError>(&read)) return std::move(*error);
  text = std::get<std::string>(std::move(read));
  return std::nullopt;
}

std::optional<ApiError> read_number(const json& object, const std::string& path, const char* key,
                                    std::optional<double>& number) {
  if (!object.contains(key) || object.at(key).is_null()) return std::nullopt;
  if (!object.at(key).is_number() || !std::isfinite(object.at(key).get<double>()))
    return invalid_body(inside(path, key), std::string(key) + " must be a number");
  number = object.at(key).get<double>();
  return std::nullopt;
}

/// What the text or the number says, and what it is in the parameter's own unit.
std::optional<ApiError> understand(const std::string& path, const std::string& field, store::ReportedResult& result) {
  intake::UnderstoodParameter parameter;
  parameter.known = limits::find_parameter(result.parameter);
  parameter.unit = result.unit;
  if (parameter.known != nullptr) {
    Result<units::Conversion> conversion = limits::understand_unit(*parameter.known, result.unit);
    if (!conversion) return invalid_body(inside(path, "unit"), conversion.error().message);
    parameter.conversion = *conversion;
  }
  const Result<limits::ResultText> read = limits::read_result_text(result.result_text, '.');
  if (!read) return invalid_body(inside(path, field), read.error().message);
  if (read->finding == limits::Finding::not_measured)
    return invalid_body(inside(path, field), field + " states no result; a parameter not measured is left out");
  result.finding = read->finding;
  static const limits::Parameter kUncatalogued{};
  const auto measured = limits::measured_value(*read, parameter.known != nullptr ? *parameter.known : kUncatalogued,
                                               result.detection_limit);
  if (!measured) return std::nullopt;
  if (const std::string fault = parameter.fault_of(measured->value); !fault.empty())
    return invalid_body(inside(path, field), result.parameter + " " + fault);
  result.value = measured->value;
  result.qualifier = measured->qualifier;
  if (parameter.conversion) result.canonical_value = parameter.conversion->to_canonical(measured->value);
  return std::nullopt;
}

std::variant<store::ReportedResult, ApiError> read_result(const json& object, const std::string& path) {
  if (auto error = check_keys(object, path,
                              {"parameter", "result_key", "fraction", "value", "text", "unit", "detection_limit",
                               "stated_verdict", "remarks"}))
    return *error;
  store::ReportedResult result;
  std::optional<double> number;
  std::string text;
  for (const auto& error :
       {read_text(object, path, "parameter", result.parameter),
        read_text(object, path, "result_key", result.result_key), read_text(object, path, "fraction", result.fraction),
        read_text(object, path, "unit", result.unit), read_text(object, path, "stated_verdict", result.stated_verdict),
        read_text(object, path, "remarks", result.remarks), read_text(object, path, "text", text),
        read_number(object, path, "value", number),
        read_number(object, path, "detection_limit", result.detection_limit)})
    if (error) return *error;
  if (result.parameter.empty())
    return invalid_body(inside(path, "parameter"), "parameter is missing: the code of what was measured");
  if (number.has_value() == !text.empty())
    return invalid_body(inside(path, "value"),
                        "either value, a number, or text, such as \"<0.01\" or \"not detected\", is needed");
  result.reported_name = result.parameter;
  result.result_text = number ? object.at("value").dump() : text;
  if (auto error = understand(path, number ? "value" : "text", result)) return *error;
  return result;
}

std::variant<std::vector<store::ReportedResult>, ApiError> read_results(const json& object, const std::string& path) {
  const std::string field = inside(path, "results");
  if (!object.contains("results") || !object.at("results").is_array() || object.at("results").empty() ||
      object.at("results").size() > kMostResults)
    return invalid_body(field, "results must be an array of 1 to " + std::to_string(kMostResults) + " results");
  std::vector<store::ReportedResult> results;
  for (const json& element : object.at("results")) {
    const std::string element_path = field + "[" + std::to_string(results.size()) + "]";
    auto read = read_result(element, element_path);
    if (const ApiError* error = std::get_if<ApiError>(&read)) return *error;
    const auto& result = std::get<store::ReportedResult>(read);
    const bool twice = std::any_of(results.begin(), results.end(), [&](const store::ReportedResult& other) {
      return other.parameter == result.parameter && other.result_key == result.result_key;
    });
    if (twice)
      return invalid_body(element_path, "there are two results of " + result.parameter +
                                            "; result_key tells results of one parameter apart");
    results.push_back(result);
  }
  return results;
}

std::optional<ApiError> read_label(const json& object, const std::string& path, std::optional<bool>& label,
                                   std::optional<double>& value) {
  if (object.contains("label") && object.at("label").is_boolean())
    label = object.at("label").get<bool>();
  else if (read_number(object, path, "label", value))
    return invalid_body(inside(path, "label"), "label must be true, false or a number");
  return std::nullopt;
}

std::optional<ApiError> read_model_and_label(const json& object, const std::string& path,
                                             store::EnteredSample& sample) {
  std::string model;
  if (auto error = read_text(object, path, "model", model)) return error;
  if (!model.empty()) sample.model = model;
  if (auto error = read_label(object, path, sample.label, sample.label_value)) return error;
  if ((sample.label || sample.label_value) != sample.model.has_value())
    return invalid_body(inside(path, "label"),
                        "model and label go together: whether the model's positive class holds, or its number");
  return std::nullopt;
}

std::variant<store::EnteredSample, ApiError> read_sample(const json& object, const std::string& path) {
  if (auto error =
          check_keys(object, path,
                     {"plant_id", "sample_key", "sampled_at", "stated_verdict", "model", "label", "group", "results"}))
    return *error;
  store::EnteredSample sample;
  std::string sampled_at;
  for (const auto& error :
       {read_text(object, path, "plant_id", sample.plant_id), read_text(object, path, "sample_key", sample.sample_key),
        read_text(object, path, "stated_verdict", sample.stated_verdict),
        read_text(object, path, "group", sample.group), read_text(object, path, "sampled_at", sampled_at),
        read_model_and_label(object, path, sample)})
    if (error) return *error;
  const Result<base::TimePoint> time = base::parse_time(sampled_at);
  if (!time)
    return invalid_body(inside(path, "sampled_at"),
                        "sampled_at must be an RFC 3339 time such as 2026-03-12T08:00:00Z: " + time.error().message);
  sample.sampled_at = *time;
  auto results = read_results(object, path);
  if (const ApiError* error = std::get_if<ApiError>(&results)) return *error;
  sample.results = std::get<std::vector<store::ReportedResult>>(std::move(results));
  return sample;
}

std::variant<json, ApiError> parse(const Request& request) {
  json body = json::parse(request.body, nullptr, false);
  if (body.is_discarded()) return ApiError{400, "invalid_json", "the body is not JSON", "", {}};
  return body;
}

}  // namespace

std::string SampleBody::path_of(std::size_t sample, const std::string& field) const {
  return is_array ? inside("[" + std::to_string(sample) + "]", field) : field;
}

std::variant<SampleBody, ApiError> read_samples(const Request& request) {
  const auto parsed = parse(request);
  if (const ApiError* error = std::get_if<ApiError>(&parsed)) return *error;
  const json& body = std::get<json>(parsed);
  SampleBody read{.is_array = body.is_array(), .samples = {}};
  if (read.is_array && (body.empty() || body.size() > kMostSamples))
    return invalid_body("", "the array must have 1 to " + std::to_string(kMostSamples) + " samples");
  const auto elements = read.is_array ? std::vector<json>(body.begin(), body.end()) : std::vector<json>{body};
  for (const json& element : elements) {
    auto sample = read_sample(element, read.is_array ? "[" + std::to_string(read.samples.size()) + "]" : "");
    if (const ApiError* error = std::get_if<ApiError>(&sample)) return *error;
    read.samples.push_back(std::get<store::EnteredSample>(std::move(sample)));
  }
  return read;
}

std::variant<json, ApiError> read_decision(const Request& request, std::initializer_list<std::string_view> keys) {
  if (request.body.empty()) return json::object();
  auto parsed = parse(request);
  if (const json* body = std::get_if<json>(&parsed))
    if (auto error = check_keys(*body, "", keys)) return *error;
  return parsed;
}

std::variant<std::string, ApiError> read_reason_only(const Request& request) {
  const auto body = read_decision(request, {"reason"});
  if (const ApiError* error = std::get_if<ApiError>(&body)) return *error;
  return read_reason(std::get<json>(body), false);
}

std::variant<CorrectionBody, ApiError> read_correction(const Request& request) {
  const auto parsed = read_decision(request, {"reason", "results", "label"});
  if (const ApiError* error = std::get_if<ApiError>(&parsed)) return *error;
  const json& body = std::get<json>(parsed);
  auto reason = read_reason(body, true);
  if (const ApiError* error = std::get_if<ApiError>(&reason)) return *error;
  CorrectionBody read{std::get<std::string>(reason), {}};
  store::Correction& correction = read.correction;
  if (auto error = read_label(body, "", correction.label, correction.label_value)) return *error;
  if (!body.contains("results") && (correction.label || correction.label_value)) return read;
  auto results = read_results(body, "");
  if (const ApiError* error = std::get_if<ApiError>(&results)) return *error;
  correction.results = std::get<std::vector<store::ReportedResult>>(std::move(results));
  return read;
}

}  // namespace clearwell::http
