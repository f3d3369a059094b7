#pragma once

#include "common/scoring/predictor.hpp"

#include <memory>
#include <vector>

namespace clearwell::state {

/// Where a model's answer changes, gathered once a model, since every look around the values needs it.
struct ModelSteps {
  explicit ModelSteps(std::shared_ptr<const scoring::Predictor> of);

  std::shared_ptr<const scoring::Predictor> predictor;
  std::vector<std::vector<float>> splits;  ///< [n_features], ascending; all empty where the model has no steps
  bool stepped = false;                    ///< trees: between two split values the answer is the same
  bool linear = false;                     ///< the margin is a weighted sum of the numbers
};

}  // namespace clearwell::state
