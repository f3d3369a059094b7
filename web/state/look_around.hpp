#pragma once

#include "web/state/estimate_range.hpp"
#include "web/state/turning_point.hpp"
#include "web/state/what_if.hpp"

#include <memory>
#include <optional>

namespace clearwell::state {

/// Finds out about the surroundings of the values, some rows at a time, so that no frame waits for it.
class LookAround {
 public:
  /// \pre  what_if.estimate
  LookAround(const std::shared_ptr<const ModelSteps>& model, const WhatIf& what_if);

  int revision() const { return revision_; }
  bool done() const { return (!range_ || range_->done()) && (!turning_point_ || turning_point_->done()); }
  /// \pre  !done()
  void step();
  /// \pre  done()
  Surroundings surroundings() const;

 private:
  int revision_;
  std::optional<RangeSearch> range_;
  std::optional<TurningPointSearch> turning_point_;
};

}  // namespace clearwell::state
