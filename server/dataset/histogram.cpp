#include "server/dataset/histogram.hpp"

#include "server/dataset/quantiles.hpp"

#include <algorithm>
#include <cmath>

namespace clearwell::dataset {
namespace {

constexpr std::size_t kBinPerValue = 20;
constexpr double kFewestBins = 8;
constexpr double kMostBins = 40;

/// The round width (1, 2 or 5 times a power of ten) next to the wanted one.
double round_width(double wanted) {
  const double power = std::pow(10, std::floor(std::log10(wanted)));
  for (const double step : {1.0, 2.0, 5.0})
    if (wanted <= step * power * (1 + 1e-9)) return step * power;
  return 10 * power;
}

std::vector<double> distinct_values(std::span<const double> sorted) {
  std::vector<double> distinct(sorted.begin(), sorted.end());
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  return distinct;
}

/// A bin around each value, from half way to its neighbours.
std::vector<double> edges_around(const std::vector<double>& distinct) {
  const double first_gap = distinct.size() > 1 ? distinct[1] - distinct[0] : 1;
  const double last_gap = distinct.size() > 1 ? distinct.back() - distinct[distinct.size() - 2] : 1;
  std::vector<double> edges = {distinct.front() - first_gap / 2};
  for (std::size_t index = 1; index < distinct.size(); ++index)
    edges.push_back((distinct[index - 1] + distinct[index]) / 2);
  edges.push_back(distinct.back() + last_gap / 2);
  return edges;
}

std::vector<double> even_edges(std::span<const double> sorted) {
  const double q25 = quantile_of_sorted(sorted, 0.25);
  const double q75 = quantile_of_sorted(sorted, 0.75);
  const double distance = q75 - q25;
  const bool fenced = distance > 0;
  const double low = fenced ? std::max(sorted.front(), q25 - 3 * distance) : sorted.front();
  const double high = fenced ? std::min(sorted.back(), q75 + 3 * distance) : sorted.back();
  const double wanted = fenced ? 2 * distance / std::cbrt(static_cast<double>(sorted.size())) : 0;
  const double width = round_width(std::clamp(wanted, (high - low) / kMostBins, (high - low) / kFewestBins));
  std::vector<double> edges;
  const auto first = static_cast<std::int64_t>(std::floor(low / width));
  for (std::int64_t step = first; edges.size() < 2 || edges.back() < high; ++step)
    edges.push_back(static_cast<double>(step) * width);
  return edges;
}

std::size_t bin_of(const std::vector<double>& edges, double value) {
  const auto above = std::upper_bound(edges.begin(), edges.end(), value) - edges.begin();
  const auto last = static_cast<std::ptrdiff_t>(edges.size()) - 2;
  return static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(above - 1, 0, last));
}

}  // namespace

Histogram make_histogram(std::span<const float> values, std::span<const std::uint8_t> labels,
                         std::span<const double> sorted) {
  Histogram histogram;
  if (sorted.empty()) return histogram;
  const std::vector<double> distinct = distinct_values(sorted);
  histogram.edges = distinct.size() <= kBinPerValue ? edges_around(distinct) : even_edges(sorted);
  histogram.counts.resize(histogram.edges.size() - 1);
  for (std::size_t row = 0; row < values.size(); ++row)
    histogram.counts[bin_of(histogram.edges, values[row])].add(labels[row]);
  histogram.open_below = sorted.front() < histogram.edges.front();
  histogram.open_above = sorted.back() > histogram.edges.back();
  return histogram;
}

}  // namespace clearwell::dataset
