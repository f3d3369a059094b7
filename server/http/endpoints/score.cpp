#include "server/http/endpoints/score.hpp"

#include "common/hash/sha256.hpp"
#include "common/spec/data_origin.hpp"
#include "server/http/error_mapping.hpp"
#include "server/http/json_answer.hpp"
#include "server/scoring/idempotency_keys.hpp"
#include "server/scoring/incomputable_rows.hpp"
#include "server/scoring/inferences_of.hpp"
#include "server/scoring/model_cache.hpp"
#include "server/scoring/rejected_input.hpp"
#include "server/scoring/score_request.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace clearwell::http {
namespace {

using Json = nlohmann::ordered_json;

/// The ends were compared as float32.
Json end_json(double end) {
  return shortest(static_cast<float>(end));
}

/// Of a category the texts are told, as they were asked for.
Json flag_json(const scoring::Flag& flag, const spec::FeatureSpec& feature) {
  Json value;
  Json accepted = Json::array();
  if (feature.is_number()) {
    if (flag.value) value = shortest(*flag.value);
    accepted = {end_json(flag.accepted.low), end_json(flag.accepted.high)};
  } else {
    if (!flag.category.empty()) value = flag.category;
    for (const spec::CategorySpec& category : feature.categories)
      accepted.push_back(category.text);
  }
  return {{"feature", feature.name},
          {"flag", scoring::to_string(flag.kind)},
          {"value", std::move(value)},
          {"accepted", std::move(accepted)}};
}

Json flags_json(const std::vector<scoring::Flag>& flags, const spec::DatasetSpec& spec) {
  Json array = Json::array();
  for (const scoring::Flag& flag : flags)
    array.push_back(flag_json(flag, spec.features[flag.feature]));
  return array;
}

void add_contributions(Json& prediction, const scoring::ScoredRow& row, const scoring::Predictor& predictor) {
  const spec::DatasetSpec& spec = predictor.spec();
  if (!spec.is_regression()) {
    prediction["margin"] = shortest(row.prediction.margin);
    prediction["log_odds"] = shortest(predictor.calibration().log_odds(row.prediction.margin));
  }
  prediction["bias"] = row.contributions.back();
  prediction["contributions"] = Json::array();
  for (std::size_t i = 0; i < spec.features.size(); ++i) {
    prediction["contributions"].push_back({{"feature", spec.features[i].name}, {"value", row.contributions[i]}});
  }
}

Json prediction_json(const scoring::ScoredRow& row, const scoring::Predictor& predictor) {
  Json prediction = {{"inference_id", row.inference_id}};
  if (predictor.spec().is_regression())
    prediction.update({{"value", shortest(row.prediction.margin)}, {"unit", predictor.spec().label.unit}});
  else
    prediction.update({{"positive", row.prediction.positive},
                       {"probability", shortest(row.prediction.probability)},
                       {"threshold", shortest(static_cast<float>(predictor.facts().threshold))}});
  prediction["flags"] = flags_json(row.flags, predictor.spec());
  if (!row.contributions.empty()) add_contributions(prediction, row, predictor);
  return prediction;
}

/// One entry a row of the request: what was estimated, or why nothing was.
Json predictions_json(const scoring::ScoreResult& result, const std::vector<scoring::RowError>& row_errors,
                      const scoring::Predictor& predictor) {
  Json predictions = Json::array();
  auto bad = row_errors.begin();
  const auto add_bad_rows = [&] {
    for (; bad != row_errors.end() && bad->index == predictions.size(); ++bad)
      predictions.push_back(error_json(from_rejection(bad->why)));
  };
  for (const scoring::ScoredRow& row : result.rows) {
    add_bad_rows();
    predictions.push_back(prediction_json(row, predictor));
  }
  add_bad_rows();
  return predictions;
}

/// \param score  what was read of the request; its rows and row errors
Response answer(const scoring::LoadedModel& model, const scoring::ScoreRequest& score,
                const scoring::ScoreResult& result) {
  const spec::LabelSpec& label = model.predictor.spec().label;
  const std::string& data_origin = model.predictor.facts().data_origin;
  return json_response({{"model", model.version.name},
                        {"version", model.version.version},
                        {"simulated", spec::is_simulated(data_origin)},
                        {"disclaimer", to_json(spec::disclaimer_of(label, data_origin))},
                        {"logged", result.logged},
                        {"predictions", predictions_json(result, score.row_errors, model.predictor)}});
}

constexpr std::string_view kKeyHeader = "Idempotency-Key";

/// The key of the request, if it has one. A key belongs to who sends it, and to the model that he asks.
std::variant<std::optional<scoring::IdempotencyKey>, ApiError> key_of(const Request& request,
                                                                      const std::string& model) {
  if (!request.headers.contains(kKeyHeader)) return std::optional<scoring::IdempotencyKey>();
  const std::string key(request.header(kKeyHeader));
  const bool printable = std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c <= '~'; });
  if (key.empty() || key.size() > 128 || !printable || request.headers.count(kKeyHeader) > 1) {
    return ApiError{400,
                    "invalid_header",
                    "Idempotency-Key must be one text of 1 to 128 printable characters of ASCII",
                    std::string(kKeyHeader),
                    {}};
  }
  return std::optional<scoring::IdempotencyKey>(
      {std::to_string(request.caller.token_id), key, hash::sha256_hex(model + '\n' + request.body)});
}

