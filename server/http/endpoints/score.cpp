#include "server/http/endpoints/score.hpp"

#include "common/hash/sha256.hpp"
#include "common/spec/data_origin.hpp"
#include "server/http/endpoints/prediction_json.hpp"
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

/// \param score  what was read of the request; its rows and row errors
Response answer(const scoring::LoadedModel& model, const scoring::ScoreRequest& score,
                const scoring::ScoreResult& result) {
  const spec::LabelSpec& label = model.predictor.spec().label;
  const std::string& data_origin = model.predictor.facts().data_origin;
  Response response = json_response({{"model", model.version.name},
                                     {"version", model.version.version},
                                     {"simulated", spec::is_simulated(data_origin)},
                                     {"disclaimer", to_json(spec::disclaimer_of(label, data_origin))},
                                     {"logged", result.logged}});
  response.body.pop_back();  // the brace, behind which the predictions go
  response.body.append(R"(,"predictions":)").append(predictions_json(result, score.row_errors, model.predictor)) += '}';
  return response;
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
