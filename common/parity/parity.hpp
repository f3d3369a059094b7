#pragma once

#include "common/scoring/predictor.hpp"

#include <cstdint>
#include <string>
#include <vector>

/// Proof that two builds of the predictor give the same bits: both score the same generated rows and compare digests.
namespace clearwell::parity {

inline constexpr std::size_t kSealRows = 256;  ///< what the server publishes with each version and the page repeats

/// Rows made from the model itself: values across the plausible ranges, missing ones, extreme magnitudes, split values
/// and their neighbours one ulp away. The same model gives the same rows everywhere.
/// \return [n_rows, n_features], row by row
std::vector<float> vector_set(const scoring::Predictor& predictor, std::size_t n_rows);

/// SHA-256, in hex, over the bits of margin, probability, positive and every contribution of each row; all NaNs count as equal.
std::string digest(const scoring::Predictor& predictor, const std::vector<float>& rows);

}  // namespace clearwell::parity
