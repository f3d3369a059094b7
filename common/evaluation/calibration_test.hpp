#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace clearwell::evaluation {

inline constexpr std::size_t kFewestForCalibration = 30;

/// How often chance alone would let calibrated probabilities fit what happened as badly as these do. Two z-tests, the
/// smaller p-value of which is doubled: whether they are too high or too low on the average, and whether they are too
/// extreme or too timid (Spiegelhalter's), which the average does not show.
/// \param probabilities  [n], 0 to 1
/// \param labels         [n], 1 for the positive class, 0 for the other
/// \return               empty, not computed, below kFewestForCalibration rows or where all are certain
/// Source: Cox (1958), Biometrika 45(3): 562-565; Spiegelhalter (1986), Statistics in Medicine 5(5): 421-433, eq. 5.
std::optional<double> calibration_p_value(std::span<const float> probabilities, std::span<const std::uint8_t> labels);

}  // namespace clearwell::evaluation
