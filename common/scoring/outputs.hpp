#pragma once

/// Names of what a model file computes.
namespace clearwell::scoring {

inline constexpr const char* kMarginOutput = "margin";                ///< a classifier's raw score
inline constexpr const char* kProbabilitiesOutput = "probabilities";  ///< negative, positive
inline constexpr const char* kLabelOutput = "label";
inline constexpr const char* kValueOutput = "value";  ///< what a regression answers, and all that it does

}  // namespace clearwell::scoring
