#pragma once

#include "common/hash/sha256.hpp"
#include "common/scoring/predictor.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

/// Proof that two builds of the predictor give the same bits: both score the same generated rows and compare digests.
namespace clearwell::parity {

inline constexpr std::size_t kSealRows = 256;  ///< what the server publishes with each version and the page repeats

/// Rows made from the model itself: values across the plausible and the training ranges, missing ones, extreme
/// magnitudes, split values and their neighbours one ulp away. The same model gives the same rows everywhere.
/// \return [n_rows, n_features], row by row
std::vector<float> vector_set(const scoring::Predictor& predictor, std::size_t n_rows);

/// SHA-256 over the bits of margin, probability, positive and every contribution, row after row; all NaNs count as
/// equal. Fed one row at a time, so that the page can spread the work over frames.
class DigestBuilder {
 public:
  /// \param predictor  must outlive the builder
  explicit DigestBuilder(const scoring::Predictor& predictor);
  /// \param row  [n_features]
  void add_row(std::span<const float> row);
  /// 64 lower-case hex digits. Ends the digest.
  std::string finish();

 private:
  const scoring::Predictor& predictor_;
  hash::Sha256 sha_;
};

/// The digest of all rows at once.
std::string digest(const scoring::Predictor& predictor, const std::vector<float>& rows);

}  // namespace clearwell::parity
