#include "server/http/endpoints/invocations.hpp"

#include "common/spec/data_origin.hpp"
#include "server/batch/csv_rows.hpp"
#include "server/http/error_mapping.hpp"
#include "server/http/json_answer.hpp"
#include "server/scoring/mlflow_request.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <sstream>

namespace clearwell::http {
namespace {

using Json = nlohmann::ordered_json;

bool is_csv(const Request& request) {
  std::string type(request.header("Content-Type"));
  std::transform(type.begin(), type.end(), type.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return type.find("text/csv") != std::string::npos;
}

std::variant<scoring::ScoreRequest, ApiError> read(const Request& request, const spec::DatasetSpec& spec) {
  if (is_csv(request)) {
    std::istringstream text(request.body);
    Result<scoring::ScoreRequest> read = batch::read_csv_request(text, spec);
    if (!read) return ApiError{422, "invalid_body", read.error().message, read.error().field, {}};
    return std::move(read).value();
  }
  auto read = scoring::read_mlflow_request(request.body, spec);
  if (const auto* rejected = std::get_if<scoring::RejectedInput>(&read)) return from_rejection(*rejected);
  return std::get<scoring::ScoreRequest>(std::move(read));
}

/// The columns that `clearwell predict` adds, and the inference's id.
Json record(const scoring::ScoredRow& row, const scoring::LoadedModel& model) {
  const spec::DatasetSpec& spec = model.predictor.spec();
  Json record;
  if (spec.is_regression())
    record["prediction"] = shortest(row.prediction.margin);
  else
    record.update(
        {{"prediction", row.prediction.positive ? 1 : 0}, {"probability", shortest(row.prediction.probability)}});
  record.update({{"model_version", model.version.version},
                 {"flags", scoring::flags_text(row.flags, spec)},
                 {"simulated", spec::is_simulated(model.predictor.facts().data_origin)},
                 {"inference_id", row.inference_id}});
  return record;
}

}  // namespace

Answer Invocations::operator()(const Request& request) const {
  const auto served = score_rows.default_champion();
  if (const auto* refused = std::get_if<ApiError>(&served)) return *refused;
  const scoring::LoadedModel& champion = *std::get<scoring::ServedModel>(served).champion;

  auto score = read(request, champion.predictor.spec());
  if (const auto* refused = std::get_if<ApiError>(&score)) return *refused;
  const auto scored = score_rows(std::get<scoring::ServedModel>(served), std::get<scoring::ScoreRequest>(score),
                                 request.caller, "params.plant_id");
  if (const auto* refused = std::get_if<ApiError>(&scored)) return *refused;

  Json predictions = Json::array();
  const auto& result = std::get<scoring::ScoreResult>(scored);
  for (const scoring::ScoredRow& row : result.rows)
    predictions.push_back(record(row, champion));
  return json_response({{"predictions", std::move(predictions)}, {"logged", result.logged}});
}

Answer Ping::operator()(const Request&) const {
  const auto served = score_rows.default_champion();
  if (const auto* refused = std::get_if<ApiError>(&served)) {
    ApiError error = *refused;
    error.status = 503;  // whoever asks whether the server is well reads the status only
    return error;
  }
  return Response{200, "text/plain; charset=utf-8", "\n", {}};
}

}  // namespace clearwell::http
