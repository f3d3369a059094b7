#include "web/state/turning_point.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace clearwell::state {
namespace {

constexpr double kStep = 0.01;  // of the training range's width
constexpr int kTriesAStep = 32;

/// Values with the digits of a feature's field are whole numbers over this.
double lattice(const spec::FeatureSpec& feature) {
  return std::pow(10.0, feature.decimals);
}

/// Width that changes of a number are compared by.
double width_of(const spec::FeatureSpec& feature, const scoring::TrainingRange& training) {
  const double width = training.high - training.low;
  return width > 0 ? width : feature.plausible.high - feature.plausible.low;
}

}  // namespace

TurningPointSearch::TurningPointSearch(std::shared_ptr<const ModelSteps> model, const WhatIf& what_if)
    : model_(std::move(model)), row_(row_of(what_if)), positive_(what_if.estimate->prediction.positive) {
  for (const FeatureEntry& entry : what_if.entries)
    values_.push_back(entry.value);
  for (std::size_t i = 0; i < row_.size(); ++i) {
    const FeatureEntry& entry = what_if.entries[i];
    if (!entry.measured) continue;
    if (model_->predictor->spec().features[i].is_number())
      add_numbers(i, entry);
    else
      add_categories(i, entry);
  }
  std::stable_sort(candidates_.begin(), candidates_.end(),
                   [](const Candidate& a, const Candidate& b) { return a.point.share < b.point.share; });
}

void TurningPointSearch::add_numbers(std::size_t feature, const FeatureEntry& entry) {
  const spec::Range slider =
      slider_range(model_->predictor->spec().features[feature], model_->predictor->facts().training_ranges[feature]);
  if (model_->stepped)
    add_steps(feature, entry.value, slider);
  else
    add_grid(feature, entry.value, slider);
}

void TurningPointSearch::add_steps(std::size_t feature, double value, const spec::Range& slider) {
  const spec::FeatureSpec& spec = model_->predictor->spec().features[feature];
  const double digits = lattice(spec);
  std::vector<double> values;
  for (const float split : model_->splits[feature]) {
    const double below = std::floor(static_cast<double>(split) * digits);
    for (const double whole : {below - 1, below, below + 1, below + 2})
      values.push_back(whole / digits);
  }
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  for (const double changed : values)
    if (slider.contains(changed) && changed != value)
      candidates_.push_back({{feature, changed, share_of(feature, changed)}, value});
}

void TurningPointSearch::add_grid(std::size_t feature, double value, const spec::Range& slider) {
  const spec::FeatureSpec& spec = model_->predictor->spec().features[feature];
  const double digits = lattice(spec);
  const double width = width_of(spec, model_->predictor->facts().training_ranges[feature]);
  for (const double direction : {-1.0, 1.0}) {
    double nearer = value;
    for (int step = 1;; ++step) {
      const double wanted = (value + direction * step * kStep * width) * digits;
      const double changed = (direction > 0 ? std::ceil(wanted) : std::floor(wanted)) / digits;
      if (!slider.contains(changed)) break;
      if (changed == nearer) continue;
      candidates_.push_back({{feature, changed, share_of(feature, changed)}, nearer});
      nearer = changed;
    }
  }
}

void TurningPointSearch::add_categories(std::size_t feature, const FeatureEntry& entry) {
  const spec::FeatureSpec& spec = model_->predictor->spec().features[feature];
  const auto chosen = static_cast<double>(category_of(spec, entry));
  for (std::size_t category = 0; category < spec.categories.size(); ++category) {
    const auto changed = static_cast<double>(category);
    if (changed == chosen) continue;
    const bool ordered = spec.type == spec::FeatureType::ordinal;
    const double share = ordered ? std::abs(changed - chosen) / spec.plausible.high : 1;
    candidates_.push_back({{feature, changed, share}, changed});
  }
}

bool TurningPointSearch::turns_at(std::size_t feature, double value) {
  const float kept = std::exchange(row_[feature], static_cast<float>(value));
  const bool turned = model_->predictor->predict(row_).positive != positive_;
  row_[feature] = kept;
  return turned;
}

double TurningPointSearch::share_of(std::size_t feature, double value) const {
  return std::abs(value - values_[feature]) /
         width_of(model_->predictor->spec().features[feature], model_->predictor->facts().training_ranges[feature]);
}

/// Halves what lies between the last value tried and this one, at which the answer has turned.
void TurningPointSearch::take(const Candidate& candidate) {
  TurningPoint point = candidate.point;
  const spec::FeatureSpec& spec = model_->predictor->spec().features[point.feature];
  if (!model_->stepped && spec.is_number()) {
    const double digits = lattice(spec);
    double still = candidate.nearer;
    while (std::abs(point.value - still) * digits > 1.5) {
      const double middle = std::round((point.value + still) / 2 * digits) / digits;
      (turns_at(point.feature, middle) ? point.value : still) = middle;
    }
    point.share = share_of(point.feature, point.value);
  }
  if (!found_ || point.share < found_->share) found_ = point;
}

void TurningPointSearch::step() {
  for (int tried = 0; tried < kTriesAStep && !done(); ++tried) {
    const Candidate& candidate = candidates_[next_++];
    // Within one step another feature may have turned a little earlier.
    if (found_ && candidate.point.share > found_->share + (model_->stepped ? 0 : kStep)) {
      next_ = candidates_.size();
    } else if (turns_at(candidate.point.feature, candidate.point.value)) {
      take(candidate);
    }
  }
}

}  // namespace clearwell::state
