#pragma once

#include <cstdint>
#include <optional>
#include <span>

/// How well scores put the positive rows above the negative ones, whatever the threshold.
namespace clearwell::evaluation {

/// Area under the ROC curve: the probability that a positive row scores above a negative one, a tie counting half.
/// Computed as the Mann-Whitney statistic on midranks.
/// \param scores  [n], not NaN
/// \param labels  [n], 1 for the positive class, 0 for the other
/// \return        empty unless both classes occur
/// Source: Hanley, McNeil (1982), Radiology 143(1): 29-36.
std::optional<double> roc_auc(std::span<const float> scores, std::span<const std::uint8_t> labels);

/// Average precision, the step-wise area under the precision-recall curve: the sum over the distinct scores, from the
/// highest down, of (recall gained) times (precision at that score). Rows of equal score enter together, so their order
/// does not matter; no interpolation, which would be too kind.
/// \param scores  [n], not NaN
/// \param labels  [n], 1 for the positive class, 0 for the other
/// \return        empty when no row is positive
/// Source: Davis, Goadrich (2006), ICML, on why not to interpolate; scikit-learn's average_precision_score computes the
/// same.
std::optional<double> average_precision(std::span<const float> scores, std::span<const std::uint8_t> labels);

}  // namespace clearwell::evaluation
