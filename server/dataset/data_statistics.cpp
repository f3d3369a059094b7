#include "server/dataset/data_statistics.hpp"

#include "server/dataset/target_halves.hpp"

#include <cmath>
#include <cstring>
#include <limits>
#include <unordered_map>

namespace clearwell::dataset {
namespace {

/// The bytes of a row's features, those not measured all alike.
std::string content_of(std::span<const float> row) {
  std::vector<float> values(row.begin(), row.end());
  for (float& value : values)
    if (std::isnan(value)) value = std::numeric_limits<float>::quiet_NaN();
  std::string bytes(values.size() * sizeof(float), '\0');
  std::memcpy(bytes.data(), values.data(), bytes.size());
  return bytes;
}

std::int64_t count_contradictory(const TrainingTable& table) {
  std::unordered_map<std::string, ClassCounts> rows_of;
  for (std::size_t row = 0; row < table.n_rows(); ++row)
    rows_of[content_of(table.row(row))].add(table.labels[row]);
  std::int64_t contradictory = 0;
  for (const auto& [content, rows] : rows_of)
    if (rows.negatives > 0 && rows.positives > 0) contradictory += rows.all();
  return contradictory;
}

}  // namespace

DataStatistics describe_data(const TrainingTable& table, const spec::DatasetSpec& spec) {
  DataStatistics statistics;
  statistics.sha256 = table.sha256;
  for (const std::uint8_t label : table.labels)
    statistics.labels.add(label);
  statistics.repeated_samples = static_cast<std::int64_t>(table.repeated_samples);
  if (!table.is_regression()) statistics.contradictory_rows = count_contradictory(table);
  for (std::size_t feature = 0; feature < spec.features.size(); ++feature)
    statistics.features.push_back(describe_feature(table, spec.features[feature], feature));
  statistics.correlations = correlate(table);
  statistics.consistency = check_physical_consistency(table, spec);
  if (!table.is_regression()) return statistics;
  statistics.target = describe_targets(table, spec);
  for (std::size_t feature = 0; feature < spec.features.size(); ++feature)
    statistics.with_target.push_back(correlate_with_targets(table, feature));
  return statistics;
}

}  // namespace clearwell::dataset
