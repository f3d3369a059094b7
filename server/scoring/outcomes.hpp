#pragma once

#include "common/scoring/predictor.hpp"

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

/// Outcomes of inferences, as clearwell_inferences_total names them.
namespace clearwell::scoring {

/// Inferences of one outcome.
struct OutcomeCount {
  std::string_view outcome;
  std::size_t n_rows = 0;

  bool operator==(const OutcomeCount&) const = default;
};

/// How many were `positive` and how many `negative`; of a regression all are a `value`.
std::vector<OutcomeCount> count_outcomes(bool is_regression, std::span<const Prediction> predictions);

}  // namespace clearwell::scoring
