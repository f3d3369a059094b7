#pragma once

#include "common/scoring/encoding.hpp"

#include <cstddef>
#include <vector>

namespace clearwell::scoring {

/// What a family that adds columns up does to them first: a gap becomes the median, or of a category its share of the
/// training rows, so that a gap speaks for none of them; then each column gets mean 0 and standard deviation 1 over the
/// training rows.
struct Standardisation {
  std::vector<float> medians;       ///< [n_columns], fill what was not measured; of a category, its share
  std::vector<double> means;        ///< [n_columns], of the filled values
  std::vector<double> inverse_sds;  ///< [n_columns]; 0 for a constant column
  Encoding encoding = {};           ///< [n_columns], or empty: one column a feature

  std::size_t n_columns() const { return means.size(); }

  /// One column's value as the model file computes it, to the bit. \param value  NaN where not measured
  double standardised(std::size_t column, float value) const {
    const float filled = value != value ? medians[column] : value;
    return (static_cast<double>(filled) - means[column]) * inverse_sds[column];
  }
  /// \param row  [n_features]; NaN where not measured
  double standardised(std::size_t column, std::span<const float> row) const {
    return standardised(column, encoding.empty() ? row[column] : encoding[column].value(row));
  }
};

}  // namespace clearwell::scoring
