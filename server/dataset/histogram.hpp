#pragma once

#include "server/dataset/class_counts.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace clearwell::dataset {

/// Rows by class in bins that both classes share. A bin holds its lower edge, the last one its upper edge too.
struct Histogram {
  std::vector<double> edges;        ///< [n_bins + 1], ascending; empty where nothing was measured
  std::vector<ClassCounts> counts;  ///< [n_bins]
  bool open_below = false;          ///< the first bin also holds every value below it
  bool open_above = false;          ///< the last bin also holds every value above it

  bool operator==(const Histogram&) const = default;
};

/// Up to 20 distinct values have a bin each. More have bins of one round width near that of Freedman and Diaconis, 8 to
/// 40 of them, between the outer fences of Tukey's rule; the few values beyond go into the outermost bins, for one of
/// them alone would else press all others into one bin.
/// \param values  [n], none NaN
/// \param labels  [n], 0 or 1
/// \param sorted  the values, ascending
/// Source: Freedman, Diaconis (1981), Z. Wahrscheinlichkeitstheorie verw. Gebiete 57: 453-476: 2 IQR / cube root of n.
Histogram make_histogram(std::span<const float> values, std::span<const std::uint8_t> labels,
                         std::span<const double> sorted);

}  // namespace clearwell::dataset
