#include "web/state/look_around.hpp"

namespace clearwell::state {

LookAround::LookAround(const std::shared_ptr<const ModelSteps>& model, const WhatIf& what_if)
    : revision_(what_if.revision) {
  if (what_if.uncertainty.value > 0) range_.emplace(model, what_if);
  if (!model->predictor->spec().is_regression()) turning_point_.emplace(model, what_if);
}

void LookAround::step() {
  if (range_ && !range_->done())
    range_->step();
  else
    turning_point_->step();
}

Surroundings LookAround::surroundings() const {
  Surroundings found;
  if (range_) found.range = range_->range();
  if (turning_point_) found.turning_point = turning_point_->turning_point();
  return found;
}

}  // namespace clearwell::state
