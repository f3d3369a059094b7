#include "common/drift/population_stability.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <utility>
#include <vector>

namespace clearwell::drift {
namespace {

constexpr int kDeciles = 10;
constexpr double kZ99 = 2.3263478740408408;  // the standard normal's 0.99 quantile

/// Upper ends of all bins but the last, which has none: positions in the reference's points.
std::vector<std::size_t> bin_ends(const Distribution& reference) {
  std::vector<std::size_t> ends;
  for (int decile = 1; decile < kDeciles; ++decile) {
    const double wanted = static_cast<double>(reference.measured()) * decile / kDeciles;
    const auto point = std::find_if(reference.up_to.begin(), reference.up_to.end(),
                                    [&](std::int64_t count) { return static_cast<double>(count) >= wanted; });
    const auto end = static_cast<std::size_t>(point - reference.up_to.begin());
    const bool is_last = end + 1 == reference.values.size();  // nothing of the reference lies beyond it
    if (!is_last && (ends.empty() || ends.back() != end)) ends.push_back(end);
  }
  return ends;
}

/// Counts of each bin from counts up to each end.
std::vector<double> differences(const std::vector<std::int64_t>& up_to_ends, std::int64_t all) {
  std::vector<double> counts;
  std::int64_t before = 0;
  for (const std::int64_t count : up_to_ends) {
    counts.push_back(static_cast<double>(count - before));
    before = count;
  }
  counts.push_back(static_cast<double>(all - before));
  return counts;
}

double share(double count, double all, std::size_t n_bins) {
  return (count + 0.5) / (all + 0.5 * static_cast<double>(n_bins));
}

/// The 0.99 quantile of the chi-squared distribution.
/// Source: Wilson, Hilferty (1931), PNAS 17(12): 684-688; off by less than 3 % from one degree of freedom on.
double chi_squared_99(double degrees) {
  const double spread = 2 / (9 * degrees);
  const double root = 1 - spread + kZ99 * std::sqrt(spread);
  return degrees * root * root * root;
}

double sum_of(const std::vector<double>& counts) {
  return std::accumulate(counts.begin(), counts.end(), 0.0);
}

/// \param expected, actual  counts of the reference and of the current values by bin
PopulationStability stability_of(const std::vector<double>& expected, const std::vector<double>& actual) {
  const double n = sum_of(expected);
  const double m = sum_of(actual);
  PopulationStability stability;
  stability.n_bins = static_cast<int>(expected.size());
  for (std::size_t bin = 0; bin < expected.size(); ++bin) {
    const double p = share(expected[bin], n, expected.size());
    const double q = share(actual[bin], m, expected.size());
    stability.index += (q - p) * std::log(q / p);
  }
  stability.by_chance = (1 / n + 1 / m) * chi_squared_99(stability.n_bins - 1);
  return stability;
}

}  // namespace

std::optional<PopulationStability> population_stability(const Distribution& reference,
                                                        std::span<const double> current_sorted) {
  const auto n_current = static_cast<std::int64_t>(current_sorted.size());
  if (reference.measured() < kFewestValues || n_current < kFewestValues) return std::nullopt;
  const std::vector<std::size_t> ends = bin_ends(reference);
  if (ends.empty()) return std::nullopt;

  std::vector<std::int64_t> reference_counts;
  std::vector<std::int64_t> current_counts;
  for (const std::size_t end : ends) {
    reference_counts.push_back(reference.up_to[end]);
    current_counts.push_back(std::upper_bound(current_sorted.begin(), current_sorted.end(), reference.values[end]) -
                             current_sorted.begin());
  }
  const std::vector<double> expected = differences(reference_counts, reference.measured());
  const std::vector<double> actual = differences(current_counts, n_current);

  return stability_of(expected, actual);
}

std::optional<PopulationStability> category_stability(const Distribution& reference,
                                                      std::span<const double> current_sorted) {
  if (reference.measured() < kFewestValues || static_cast<std::int64_t>(current_sorted.size()) < kFewestValues)
    return std::nullopt;
  std::map<double, std::pair<double, double>> counts;  // reference and current by value
  for (std::size_t point = 0; point < reference.values.size(); ++point)
    counts[reference.values[point]].first = static_cast<double>(reference.up_to[point] - reference.below[point]);
  for (const double value : current_sorted)
    ++counts[value].second;
  if (counts.size() < 2) return std::nullopt;
  std::vector<double> expected;
  std::vector<double> actual;
  for (const auto& [value, both] : counts) {
    expected.push_back(both.first);
    actual.push_back(both.second);
  }
  return stability_of(expected, actual);
}

}  // namespace clearwell::drift
