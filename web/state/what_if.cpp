#include "web/state/what_if.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace clearwell::state {

spec::Range slider_range(const spec::FeatureSpec& feature, const scoring::TrainingRange& training) {
  const double half = (training.high - training.low) / 2;
  const spec::Range range{std::max(training.low - half, feature.plausible.low),
                          std::min(training.high + half, feature.plausible.high)};
  // A feature that never varied, or was never measured, still needs a slider that moves.
  return range.high > range.low ? range : feature.plausible;
}

std::size_t category_of(const spec::FeatureSpec& feature, const FeatureEntry& entry) {
  const double position = std::clamp(std::round(entry.value), feature.plausible.low, feature.plausible.high);
  return static_cast<std::size_t>(position);
}

WhatIf typical_sample(const scoring::Predictor& predictor) {
  WhatIf what_if;
  for (std::size_t i = 0; i < predictor.n_features(); ++i) {
    const spec::FeatureSpec& feature = predictor.spec().features[i];
    const double scale = std::pow(10.0, feature.decimals);
    FeatureEntry entry;
    entry.value = std::clamp(std::round(predictor.facts().training_ranges[i].median * scale) / scale,
                             feature.plausible.low, feature.plausible.high);
    what_if.entries.push_back(entry);
  }
  what_if.estimate = estimate(predictor, what_if);
  return what_if;
}

std::vector<float> row_of(const WhatIf& what_if) {
  std::vector<float> row;
  for (const FeatureEntry& entry : what_if.entries) {
    row.push_back(entry.measured ? static_cast<float>(entry.value) : std::numeric_limits<float>::quiet_NaN());
  }
  return row;
}

std::optional<Estimate> estimate(const scoring::Predictor& predictor, const WhatIf& what_if) {
  const bool anything = std::any_of(what_if.entries.begin(), what_if.entries.end(),
                                    [](const FeatureEntry& entry) { return entry.measured; });
  if (!anything) return std::nullopt;
  const std::vector<float> row = row_of(what_if);
  return Estimate{predictor.predict(row), predictor.contributions(row)};
}

std::vector<Push> strongest_first(const Estimate& estimate) {
  std::vector<Push> pushes;
  for (std::size_t i = 0; i + 1 < estimate.contributions.size(); ++i)
    pushes.push_back({i, estimate.contributions[i]});
  std::stable_sort(pushes.begin(), pushes.end(),
                   [](const Push& a, const Push& b) { return std::abs(a.log_odds) > std::abs(b.log_odds); });
  return pushes;
}

int of_hundred(double probability) {
  const auto rounded = static_cast<int>(std::lround(probability * 100));
  if (probability > 0 && rounded == 0) return 1;
  return probability < 1 && rounded == 100 ? 99 : rounded;
}

int decimals_apart(double probability, double threshold) {
  for (int decimals = 0; decimals < 3; ++decimals) {
    const double scale = 100 * std::pow(10.0, decimals);
    if (std::round(probability * scale) != std::round(threshold * scale) || probability == threshold) return decimals;
  }
  return 3;
}

}  // namespace clearwell::state
