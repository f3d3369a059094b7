#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace clearwell::evaluation {

inline constexpr std::size_t kFewestForCalibration = 30;

/// How well probabilities fit what happened: whether chance explains the difference, and how large it is. Of many rows
/// chance explains no difference at all, however small.
struct CalibrationTest {
  /// How often chance alone would let calibrated probabilities fit as badly as these do. Of two z-tests the smaller
  /// p-value, doubled: whether they are too high or too low on the average, and whether they are too extreme or too
  /// timid (Spiegelhalter's), which the average does not show.
  double p_value = 1;
  double mean_probability = 0;
  double mean_gap = 0;  ///< share of positives less mean_probability
  double slope = 1;     ///< of labels over probabilities, least squares: below 1 they are too extreme

  /// By how much the share of positives among rows of that probability exceeds it, along the line.
  double gap_at(double probability) const { return mean_gap + (slope - 1) * (probability - mean_probability); }
  bool operator==(const CalibrationTest&) const = default;
};

/// \param probabilities  [n], 0 to 1
/// \param labels         [n], 1 for the positive class, 0 for the other
/// \return               empty, not computed, below kFewestForCalibration rows or where all are certain
/// Source: Cox (1958), Biometrika 45(3): 562-565; Spiegelhalter (1986), Statistics in Medicine 5(5): 421-433, eq. 5.
std::optional<CalibrationTest> test_calibration(std::span<const float> probabilities,
                                                std::span<const std::uint8_t> labels);

}  // namespace clearwell::evaluation
