#include "server/http/endpoints/score_rows.hpp"

#include "server/http/error_mapping.hpp"
#include "server/http/ownership.hpp"
#include "server/monitoring/telemetry.hpp"
#include "server/scoring/incomputable_rows.hpp"
#include "server/scoring/model_cache.hpp"

#include <charconv>

namespace clearwell::http {
namespace {

std::string_view role_of(const scoring::ServedModel& served) {
  return served.pinned ? "pinned" : "champion";
}

void count(monitoring::Telemetry& telemetry, const scoring::ServedModel& served, const scoring::ScoreResult& result) {
  const std::string& model = served.champion->version.name;
  for (const auto& [outcome, n_rows] : result.outcomes)
    if (n_rows > 0) telemetry.inferences.increment({model, role_of(served), outcome}, static_cast<double>(n_rows));
  telemetry.inference_duration.observe({model}, result.champion_time.count());
}

}  // namespace

std::variant<scoring::ServedModel, ApiError> ScoreRows::champion_of(const std::string& model) const {
  std::optional<scoring::ServedModel> served = models.find(model);
  if (!served)
    return not_found("unknown_model", "there is no model \"" + model + "\"; GET /v1/models lists all", "name");
  if (!served->champion) {
    return ApiError{503,
                    "no_champion",
                    "no version of the model \"" + model + "\" is ready to answer",
                    "name",
                    {{"Retry-After", "10"}}};
  }
  return *std::move(served);
}

std::variant<scoring::ServedModel, ApiError> ScoreRows::version_of(const std::string& model,
                                                                   const std::string& version) const {
  int number = 0;
  const auto [stop, failure] = std::from_chars(version.data(), version.data() + version.size(), number);
  scoring::ServedModel served;
  served.pinned = true;
  if (failure == std::errc() && stop == version.data() + version.size())
    served.champion = models.find_version(model, number);
  if (served.champion) return served;
  return unknown_model_version(model, version);
}

std::variant<scoring::ServedModel, ApiError> ScoreRows::default_champion() const {
  if (!default_model.empty()) return champion_of(default_model);
  const auto known = models.models();
  if (known->size() == 1) return champion_of(known->begin()->first);
  std::string names;
  for (const auto& [name, served] : *known)
    names += (names.empty() ? "" : ", ") + name;
  return ApiError{409,
                  "no_default_model",
                  "which model is to answer is not known: there " +
                      (known->empty() ? std::string("is none") : "are " + names) +
                      "; clearwell serve --default-model NAME says which",
                  "",
                  {}};
}

std::variant<scoring::ScoreResult, ApiError> ScoreRows::operator()(
    const scoring::ServedModel& served, scoring::ScoreRequest& score, const access::Caller& caller,
    const std::string& plant_field, const std::optional<scoring::IdempotencyKey>& key) const {
  if (auto refused = bind_to_plant(caller, score.plant_id, plant_field)) return *std::move(refused);
  try {
    scoring::ScoreResult result = scoring.score(served, score, key);
    if (!result.incomputable_rows.empty()) {
      if (!score.partial) return from_rejection(scoring::reject_incomputable(score, result.incomputable_rows.front()));
      scoring::leave_out(score, result.incomputable_rows);
      result = scoring.score(served, score, key);
    }
    if (!result.key_taken) count(telemetry, served, result);
    return result;
  } catch (...) {
    telemetry.inferences.increment({served.champion->version.name, role_of(served), "failed"},
                                   static_cast<double>(score.n_rows));
    throw;
  }
}

}  // namespace clearwell::http
