#pragma once

#include <cstdint>
#include <optional>

namespace clearwell::evaluation {

/// Rows counted by what was predicted and what was true.
///
/// A ratio whose denominator is 0 is empty: no evidence, neither 0 nor 1. A model that never says yes has no precision,
/// and must not win or lose by one that was made up for it.
/// Source: Fawcett (2006), An introduction to ROC analysis, Pattern Recognition Letters 27(8), section 2.
struct ConfusionMatrix {
  std::int64_t true_positives = 0;
  std::int64_t false_positives = 0;
  std::int64_t true_negatives = 0;
  std::int64_t false_negatives = 0;

  void add(bool predicted, bool actual);
  ConfusionMatrix& operator+=(const ConfusionMatrix& other);

  std::int64_t rows() const;
  std::int64_t predicted_positives() const;
  std::int64_t actual_positives() const;

  std::optional<double> precision() const;  ///< tp / (tp + fp)
  std::optional<double> recall() const;     ///< tp / (tp + fn)
  std::optional<double> f1() const;         ///< 2 tp / (2 tp + fp + fn), the harmonic mean of the two
  std::optional<double> accuracy() const;   ///< (tp + tn) / rows

  bool operator==(const ConfusionMatrix&) const = default;
};

}  // namespace clearwell::evaluation
