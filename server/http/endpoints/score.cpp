#include "server/http/endpoints/score.hpp"

#include "common/spec/data_origin.hpp"
#include "server/http/error_mapping.hpp"
#include "server/http/json_answer.hpp"
#include "server/monitoring/telemetry.hpp"
#include "server/scoring/model_cache.hpp"
#include "server/scoring/scoring_service.hpp"

#include <nlohmann/json.hpp>

namespace clearwell::http {
namespace {

using Json = nlohmann::ordered_json;

/// A plant's token speaks for that plant alone, and says which one where the body does not.
std::optional<ApiError> bind_to_plant(scoring::ScoreRequest& score, const access::Caller& caller) {
  if (score.plant_id.empty()) score.plant_id = caller.plant_id.value_or("");
  if (score.plant_id.empty() || access::speaks_for(caller, score.plant_id)) return std::nullopt;
  const std::string own = caller.plant_id ? "of the plant \"" + *caller.plant_id + "\"" : "of no plant";
  return ApiError{403, "wrong_plant", "this token is " + own + ", not of \"" + score.plant_id + "\"", "plant_id", {}};
}

/// The ends were compared as float32.
Json end_json(double end) {
  return shortest(static_cast<float>(end));
}

Json flags_json(const std::vector<scoring::Flag>& flags, const spec::DatasetSpec& spec) {
  Json array = Json::array();
  for (const scoring::Flag& flag : flags) {
    array.push_back({{"feature", spec.features[flag.feature].name},
                     {"flag", scoring::to_string(flag.kind)},
                     {"value", flag.value ? Json(shortest(*flag.value)) : Json(nullptr)},
                     {"accepted", {end_json(flag.accepted.low), end_json(flag.accepted.high)}}});
  }
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

/// \param is_regression  then nothing is positive or negative
void count(monitoring::Telemetry& telemetry, const std::string& model, const scoring::ScoreResult& result,
           bool is_regression) {
  std::size_t n_positive = 0;
  for (const scoring::ScoredRow& row : result.rows)
    n_positive += row.prediction.positive ? 1 : 0;
  const auto add = [&](std::string_view role, std::string_view outcome, std::size_t n) {
    telemetry.inferences.increment({model, role, outcome}, static_cast<double>(n));
  };
  if (is_regression) {
    add("champion", "value", result.rows.size());
    add("challenger", "value", result.n_shadow_rows);
  } else {
    add("champion", "positive", n_positive);
    add("champion", "negative", result.rows.size() - n_positive);
    add("challenger", "positive", result.n_shadow_positive);
    add("challenger", "negative", result.n_shadow_rows - result.n_shadow_positive);
  }
  telemetry.inference_duration.observe({model}, result.champion_time.count());
}

}  // namespace

Answer Score::operator()(const Request& request) const {
  const std::string& name = request.path_parameter("name");
  const std::optional<scoring::ServedModel> served = models.find(name);
  if (!served)
    return not_found("unknown_model", "there is no model \"" + name + "\"; GET /v1/models lists all", "name");
  if (!served->champion) {
    return ApiError{503,
                    "no_champion",
                    "no version of the model \"" + name + "\" is ready to answer",
                    "name",
                    {{"Retry-After", "10"}}};
  }
  const scoring::LoadedModel& champion = *served->champion;

  auto read = scoring::read_score_request(request.body, champion.predictor.spec());
  if (const auto* rejected = std::get_if<scoring::RejectedInput>(&read)) return from_rejection(*rejected);
  auto& score = std::get<scoring::ScoreRequest>(read);
  if (const auto refused = bind_to_plant(score, request.caller)) return *refused;

  scoring::ScoreResult result;
  try {
    result = scoring.score(*served, score);
  } catch (...) {
    telemetry.inferences.increment({name, "champion", "failed"}, static_cast<double>(score.n_rows));
    throw;
  }
  count(telemetry, name, result, champion.predictor.spec().is_regression());

  Json predictions = Json::array();
  for (const scoring::ScoredRow& row : result.rows)
    predictions.push_back(prediction_json(row, champion.predictor));
  const spec::LabelSpec& label = champion.predictor.spec().label;
  const std::string& data_origin = champion.predictor.facts().data_origin;
  return json_response({{"model", name},
                        {"version", champion.version.version},
                        {"simulated", spec::is_simulated(data_origin)},
                        {"disclaimer", to_json(spec::disclaimer_of(label, data_origin))},
                        {"predictions", std::move(predictions)}});
}

}  // namespace clearwell::http
