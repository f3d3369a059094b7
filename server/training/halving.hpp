#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

/// Successive halving: many candidates are tried on few rows, the better ones on more, the best on all.
/// Source: Jamieson, Talwalkar (2016), Non-stochastic best arm identification and hyperparameter optimization, AISTATS.
namespace clearwell::training {

/// One round of a search.
struct Rung {
  std::size_t n_candidates = 0;
  double share = 1;  ///< of the training rows that a candidate is fitted to

  bool operator==(const Rung&) const = default;
};

/// Each rung keeps one in `factor` of the candidates, rounded up, and gives them `factor` times the rows; the last one
/// has at most `factor` candidates and all rows.
/// \pre  n_candidates >= 1, factor >= 2
std::vector<Rung> halving_rungs(std::size_t n_candidates, int factor);

/// A share of the rows with the classes in proportion, at least 20 of each class or what there is of it. A larger share
/// of the same rows and seed holds the smaller one.
/// \param rows    positions in labels, ascending
/// \param labels  0 or 1
/// \param share   above 0, at most 1
/// \return        ascending
std::vector<std::size_t> stratified_share(std::span<const std::size_t> rows, std::span<const std::uint8_t> labels,
                                          double share, std::uint64_t seed);

}  // namespace clearwell::training
