#include "server/dataset/physical_consistency.hpp"

#include "common/limits/limits.hpp"
#include "server/dataset/quantiles.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace clearwell::dataset {
namespace {

std::optional<std::size_t> feature_of(const spec::DatasetSpec& spec, const std::string& parameter) {
  const limits::Parameter* known = limits::find_parameter(parameter);
  for (std::size_t feature = 0; feature < spec.features.size(); ++feature)
    if (spec.features[feature].parameter == parameter && known != nullptr && spec.features[feature].unit == known->unit)
      return feature;
  return std::nullopt;
}

std::vector<double> quotients(const TrainingTable& table, std::size_t numerator, std::size_t denominator) {
  std::vector<double> found;
  for (std::size_t row = 0; row < table.n_rows(); ++row) {
    const double above = table.row(row)[numerator];
    const double below = table.row(row)[denominator];
    if (!std::isnan(above) && below > 0) found.push_back(above / below);
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace

std::vector<ConsistencyCheck> check_physical_consistency(const TrainingTable& table, const spec::DatasetSpec& spec) {
  std::vector<ConsistencyCheck> checks;
  for (const limits::PhysicalRelation& relation : limits::physical_relations()) {
    const std::optional<std::size_t> numerator = feature_of(spec, relation.numerator);
    const std::optional<std::size_t> denominator = feature_of(spec, relation.denominator);
    if (!numerator || !denominator) continue;
    const std::vector<double> sorted = quotients(table, *numerator, *denominator);
    ConsistencyCheck check{&relation, *numerator, *denominator, static_cast<std::int64_t>(sorted.size()), 0, 0, 0};
    for (const double quotient : sorted) {
      if (relation.min && quotient < *relation.min) ++check.below;
      if (relation.max && quotient > *relation.max) ++check.above;
    }
    if (!sorted.empty()) check.median_quotient = quantile_of_sorted(sorted, 0.5);
    checks.push_back(check);
  }
  return checks;
}

}  // namespace clearwell::dataset
