#include "web/state/model_steps.hpp"

#include <utility>

namespace clearwell::state {

ModelSteps::ModelSteps(std::shared_ptr<const scoring::Predictor> of) : predictor(std::move(of)) {
  for (std::size_t feature = 0; feature < predictor->n_features(); ++feature) {
    splits.push_back(predictor->split_values(feature));
    stepped = stepped || !splits.back().empty();
  }
  linear = predictor->facts().family == "logistic_regression" || predictor->facts().family == "linear_regression";
}

}  // namespace clearwell::state
