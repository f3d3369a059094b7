#pragma once

#include <cstddef>
#include <vector>

namespace clearwell::scoring {

/// What a family that adds features up does to them first: a gap becomes the median, then each feature gets mean 0 and
/// standard deviation 1 over the training rows.
struct Standardisation {
  std::vector<float> medians;       ///< [n_features], fill what was not measured
  std::vector<double> means;        ///< [n_features], of the filled values
  std::vector<double> inverse_sds;  ///< [n_features]; 0 for a constant feature

  /// One value as the model file computes it, to the bit. \param value  NaN where not measured
  double standardised(std::size_t feature, float value) const {
    const float filled = value != value ? medians[feature] : value;
    return (static_cast<double>(filled) - means[feature]) * inverse_sds[feature];
  }
};

}  // namespace clearwell::scoring
