#include "common/drift/wasserstein.hpp"

#include <algorithm>
#include <cmath>

namespace clearwell::drift {
namespace {

constexpr double kSmallestDeviation = 0.001;

/// Of the population, which the reference is taken for.
double standard_deviation(const Distribution& reference) {
  const auto n = static_cast<double>(reference.measured());
  double mean = 0;
  for (std::size_t point = 0; point < reference.values.size(); ++point)
    mean += reference.values[point] * static_cast<double>(reference.count(point)) / n;
  double variance = 0;
  for (std::size_t point = 0; point < reference.values.size(); ++point) {
    const double distance = reference.values[point] - mean;
    variance += distance * distance * static_cast<double>(reference.count(point)) / n;
  }
  return std::sqrt(variance);
}

/// The area between the two distribution functions.
double distance_between(const Distribution& reference, std::span<const double> current) {
  const auto n = static_cast<double>(reference.measured());
  const auto m = static_cast<double>(current.size());
  double area = 0;
  std::size_t point = 0;
  std::size_t row = 0;
  double at = std::min(reference.values.front(), current.front());
  while (point < reference.values.size() || row < current.size()) {
    const bool from_reference =
        row == current.size() || (point < reference.values.size() && reference.values[point] <= current[row]);
    const double next = from_reference ? reference.values[point] : current[row];
    const double share = point == 0 ? 0 : static_cast<double>(reference.up_to[point - 1]) / n;
    area += std::fabs(share - static_cast<double>(row) / m) * (next - at);
    at = next;
    ++(from_reference ? point : row);
  }
  return area;
}

}  // namespace

std::optional<double> normed_wasserstein_distance(const Distribution& reference,
                                                  std::span<const double> current_sorted) {
  if (reference.measured() < kFewestValues || static_cast<std::int64_t>(current_sorted.size()) < kFewestValues)
    return std::nullopt;
  return distance_between(reference, current_sorted) / std::max(standard_deviation(reference), kSmallestDeviation);
}

}  // namespace clearwell::drift