/// The answer of the version that answered before.
Answer repeat(const ScoreRows& score_rows, const scoring::IdempotencyKey& key, const scoring::AnsweredRequest& answered,
              const Request& request) {
  if (answered.request_sha256 != key.request_sha256) {
    return ApiError{422,
                    "idempotency_key_reused",
                    "this Idempotency-Key came before with another request; a new request needs a new key",
                    std::string(kKeyHeader),
                    {}};
  }
  const auto model = score_rows.models.find_version(answered.model, answered.version);
  if (!model) return unknown_model_version(answered.model, std::to_string(answered.version));
  auto read = scoring::read_score_request(request.body, model->predictor.spec());
  if (const auto* rejected = std::get_if<scoring::RejectedInput>(&read)) return from_rejection(*rejected);
  auto& score = std::get<scoring::ScoreRequest>(read);
  scoring::leave_out(score, scoring::find_incomputable(scoring::predict(model->predictor, score)));
  if (score.n_rows != answered.inference_ids.size())
    return unknown_model_version(answered.model, std::to_string(answered.version));
  return answer(*model, score, scoring::ScoringService::repeat(*model, score, answered.inference_ids));
}

}  // namespace

Answer Score::operator()(const Request& request) const {
  const std::string& name = request.path_parameter("name");
  const auto key = key_of(request, name);
  if (const auto* refused = std::get_if<ApiError>(&key)) return *refused;
  const auto& idempotency = std::get<std::optional<scoring::IdempotencyKey>>(key);
  if (idempotency) {
    if (const auto answered = scoring::find_idempotency_key(database, idempotency->caller, idempotency->key))
      return repeat(score_rows, *idempotency, *answered, request);
  }
  const auto served = score_rows.champion_of(name);
  if (const auto* refused = std::get_if<ApiError>(&served)) return *refused;
  const scoring::LoadedModel& champion = *std::get<scoring::ServedModel>(served).champion;

  auto read = scoring::read_score_request(request.body, champion.predictor.spec());
  if (const auto* rejected = std::get_if<scoring::RejectedInput>(&read)) return from_rejection(*rejected);
  auto& score = std::get<scoring::ScoreRequest>(read);
  const auto scored =
      score_rows(std::get<scoring::ServedModel>(served), score, request.caller, "plant_id", idempotency);
  if (const auto* refused = std::get_if<ApiError>(&scored)) return *refused;
  const auto& result = std::get<scoring::ScoreResult>(scored);
  if (!result.key_taken) return answer(champion, score, result);
  // The same request at the same time was faster.
  const auto answered = scoring::find_idempotency_key(database, idempotency->caller, idempotency->key);
  if (answered) return repeat(score_rows, *idempotency, *answered, request);
  return ApiError{409,
                  "idempotency_key_in_use",
                  "a request with this Idempotency-Key is under way",
                  std::string(kKeyHeader),
                  {{"Retry-After", "1"}}};
}

}  // namespace clearwell::http
