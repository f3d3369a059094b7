#pragma once

#include "common/evaluation/wilson.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace clearwell::evaluation {

/// Rows of similar probability, and how often they turned out positive.
struct CalibrationBin {
  double mean_probability = 0;
  std::int64_t rows = 0;
  std::int64_t positives = 0;
  Interval interval;  ///< Wilson, 95 %, of the share of positives

  double positive_share() const { return static_cast<double>(positives) / static_cast<double>(rows); }
  bool operator==(const CalibrationBin&) const = default;
};

/// The rows in order of their probability, cut into at most n_bins bins of nearly equal size; rows of one probability
/// are never parted, so a model with few different answers has fewer bins. Bins of equal size, since bins of equal
/// width leave most of a sharp model's rows in two of them and nothing but chance in the others. \param probabilities
/// [n], 0 to 1 \param labels         [n], 1 for the positive class, 0 for the other \return               by rising
/// probability; empty without rows Source: Niculescu-Mizil, Caruana (2005), ICML: 625-632.
std::vector<CalibrationBin> calibration_curve(std::span<const float> probabilities,
                                              std::span<const std::uint8_t> labels, int n_bins = 10);

}  // namespace clearwell::evaluation
