#include "server/dataset/correlation.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace clearwell::dataset {
namespace {

/// A feature over all rows, and the rows in the order of its values, so that the ranks among any part of the rows take
/// no further sorting.
struct Column {
  std::vector<float> values;
  std::vector<std::size_t> rows_by_value;  ///< without those where it is missing
};

Column sorted_column(std::vector<float> values) {
  Column column{std::move(values), {}};
  for (std::size_t row = 0; row < column.values.size(); ++row)
    if (!std::isnan(column.values[row])) column.rows_by_value.push_back(row);
  std::stable_sort(column.rows_by_value.begin(), column.rows_by_value.end(),
                   [&](std::size_t a, std::size_t b) { return column.values[a] < column.values[b]; });
  return column;
}

Column column_of(const TrainingTable& table, std::size_t feature) {
  std::vector<float> values;
  for (std::size_t row = 0; row < table.n_rows(); ++row)
    values.push_back(table.row(row)[feature]);
  return sorted_column(std::move(values));
}

/// Pearson's coefficient, two passes, so that large means do not eat the digits. Empty where one side does not vary.
std::optional<double> pearson(const std::vector<double>& a, const std::vector<double>& b) {
  const auto n = static_cast<double>(a.size());
  const double mean_a = std::accumulate(a.begin(), a.end(), 0.0) / n;
  const double mean_b = std::accumulate(b.begin(), b.end(), 0.0) / n;
  double aa = 0;
  double bb = 0;
  double ab = 0;
  for (std::size_t row = 0; row < a.size(); ++row) {
    aa += (a[row] - mean_a) * (a[row] - mean_a);
    bb += (b[row] - mean_b) * (b[row] - mean_b);
    ab += (a[row] - mean_a) * (b[row] - mean_b);
  }
  if (!(aa > 0 && bb > 0)) return std::nullopt;
  return std::clamp(ab / std::sqrt(aa) / std::sqrt(bb), -1.0, 1.0);
}

/// Midranks of `column` among the rows in which `other` was measured too.
/// \param ranks  [n_rows], filled at those rows
void rank_where_both(const Column& column, const Column& other, std::vector<double>& ranks) {
  std::vector<std::size_t> rows;
  for (const std::size_t row : column.rows_by_value)
    if (!std::isnan(other.values[row])) rows.push_back(row);
  for (std::size_t first = 0; first < rows.size();) {
    std::size_t past = first;
    while (past < rows.size() && column.values[rows[past]] == column.values[rows[first]])
      ++past;
    for (std::size_t at = first; at < past; ++at)
      ranks[rows[at]] = static_cast<double>(first + past - 1) / 2;
    first = past;
  }
}

Correlation correlate(const Column& a, const Column& b, std::vector<double>& ranks_a, std::vector<double>& ranks_b) {
  rank_where_both(a, b, ranks_a);
  rank_where_both(b, a, ranks_b);
  std::vector<double> values[2];
  std::vector<double> ranks[2];
  for (const std::size_t row : a.rows_by_value) {
    if (std::isnan(b.values[row])) continue;
    values[0].push_back(a.values[row]);
    values[1].push_back(b.values[row]);
    ranks[0].push_back(ranks_a[row]);
    ranks[1].push_back(ranks_b[row]);
  }
  Correlation correlation{static_cast<std::int64_t>(values[0].size()), {}, {}};
  if (correlation.rows < kFewestPairs) return correlation;
  correlation.pearson = pearson(values[0], values[1]);
  correlation.spearman = pearson(ranks[0], ranks[1]);
  return correlation;
}

}  // namespace

std::vector<Correlation> correlate(const TrainingTable& table) {
  std::vector<Column> columns;
  for (std::size_t feature = 0; feature < table.n_features; ++feature)
    columns.push_back(column_of(table, feature));
  std::vector<double> ranks_a(table.n_rows());
  std::vector<double> ranks_b(table.n_rows());
  std::vector<Correlation> correlations;
  for (std::size_t first = 0; first < columns.size(); ++first)
    for (std::size_t second = first + 1; second < columns.size(); ++second)
      correlations.push_back(table.is_categorical(first) || table.is_categorical(second)
                                 ? Correlation{}
                                 : correlate(columns[first], columns[second], ranks_a, ranks_b));
  return correlations;
}

Correlation correlate_with_targets(const TrainingTable& table, std::size_t feature) {
  if (table.is_categorical(feature)) return {};
  std::vector<double> ranks_a(table.n_rows());
  std::vector<double> ranks_b(table.n_rows());
  return correlate(column_of(table, feature), sorted_column({table.targets.begin(), table.targets.end()}), ranks_a,
                   ranks_b);
}

}  // namespace clearwell::dataset
