#pragma once

#include "common/scoring/calibration.hpp"

#include <cstdint>
#include <span>

namespace clearwell::training {

/// Fits Platt's calibration by maximum likelihood, with his targets (N₊ + 1) / (N₊ + 2) and 1 / (N₋ + 2) in place of 1
/// and 0, so that a model that separates all rows is not taken for certain.
///
/// A model at chance may well have a falling relation on the rows at hand. Its slope is held at 0.01 of a log-odds for
/// each standard deviation of the margins: calibration must not turn the order round, which the threshold was chosen
/// in. \param margins  [n], finite, each of a model that was not fitted to its row \param labels   [n], 0 or 1, both
/// occur Source: Platt (1999), Probabilistic outputs for support vector machines; Newton's method with backtracking as
/// in Lin, Lin, Weng (2007), Machine Learning 68: 267-276.
scoring::Calibration fit_calibration(std::span<const float> margins, std::span<const std::uint8_t> labels);

}  // namespace clearwell::training
