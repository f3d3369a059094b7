#include "server/dataset/limit_comparison.hpp"

#include <cmath>

namespace clearwell::dataset {
namespace {

LimitComparison compare(const TrainingTable& table, std::size_t feature, const limits::Limit& limit) {
  LimitComparison comparison{limit, feature, {}, {}};
  for (std::size_t row = 0; row < table.n_rows(); ++row) {
    const float value = table.row(row)[feature];
    if (std::isnan(value)) continue;
    comparison.measured.add(table.labels[row]);
    if (is_beyond(value, limit)) comparison.beyond.add(table.labels[row]);
  }
  return comparison;
}

}  // namespace

bool is_beyond(float value, const limits::Limit& limit) {
  return (limit.min && value < static_cast<float>(*limit.min)) || (limit.max && value > static_cast<float>(*limit.max));
}

std::vector<LimitComparison> compare_with_limits(const TrainingTable& table, const spec::DatasetSpec& spec,
                                                 std::string_view day) {
  std::vector<LimitComparison> comparisons;
  for (std::size_t feature = 0; feature < spec.features.size(); ++feature)
    for (const limits::Jurisdiction& jurisdiction : limits::jurisdictions())
      for (const limits::Limit& limit :
           limits::limits_in_force(jurisdiction.code, spec.features[feature].parameter, day))
        if (limit.confirmed && limit.unit == spec.features[feature].unit)
          comparisons.push_back(compare(table, feature, limit));
  return comparisons;
}

}  // namespace clearwell::dataset
