#pragma once

#include "common/spec/dataset_spec.hpp"
#include "web/state/model_steps.hpp"
#include "web/state/what_if.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

namespace clearwell::state {

/// Looks for the smallest change of a single measured value that turns the answer of a classifier. Changes of different
/// features are compared as shares of what the training saw of each: of the range's width, of the list of an ordinal
/// feature; another category of a list without order is a whole one. Values lie within the feature's slider, with the
/// digits that its field shows.
///
/// Trees answer alike between two split values, so all values beside those are tried and the answer is exact. Other
/// models are tried in steps of a hundredth, and the step in which the answer turned is halved down to the last digit:
/// an answer that turns to and fro within a hundredth may be overlooked.
class TurningPointSearch {
 public:
  /// \pre  what_if.estimate, of a classifier
  TurningPointSearch(std::shared_ptr<const ModelSteps> model, const WhatIf& what_if);

  bool done() const { return next_ == candidates_.size(); }
  /// Tries some values more.
  /// \pre  !done()
  void step();
  /// Empty where no single value turns the answer.
  /// \pre  done()
  const std::optional<TurningPoint>& turning_point() const { return found_; }

 private:
  struct Candidate {
    TurningPoint point;
    double nearer = 0;  ///< the value before it on the way, at which the answer has not turned, as far as was tried
  };

  void add_numbers(std::size_t feature, const FeatureEntry& entry);
  void add_steps(std::size_t feature, double value, const spec::Range& slider);
  void add_grid(std::size_t feature, double value, const spec::Range& slider);
  void add_categories(std::size_t feature, const FeatureEntry& entry);
  double share_of(std::size_t feature, double value) const;
  bool turns_at(std::size_t feature, double value);
  void take(const Candidate& candidate);

  std::shared_ptr<const ModelSteps> model_;
  std::vector<float> row_;
  std::vector<double> values_;  ///< [n_features], as entered
  bool positive_ = false;
  std::vector<Candidate> candidates_;  ///< the smallest change first
  std::size_t next_ = 0;
  std::optional<TurningPoint> found_;
};

}  // namespace clearwell::state
