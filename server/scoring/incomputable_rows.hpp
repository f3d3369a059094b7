#pragma once

#include "common/scoring/predictor.hpp"
#include "server/scoring/score_request.hpp"

#include <cstddef>
#include <span>
#include <vector>

/// Rows of numbers so large that a model's float32 arithmetic overflows: it says nothing of them.
namespace clearwell::scoring {

/// Positions in the request's rows, rising.
std::vector<std::size_t> find_incomputable(std::span<const Prediction> predictions);

/// Why the row at that position cannot be scored.
RejectedInput reject_incomputable(const ScoreRequest& request, std::size_t row);

/// Makes row errors of the rows at those positions, so that the others can be scored.
void leave_out(ScoreRequest& request, std::span<const std::size_t> rows);

}  // namespace clearwell::scoring
