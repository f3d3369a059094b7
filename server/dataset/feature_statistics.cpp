#include "server/dataset/feature_statistics.hpp"

#include "common/drift/equal_shares.hpp"
#include "common/evaluation/ranking.hpp"
#include "server/dataset/category_signal.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace clearwell::dataset {
namespace {

constexpr std::size_t kRepeatedKept = 3;

/// The measured values of one feature with their labels, in the order of the rows.
struct Column {
  std::vector<float> values;
  std::vector<std::uint8_t> labels;
  ClassCounts missing;
};

Column measured_column(const TrainingTable& table, std::size_t feature) {
  Column column;
  for (std::size_t row = 0; row < table.n_rows(); ++row) {
    const float value = table.row(row)[feature];
    if (std::isnan(value)) {
      column.missing.add(table.labels[row]);
      continue;
    }
    column.values.push_back(value);
    column.labels.push_back(table.labels[row]);
  }
  return column;
}

std::optional<MeasuredSummary> summarise(std::span<const double> sorted) {
  if (sorted.empty()) return std::nullopt;
  const auto n = static_cast<double>(sorted.size());
  MeasuredSummary summary;
  for (const double value : sorted)
    summary.mean += value / n;
  double squares = 0;
  for (const double value : sorted)
    squares += (value - summary.mean) * (value - summary.mean);
  if (sorted.size() > 1) summary.sd = std::sqrt(squares / (n - 1));
  summary.min = sorted.front();
  summary.max = sorted.back();
  const auto at = [&](double share) { return quantile_of_sorted(sorted, share); };
  summary.quantiles = {at(0.01), at(0.05), at(0.25), at(0.5), at(0.75), at(0.95), at(0.99)};
  return summary;
}

std::int64_t count_distinct(std::span<const double> sorted) {
  std::int64_t distinct = sorted.empty() ? 0 : 1;
  for (std::size_t row = 1; row < sorted.size(); ++row)
    if (sorted[row] != sorted[row - 1]) ++distinct;
  return distinct;
}

std::optional<Outliers> find_outliers(const Column& column, const MeasuredSummary& summary) {
  const double distance = summary.quantiles.q75 - summary.quantiles.q25;
  if (!(distance > 0)) return std::nullopt;
  Outliers outliers{summary.quantiles.q25 - 1.5 * distance, summary.quantiles.q75 + 1.5 * distance, {}, {}};
  for (std::size_t row = 0; row < column.values.size(); ++row) {
    const double value = column.values[row];
    if (value < outliers.lower_fence || value > outliers.upper_fence) outliers.outside.add(column.labels[row]);
    if (value < summary.quantiles.q25 - 3 * distance || value > summary.quantiles.q75 + 3 * distance)
      outliers.far_outside.add(column.labels[row]);
  }
  return outliers;
}

/// The values that most rows have; of equally frequent ones the smaller.
std::vector<RepeatedValue> most_repeated(const Column& column) {
  std::map<float, ClassCounts> rows_of;
  for (std::size_t row = 0; row < column.values.size(); ++row)
    rows_of[column.values[row]].add(column.labels[row]);
  std::vector<RepeatedValue> repeated;
  for (const auto& [value, rows] : rows_of)
    if (rows.all() > 1) repeated.push_back({value, rows});
  std::stable_sort(repeated.begin(), repeated.end(),
                   [](const RepeatedValue& a, const RepeatedValue& b) { return a.rows.all() > b.rows.all(); });
  repeated.resize(std::min(repeated.size(), kRepeatedKept));
  return repeated;
}

bool counts_upwards(const std::vector<float>& values) {
  for (std::size_t row = 0; row < values.size(); ++row)
    if (values[row] != std::floor(values[row]) || (row > 0 && values[row] <= values[row - 1])) return false;
  return values.size() > 1;
}

std::int64_t count_implausible(const std::vector<float>& values, const spec::Range& plausible) {
  // The ends as the values are kept: 0.1 as float32 is a little more than 0.1.
  const spec::Range kept{static_cast<double>(static_cast<float>(plausible.low)),
                         static_cast<double>(static_cast<float>(plausible.high))};
  return std::count_if(values.begin(), values.end(), [&](float value) { return !kept.contains(value); });
}

std::vector<ClassCounts> count_categories(const Column& column, std::size_t n_categories) {
  std::vector<ClassCounts> counts(n_categories);
  for (std::size_t row = 0; row < column.values.size(); ++row)
    counts[static_cast<std::size_t>(column.values[row])].add(column.labels[row]);
  return counts;
}

void describe_quantity(const Column& column, const std::vector<double>& sorted, const spec::FeatureSpec& spec,
                       FeatureStatistics& statistics) {
  statistics.summary = summarise(sorted);
  statistics.implausible = count_implausible(column.values, spec.plausible);
  statistics.counts_upwards = counts_upwards(column.values);
  statistics.histogram = make_histogram(column.values, column.labels, sorted);
  if (statistics.summary) statistics.outliers = find_outliers(column, *statistics.summary);
  statistics.repeated = most_repeated(column);
}

std::optional<double> auc_alone(const TrainingTable& table, std::size_t feature, const Column& column) {
  if (!table.is_categorical(feature)) return evaluation::roc_auc(column.values, column.labels);
  std::vector<float> signal = category_signal(table, feature);
  std::erase_if(signal, [](float value) { return std::isnan(value); });
  return evaluation::roc_auc(signal, column.labels);
}

}  // namespace

FeatureStatistics describe_feature(const TrainingTable& table, const spec::FeatureSpec& spec, std::size_t feature) {
  const Column column = measured_column(table, feature);
  std::vector<double> sorted(column.values.begin(), column.values.end());
  std::sort(sorted.begin(), sorted.end());

  FeatureStatistics statistics;
  for (const std::uint8_t label : column.labels)
    statistics.measured.add(label);
  statistics.missing = column.missing;
  statistics.distinct = count_distinct(sorted);
  if (spec.is_number())
    describe_quantity(column, sorted, spec, statistics);
  else
    statistics.categories = count_categories(column, spec.categories.size());
  statistics.roc_auc = auc_alone(table, feature, column);
  const ClassCounts& missing = statistics.missing;
  statistics.missing_p_value =
      drift::equal_shares_p_value(missing.negatives, missing.negatives + statistics.measured.negatives,
                                  missing.positives, missing.positives + statistics.measured.positives);
  statistics.distribution = drift::distribution_of(sorted, statistics.missing.all());
  return statistics;
}

}  // namespace clearwell::dataset
