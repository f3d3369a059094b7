#pragma once

#include "server/dataset/training_table.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace clearwell::dataset {

/// How two features go together, over the rows in which both were measured.
struct Correlation {
  std::int64_t rows = 0;
  std::optional<double> pearson;   ///< of the values: how near to a straight line
  std::optional<double> spearman;  ///< of their ranks, ties by midranks: how near to any rising or falling line

  bool operator==(const Correlation&) const = default;
};

/// Fewer rows than this are not computed: of 30 unrelated ones chance gives |r| = 0.36 once in twenty times.
inline constexpr std::int64_t kFewestPairs = 30;

/// Every pair of features. Both coefficients are empty where there are fewer than kFewestPairs rows, or where one of
/// the two does not vary in them; of a categorical feature there are no rows, for its positions are no quantity.
/// \return  [n_features (n_features - 1) / 2]: (0, 1), (0, 2), …, (1, 2), …; see correlation_index Source: Pearson
/// (1895), Proc. R. Soc. Lond. 58: 240-242; Spearman (1904), Am. J. Psychol. 15(1): 72-101.
std::vector<Correlation> correlate(const TrainingTable& table);

/// A feature and the targets of a regression's table.
Correlation correlate_with_targets(const TrainingTable& table, std::size_t feature);

/// Position of a pair. \pre  first < second < n_features
constexpr std::size_t correlation_index(std::size_t first, std::size_t second, std::size_t n_features) {
  return first * n_features - first * (first + 1) / 2 + second - first - 1;
}

}  // namespace clearwell::dataset
