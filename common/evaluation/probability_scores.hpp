#pragma once

#include <cstdint>
#include <optional>
#include <span>

/// Proper scores: smallest, in the mean, for the true probabilities.
namespace clearwell::evaluation {

/// Mean squared distance of the probability from what happened (1 or 0); 0 is perfect, p = 0.5 throughout gives 0.25.
/// \param probabilities  [n], 0 to 1
/// \param labels         [n], 1 for the positive class, 0 for the other
/// \return               empty without rows
/// Source: Brier (1950), Monthly Weather Review 78(1): 1-3, in the two-class form that counts one class.
std::optional<double> brier_score(std::span<const float> probabilities, std::span<const std::uint8_t> labels);

/// Mean of -ln(probability given to what happened), in nats. Probabilities are clamped to [1e-15, 1 - 1e-15], so that
/// one row told with certainty and wrongly costs 34.5 and not infinity.
/// \param probabilities  [n], 0 to 1
/// \param labels         [n], 1 for the positive class, 0 for the other
/// \return               empty without rows
/// Source: Good (1952), J. R. Stat. Soc. B 14(1): 107-114; the clamp is scikit-learn 1.2's log_loss.
std::optional<double> log_loss(std::span<const float> probabilities, std::span<const std::uint8_t> labels);

}  // namespace clearwell::evaluation
