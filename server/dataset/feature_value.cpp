#include "server/dataset/feature_value.hpp"

#include "common/limits/limits.hpp"

namespace clearwell::dataset {

std::optional<double> feature_value(const spec::FeatureSpec& feature, double value, std::string_view unit,
                                    const std::optional<double>& canonical_value) {
  if (unit.empty() || unit == feature.unit) return value;
  const limits::Parameter* const known = limits::find_parameter(feature.parameter);
  if (known == nullptr || !canonical_value) return std::nullopt;
  const Result<units::Conversion> conversion = limits::understand_unit(*known, feature.unit);
  if (!conversion) return std::nullopt;
  return conversion->from_canonical(*canonical_value);
}

}  // namespace clearwell::dataset
