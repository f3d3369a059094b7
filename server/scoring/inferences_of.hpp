#pragma once

#include "server/scoring/inference.hpp"
#include "server/scoring/loaded_model.hpp"
#include "server/scoring/score_request.hpp"

#include <span>
#include <string_view>
#include <vector>

/// What a request becomes on its way through a model into the log.
namespace clearwell::scoring {

/// [n_features] of one row. \pre  index < request.n_rows
std::span<const float> row_of(const ScoreRequest& request, std::size_t index);

/// [n_rows]
std::vector<Prediction> predict(const Predictor& predictor, const ScoreRequest& request);

/// [n_rows]: what the log keeps of each row.
std::vector<Inference> inferences_of(const LoadedModel& model, std::string_view role, const ScoreRequest& request,
                                     std::span<const Prediction> predictions);

}  // namespace clearwell::scoring
