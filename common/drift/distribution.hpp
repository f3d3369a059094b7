#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace clearwell::drift {

/// What is kept of a feature's values so that later ones can be compared with them: points of its empirical
/// distribution, each with exact counts. Up to as many distinct values as points that is the whole distribution; of
/// more, the points are chosen so that between two of them lies at most 1 / (points - 1) of the values.
struct Distribution {
  static constexpr std::size_t kMostPoints = 256;

  std::vector<double> values;       ///< ascending, all different
  std::vector<std::int64_t> below;  ///< [values.size()] measured values that are less
  std::vector<std::int64_t> up_to;  ///< [values.size()] measured values that are less or equal
  std::int64_t missing = 0;

  std::int64_t measured() const { return up_to.empty() ? 0 : up_to.back(); }
  /// Measured values equal to values[point].
  std::int64_t count(std::size_t point) const { return up_to[point] - below[point]; }
  /// Share of rows without a value; empty without rows.
  std::optional<double> missing_share() const;

  bool operator==(const Distribution&) const = default;
};

/// \param sorted       the measured values, ascending, none NaN
/// \param most_points  at least 2; so many distinct values are kept whole
Distribution distribution_of(std::span<const double> sorted, std::int64_t missing,
                             std::size_t most_points = Distribution::kMostPoints);

/// Fewer measured values than this on either side are not compared: chance alone would decide.
inline constexpr std::int64_t kFewestValues = 30;

}  // namespace clearwell::drift
