#pragma once

#include "common/scoring/predictor.hpp"
#include "common/spec/dataset_spec.hpp"

#include <cstdint>
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

/// What the model would answer if the meters were off by up to their uncertainty; estimate_range.hpp.
struct EstimateRange {
  scoring::Prediction low;
  scoring::Prediction high;
  bool exact = false;            ///< else of so many rows that were tried: the true ends may lie further out
  std::size_t combinations = 0;  ///< rows

  bool operator==(const EstimateRange&) const = default;
};

/// A change of one value that turns the answer; turning_point.hpp.
struct TurningPoint {
  std::size_t feature = 0;
  double value = 0;  ///< to change it to; of a category its position
  double share = 0;  ///< how far that is, of what the training saw of the feature

  bool operator==(const TurningPoint&) const = default;
};

/// What takes longer than a frame to find out about the values; look_around.hpp.
struct Surroundings {
  std::optional<EstimateRange> range;         ///< only with an uncertainty
  std::optional<TurningPoint> turning_point;  ///< only of a classifier, and where a single value turns its answer

  bool operator==(const Surroundings&) const = default;
};

/// Where the values came from.
enum class Origin { typical, sample, person };

struct WhatIf {
  std::vector<FeatureEntry> entries;         ///< [n_features]
  std::optional<Estimate> estimate;          ///< empty where nothing is measured: of nothing follows nothing
  FeatureEntry uncertainty;                  ///< percent of what a meter shows; 0: the meters are right
  std::optional<Surroundings> surroundings;  ///< empty until they are known
  int revision = 0;                          ///< counts changes: what was found out about others is let go
  Origin origin = Origin::typical;
  std::int64_t sample_id = 0;  ///< of the laboratory's sample that the values are

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

/// Empty where nothing is measured.
std::optional<Estimate> estimate(const scoring::Predictor& predictor, const WhatIf& what_if);

inline constexpr double kMostUncertainty = 50;  ///< percent

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

/// Digits after the point at which a probability and the threshold, both of 100, are told apart: 0 to 3.
int decimals_apart(double probability, double threshold);

}  // namespace clearwell::state
