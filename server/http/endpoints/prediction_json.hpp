#pragma once

#include "server/scoring/score_request.hpp"
#include "server/scoring/scoring_service.hpp"

#include <string>
#include <vector>

namespace clearwell::http {

/// A JSON array with one entry a row of the request: what was estimated, or why nothing was.
std::string predictions_json(const scoring::ScoreResult& result, const std::vector<scoring::RowError>& row_errors,
                             const scoring::Predictor& predictor);

}  // namespace clearwell::http
