#include "web/state/estimate_range.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace clearwell::state {
namespace {

constexpr std::size_t kRowsAStep = 64;
constexpr std::size_t kCorners = 2;

}  // namespace

spec::Range uncertain_range(const spec::FeatureSpec& feature, double value, double percent) {
  const double off = std::abs(value) * percent / 100;
  return {std::max(value - off, feature.plausible.low), std::min(value + off, feature.plausible.high)};
}

RangeSearch::RangeSearch(std::shared_ptr<const ModelSteps> model, const WhatIf& what_if)
    : model_(std::move(model)), base_(row_of(what_if)) {
  std::size_t all = 1;
  bool varies = false;
  for (std::size_t i = 0; i < base_.size(); ++i) {
    const spec::FeatureSpec& feature = model_->predictor->spec().features[i];
    const FeatureEntry& entry = what_if.entries[i];
    values_.push_back({base_[i]});
    if (!entry.measured || !feature.is_number()) continue;
    const spec::Range range = uncertain_range(feature, entry.value, what_if.uncertainty.value);
    if (range.high <= range.low) continue;
    varies = true;
    values_[i] = model_->stepped ? values_of(i, range)
                                 : std::vector<float>{static_cast<float>(range.low), static_cast<float>(range.high)};
    all = std::min(all * values_[i].size(), kMostCombinations + 1);
  }
  find_corners();
  enumerated_ = model_->stepped && all <= kMostCombinations;
  between_ = !model_->linear && !model_->stepped;
  combinations_ = enumerated_ ? all : model_->linear || !varies ? kCorners : kTriedCombinations;
  range_ = {what_if.estimate->prediction, what_if.estimate->prediction, model_->linear || enumerated_ || !varies,
            combinations_};
}

/// One value in each step that trees make within the range. Whether a split value belongs to the step above or below it
/// is the tree's affair, so the next number after it stands for the step above.
std::vector<float> RangeSearch::values_of(std::size_t feature, const spec::Range& range) const {
  const auto high = static_cast<float>(range.high);
  std::vector<float> values = {static_cast<float>(range.low)};
  for (const float split : model_->splits[feature]) {
    if (split < values.front() || split > high) continue;
    const float above = std::min(std::nextafter(split, std::numeric_limits<float>::infinity()), high);
    if (above > values.back()) values.push_back(above);
  }
  return values;
}

void RangeSearch::find_corners() {
  low_corner_ = high_corner_ = base_;
  std::vector<float> row = base_;
  for (std::size_t i = 0; i < base_.size(); ++i) {
    if (values_[i].size() == 1) continue;
    row[i] = values_[i].front();
    const float below = model_->predictor->predict(row).margin;
    row[i] = values_[i].back();
    const bool rises = model_->predictor->predict(row).margin >= below;
    low_corner_[i] = rises ? values_[i].front() : values_[i].back();
    high_corner_[i] = rises ? values_[i].back() : values_[i].front();
    row[i] = base_[i];
  }
}

std::vector<float> RangeSearch::row(std::size_t index) {
  if (!enumerated_ && index < kCorners) return index == 0 ? low_corner_ : high_corner_;
  std::vector<float> row = base_;
  for (std::size_t i = 0; i < row.size(); ++i) {
    const std::vector<float>& values = values_[i];
    if (enumerated_) {
      row[i] = values[index % values.size()];
      index /= values.size();
    } else if (between_ && values.size() > 1 && random_.below(2) == 0) {
      row[i] = values.front() + static_cast<float>(random_.fraction()) * (values.back() - values.front());
    } else {
      row[i] = values[static_cast<std::size_t>(random_.below(values.size()))];
    }
  }
  return row;
}

void RangeSearch::step() {
  const std::size_t n = std::min(kRowsAStep, combinations_ - tried_);
  std::vector<float> rows;
  for (std::size_t i = 0; i < n; ++i) {
    const std::vector<float> next = row(tried_ + i);
    rows.insert(rows.end(), next.begin(), next.end());
  }
  std::vector<scoring::Prediction> predictions(n);
  model_->predictor->predict(rows, predictions);
  for (const scoring::Prediction& prediction : predictions) {
    if (prediction.margin < range_.low.margin) range_.low = prediction;
    if (prediction.margin > range_.high.margin) range_.high = prediction;
  }
  tried_ += n;
}

}  // namespace clearwell::state
