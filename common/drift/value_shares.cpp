#include "common/drift/value_shares.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace clearwell::drift {
namespace {

struct Counts {
  double reference = 0;
  double current = 0;
};

/// Empty where a side has too few values.
std::map<double, Counts> count_values(const Distribution& reference, std::span<const double> current) {
  std::map<double, Counts> counts;
  if (reference.measured() < kFewestValues || static_cast<std::int64_t>(current.size()) < kFewestValues) return counts;
  for (std::size_t point = 0; point < reference.values.size(); ++point)
    counts[reference.values[point]].reference += static_cast<double>(reference.count(point));
  for (const double value : current)
    ++counts[value].current;
  return counts;
}

/// Probability that a chi-squared variable of so many degrees of freedom exceeds x: the regularised upper incomplete
/// gamma function Q(degrees / 2, x / 2), a finite sum for whole and half arguments.
double chi_squared_tail(double x, int degrees) {
  constexpr double kSqrtPi = 1.7724538509055160273;
  const double half = x / 2;
  const bool even = degrees % 2 == 0;
  double tail = even ? std::exp(-half) : std::erfc(std::sqrt(half));
  double a = even ? 1 : 0.5;
  double term = even ? half * std::exp(-half) : std::sqrt(half) * std::exp(-half) / (kSqrtPi / 2);
  for (; a + 0.5 < static_cast<double>(degrees) / 2; ++a) {
    tail += term;
    term *= half / (a + 1);
  }
  return std::min(tail, 1.0);
}

/// One cell a value, the rare ones together in the last.
std::vector<Counts> cells_of(const std::map<double, Counts>& counts, double smaller_share) {
  std::vector<Counts> cells;
  Counts rare;
  for (const auto& [value, count] : counts) {
    if ((count.reference + count.current) * smaller_share >= 1) {
      cells.push_back(count);
    } else {
      rare.reference += count.reference;
      rare.current += count.current;
    }
  }
  if (rare.reference + rare.current > 0) cells.push_back(rare);
  return cells;
}

double divergence_term(double share, double middle) {
  return share > 0 ? share * std::log(share / middle) : 0;
}

}  // namespace

std::optional<ChiSquared> chi_squared(const Distribution& reference, std::span<const double> current_sorted) {
  const std::map<double, Counts> counts = count_values(reference, current_sorted);
  if (counts.empty()) return std::nullopt;
  const auto n = static_cast<double>(reference.measured());
  const auto m = static_cast<double>(current_sorted.size());
  const std::vector<Counts> cells = cells_of(counts, std::min(n, m) / (n + m));
  ChiSquared result;
  result.degrees = static_cast<int>(cells.size()) - 1;
  if (result.degrees == 0) return result;  // one value, and nothing else
  for (const Counts& cell : cells) {
    const double expected_share = (cell.reference + cell.current) / (n + m);
    const double reference_gap = cell.reference - n * expected_share;
    const double current_gap = cell.current - m * expected_share;
    result.statistic += reference_gap * reference_gap / (n * expected_share);
    result.statistic += current_gap * current_gap / (m * expected_share);
  }
  result.p_value = chi_squared_tail(result.statistic, result.degrees);
  return result;
}

std::optional<double> jensen_shannon_distance(const Distribution& reference, std::span<const double> current_sorted) {
  const std::map<double, Counts> counts = count_values(reference, current_sorted);
  if (counts.empty()) return std::nullopt;
  double divergence = 0;
  for (const auto& [value, count] : counts) {
    const double p = count.reference / static_cast<double>(reference.measured());
    const double q = count.current / static_cast<double>(current_sorted.size());
    divergence += (divergence_term(p, (p + q) / 2) + divergence_term(q, (p + q) / 2)) / 2;
  }
  return std::sqrt(std::max(divergence, 0.0));
}

}  // namespace clearwell::drift
