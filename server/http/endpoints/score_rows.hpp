#pragma once

#include "server/http/message.hpp"
#include "server/scoring/scoring_service.hpp"

#include <string>
#include <variant>

namespace clearwell::monitoring {
struct Telemetry;
}
namespace clearwell::scoring {
class ModelCache;
struct RejectedInput;
}  // namespace clearwell::scoring

namespace clearwell::http {

/// What every protocol of scoring shares between its reader and its writer, so that a row gets the same bits, log and
/// refusals whatever words it came in.
struct ScoreRows {
  /// Who answers for the model's name; 404 `unknown_model`, 503 `no_champion`.
  std::variant<scoring::ServedModel, ApiError> champion_of(const std::string& model) const;
  /// One version, asked for by its number, with nobody in its shadow; 404 `unknown_model_version`.
  std::variant<scoring::ServedModel, ApiError> version_of(const std::string& model, const std::string& version) const;
  /// The model that answers where none is named: `default_model`, or the only one; 409 `no_default_model`.
  std::variant<scoring::ServedModel, ApiError> default_champion() const;

  /// Scores, logs and counts. 403 `wrong_plant` where the caller speaks for another plant than the request names.
  /// \param plant_field  where the request says which plant
  /// \throws store::Overloaded, store::StoreError, which become 503 and 500; then nothing was stored
  std::variant<scoring::ScoreResult, ApiError> operator()(const scoring::ServedModel& served,
                                                          scoring::ScoreRequest& score, const access::Caller& caller,
                                                          const std::string& plant_field,
                                                          const std::optional<scoring::IdempotencyKey>& key = {}) const;

  const scoring::ModelCache& models;
  const scoring::ScoringService& scoring;
  monitoring::Telemetry& telemetry;
  std::string default_model = {};  ///< empty: the only one there is
};

}  // namespace clearwell::http
