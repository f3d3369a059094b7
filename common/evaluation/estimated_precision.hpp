#pragma once

#include <optional>
#include <span>

namespace clearwell::evaluation {

inline constexpr std::size_t kFewestPositiveCalls = 30;

/// The precision that positive calls should have by the model's own probabilities, before any laboratory has looked.
struct EstimatedPrecision {
  double precision = 0;  ///< mean probability of the calls
  double lower = 0;      ///< the calls' true precision lies between the two with a probability of at least 95 %
  double upper = 1;

  bool operator==(const EstimatedPrecision&) const = default;
};

/// Confidence-based performance estimation: of n calls with probabilities p the number that are right has the mean
/// sum(p), and the distribution of a sum of n unequal coins (Poisson binomial). It holds where the probabilities are
/// calibrated for the water that was asked about; nothing in here can tell whether they are.
/// \param probabilities  of the rows that were called positive, 0 to 1
/// \return               empty, not computed, below kFewestPositiveCalls
/// Source: NannyML's documentation, "Confidence-based performance estimation"; Wang (1993), On the number of successes
/// in independent trials, Statistica Sinica 3(2): 295-312 for the interval.
std::optional<EstimatedPrecision> estimate_precision(std::span<const float> probabilities);

}  // namespace clearwell::evaluation
