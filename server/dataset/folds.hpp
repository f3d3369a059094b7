#pragma once

#include "common/result.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace clearwell::dataset {

/// Which fold each row is tested in, for one division of the rows.
struct Folds {
  static constexpr int kNeverJudged = -1;

  int n_folds = 0;
  std::vector<int> fold_of_row;  ///< [n_rows], 0 to n_folds - 1, or kNeverJudged
  /// [n_folds] rows that a fold's model is fitted to, ascending; no elements where they are all but the fold's own.
  std::vector<std::vector<std::size_t>> fitted_to = {};

  bool is_judged(std::size_t row) const { return fold_of_row[row] != kNeverJudged; }
  std::vector<std::size_t> test_rows(int fold) const;   ///< ascending
  std::vector<std::size_t> train_rows(int fold) const;  ///< ascending

  bool operator==(const Folds&) const = default;
};

/// Each class shuffled and dealt round, so that folds differ by at most one row, in all and of each class. The same
/// labels and seed give the same folds everywhere.
/// \param labels  [n_rows], 0 or 1
/// \pre           n_folds >= 2
Folds stratified_folds(std::span<const std::uint8_t> labels, int n_folds, std::uint64_t seed);

/// Rows in the order of their numbers, a stretch of n_folds at a time dealt round by chance, so that folds differ by at
/// most one row and each has low and high numbers alike. The same targets and seed give the same folds everywhere.
/// \param targets  [n_rows]
/// \pre            n_folds >= 2
Folds level_folds(std::span<const double> targets, int n_folds, std::uint64_t seed);

/// Whether every fold can judge and every training part can be divided again: at least two rows of each class in each
/// fold, and in what its model is fitted to. Errors name the class, the fold and the counts.
Result<Ok> check_folds(std::span<const std::uint8_t> labels, const Folds& folds);

/// The same for a regression: at least two rows in each fold, and in what its model is fitted to.
Result<Ok> check_folds(const Folds& folds);

/// The most folds, up to `wanted`, that leave at least one row of each class in each; below 2 where a class has one
/// row.
int feasible_folds(std::span<const std::uint8_t> labels, int wanted);

}  // namespace clearwell::dataset
