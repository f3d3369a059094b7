#pragma once

#include "common/random/split_mix.hpp"
#include "common/spec/dataset_spec.hpp"
#include "web/state/model_steps.hpp"
#include "web/state/what_if.hpp"

#include <cstddef>
#include <memory>
#include <vector>

namespace clearwell::state {

/// What a number may truly be when its meter is off by up to `percent` of what it shows, within what is plausible.
spec::Range uncertain_range(const spec::FeatureSpec& feature, double value, double percent);

/// The lowest and the highest estimate when each measured number may be anywhere in its uncertain range, all at once.
///
/// Exact for linear models, whose ends lie at ends of the ranges, and for trees, which answer alike between two of
/// their split values, so that one row for each combination of steps is enough; for trees with more than
/// kMostCombinations of them, and for every other model, the ends of kTriedCombinations rows, always the same ones:
/// then the true ends may lie further out. A category is taken as it stands.
class RangeSearch {
 public:
  static constexpr std::size_t kMostCombinations = 32'768;
  static constexpr std::size_t kTriedCombinations = 2'000;

  /// \pre  what_if.estimate
  RangeSearch(std::shared_ptr<const ModelSteps> model, const WhatIf& what_if);

  bool done() const { return tried_ == combinations_; }
  /// Scores some rows more.
  /// \pre  !done()
  void step();
  /// \pre  done()
  const EstimateRange& range() const { return range_; }

 private:
  std::vector<float> values_of(std::size_t feature, const spec::Range& range) const;
  void find_corners();
  std::vector<float> row(std::size_t index);

  std::shared_ptr<const ModelSteps> model_;
  std::vector<float> base_;                 ///< [n_features], as entered
  std::vector<std::vector<float>> values_;  ///< [n_features], from the lowest to the highest, one for each step
  std::vector<float> low_corner_;           ///< each number at the end that lowers the estimate by itself
  std::vector<float> high_corner_;
  bool enumerated_ = false;
  bool between_ = false;  ///< values between the two ends count as well
  std::size_t combinations_ = 0;
  std::size_t tried_ = 0;
  random::SplitMix64 random_{1};
  EstimateRange range_;
};

}  // namespace clearwell::state
