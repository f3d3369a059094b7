#pragma once

#include "common/result.hpp"
#include "web/state/water.hpp"

#include <string_view>
#include <vector>

/// Reads the answers of the HTTP API. An answer that breaks the contract is an error that names the JSON path, the
/// value seen and what is accepted; unknown keys are ignored, so that a newer server may add some.
namespace clearwell::state {

/// GET /v1/plants
Result<std::vector<Plant>> parse_plants(std::string_view json_text);

/// GET /v1/plants/{id}
Result<PlantResults> parse_plant_results(std::string_view json_text);

/// GET /v1/plants/{id}/history
Result<HistoryMonths> parse_history_months(std::string_view json_text);
Result<History> parse_history(std::string_view json_text);

/// GET /v1/plants/{id}/samples
Result<std::vector<LaboratorySample>> parse_samples(std::string_view json_text);

/// GET /v1/models
Result<std::vector<ModelVersion>> parse_models(std::string_view json_text);

}  // namespace clearwell::state
