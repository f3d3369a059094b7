#pragma once

#include "common/scoring/predictor.hpp"
#include "common/spec/dataset_spec.hpp"

#include <optional>
#include <string>
#include <vector>

/// "Try it": values of the person, and what the model estimates of them. Works for any model's features.
namespace clearwell::state {

/// Why a typed value was not taken.
enum class EntryProblem { none, not_a_number, out_of_range };

/// One feature's value as the person set it.
struct FeatureEntry {
  double value = 0;
  bool measured = true;
  EntryProblem problem = EntryProblem::none;
  std::string typed;  ///< the refused text, for the message

  bool operator==(const FeatureEntry&) const = default;
};

struct Estimate {
  scoring::Prediction prediction;
  std::vector<double> contributions;  ///< [n_features + 1], log-odds; the last is the bias

  bool operator==(const Estimate&) const = default;
};

struct WhatIf {
  std::vector<FeatureEntry> entries;  ///< [n_features]
  std::optional<Estimate> estimate;

  bool operator==(const WhatIf&) const = default;
};

/// The category that an entry's value is the position of. \pre  the feature is no number
std::size_t category_of(const spec::FeatureSpec& feature, const FeatureEntry& entry);

/// Ends of a feature's slider: the training range widened by half its width on both sides, cut to the plausible range.
spec::Range slider_range(const spec::FeatureSpec& feature, const scoring::TrainingRange& training);

/// Every feature at the training median, rounded to its digits, or its most frequent category, and the estimate of that
/// row.
WhatIf typical_sample(const scoring::Predictor& predictor);

/// The entries as the model takes them; NaN where not measured.
std::vector<float> row_of(const WhatIf& what_if);

Estimate estimate(const scoring::Predictor& predictor, const WhatIf& what_if);

/// How strongly one feature moves the estimate.
struct Push {
  std::size_t feature = 0;
  double log_odds = 0;  ///< above zero: towards the positive class

  bool operator==(const Push&) const = default;
};

/// The features' contributions, strongest first; equal ones in the order of the features.
std::vector<Push> strongest_first(const Estimate& estimate);

/// "n of 100": never 0 or 100 unless the probability is exactly 0 or 1.
int of_hundred(double probability);

}  // namespace clearwell::state
