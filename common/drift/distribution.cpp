#include "common/drift/distribution.hpp"

#include <algorithm>

namespace clearwell::drift {
namespace {

std::size_t count_distinct(std::span<const double> sorted) {
  std::size_t distinct = sorted.empty() ? 0 : 1;
  for (std::size_t index = 1; index < sorted.size(); ++index)
    if (sorted[index] != sorted[index - 1]) ++distinct;
  return distinct;
}

}  // namespace

std::optional<double> Distribution::missing_share() const {
  const std::int64_t rows = measured() + missing;
  if (rows == 0) return std::nullopt;
  return static_cast<double>(missing) / static_cast<double>(rows);
}

Distribution distribution_of(std::span<const double> sorted, std::int64_t missing, std::size_t most_points) {
  Distribution distribution;
  distribution.missing = missing;
  const bool every_value = count_distinct(sorted) <= most_points;
  const std::size_t steps = most_points - 1;
  std::size_t next_step = 0;  // the next point wanted: the value at this share of the rows
  for (std::size_t first = 0; first < sorted.size();) {
    const auto end = std::upper_bound(sorted.begin() + static_cast<std::ptrdiff_t>(first), sorted.end(), sorted[first]);
    const auto past = static_cast<std::size_t>(end - sorted.begin());
    if (every_value || past > next_step * (sorted.size() - 1) / steps) {
      distribution.values.push_back(sorted[first]);
      distribution.below.push_back(static_cast<std::int64_t>(first));
      distribution.up_to.push_back(static_cast<std::int64_t>(past));
      while (past > next_step * (sorted.size() - 1) / steps && next_step <= steps)
        ++next_step;
    }
    first = past;
  }
  return distribution;
}

}  // namespace clearwell::drift
