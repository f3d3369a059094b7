#include "server/dataset/correlation.hpp"
#include "server/dataset/leak_alarm.hpp"

#include <algorithm>
#include <cmath>
#include <compare>
#include <cstdio>
#include <optional>
#include <span>
#include <vector>

namespace clearwell::dataset {
namespace {

constexpr double kCopied = 0.9999;
constexpr std::size_t kHalves = 2;

/// A row by what its category says and what is true of it.
struct Ranked {
  double signal = 0;  ///< mean number of the category in the other half of the rows
  double target = 0;

  auto operator<=>(const Ranked&) const = default;  // NOLINT(modernize-use-nullptr): of what the compiler writes
};

/// The rows of one half whose category occurs in the other half, too.
std::vector<Ranked> ranked_rows(const TrainingTable& table, std::size_t feature, std::size_t half) {
  std::vector<double> sums(table.n_categories[feature]);
  std::vector<double> counts(table.n_categories[feature]);
  for (std::size_t row = 1 - half; row < table.n_rows(); row += kHalves) {
    const float value = table.row(row)[feature];
    if (std::isnan(value)) continue;
    sums[static_cast<std::size_t>(value)] += table.targets[row];
    counts[static_cast<std::size_t>(value)] += 1;
  }
  std::vector<Ranked> ranked;
  for (std::size_t row = half; row < table.n_rows(); row += kHalves) {
    const float value = table.row(row)[feature];
    if (std::isnan(value) || counts[static_cast<std::size_t>(value)] == 0) continue;
    const auto category = static_cast<std::size_t>(value);
    ranked.push_back({sums[category] / counts[category], table.targets[row]});
  }
  return ranked;
}

/// Sorts the numbers. \return  how many pairs of them stood the wrong way round
double sort_and_count(std::span<double> numbers) {
  if (numbers.size() < 2) return 0;
  const std::size_t middle = numbers.size() / 2;
  double inverted = sort_and_count(numbers.first(middle)) + sort_and_count(numbers.subspan(middle));
  std::size_t left = 0;
  for (std::size_t right = middle; right < numbers.size(); ++right) {
    while (left < middle && numbers[left] <= numbers[right])
      ++left;
    inverted += static_cast<double>(middle - left);
  }
  std::inplace_merge(numbers.begin(), numbers.begin() + static_cast<std::ptrdiff_t>(middle), numbers.end());
  return inverted;
}

double n_pairs(std::size_t n) {
  return static_cast<double>(n) * (static_cast<double>(n) - 1) / 2;
}

/// As copied_targets says; empty with fewer than three categories or kFewestPairs rows.
std::optional<double> share_of_ordered_pairs(const TrainingTable& table, std::size_t feature) {
  double pairs = 0;
  double inverted = 0;
  std::size_t rows = 0;
  std::size_t fewest_categories = table.n_categories[feature];
  for (std::size_t half = 0; half < kHalves; ++half) {
    std::vector<Ranked> ranked = ranked_rows(table, feature, half);
    std::sort(ranked.begin(), ranked.end());
    rows += ranked.size();
    pairs += n_pairs(ranked.size());
    std::vector<double> targets;
    std::size_t n_categories = 0;
    for (auto first = ranked.begin(); first != ranked.end(); ++n_categories) {
      const auto past =
          std::find_if(first, ranked.end(), [&](const Ranked& row) { return row.signal != first->signal; });
      pairs -= n_pairs(static_cast<std::size_t>(past - first));
      for (; first != past; ++first)
        targets.push_back(first->target);
    }
    fewest_categories = std::min(fewest_categories, n_categories);
    inverted += sort_and_count(targets);
  }
  if (fewest_categories < 3 || rows < static_cast<std::size_t>(kFewestPairs)) return std::nullopt;
  return 1 - inverted / pairs;
}

/// How closely the feature follows the number; empty where that cannot be said.
std::optional<double> closeness(const TrainingTable& table, std::size_t feature) {
  if (table.is_categorical(feature)) return share_of_ordered_pairs(table, feature);
  const Correlation correlation = correlate_with_targets(table, feature);
  if (!correlation.pearson || !correlation.spearman) return std::nullopt;
  return std::max(std::fabs(*correlation.pearson), std::fabs(*correlation.spearman));
}

}  // namespace

std::vector<LeakAlarm> copied_targets(const TrainingTable& table, const spec::DatasetSpec& spec) {
  std::vector<LeakAlarm> alarms;
  for (std::size_t feature = 0; feature < table.n_features; ++feature) {
    const std::optional<double> closest = closeness(table, feature);
    if (!closest || *closest < kCopied) continue;
    char figure[32];
    std::snprintf(figure, sizeof figure, "%.5f", *closest);
    alarms.push_back(
        {"copied_target",
         spec.features[feature].name + " alone follows " + spec.label.name +
             (table.is_categorical(feature) ? " with a share of ordered pairs of " : " with a correlation of ") +
             figure + ": it seems to have been made of the number that is to be estimated"});
  }
  return alarms;
}

}  // namespace clearwell::dataset
