#pragma once

#include "common/spec/dataset_spec.hpp"

#include <optional>
#include <string_view>

namespace clearwell::dataset {

/// A result's value in the feature's unit; empty where there is no way to it from the unit that was reported.
/// \param value            in `unit`; a result without a unit is in the feature's
/// \param canonical_value  the same in the catalogue's unit of the parameter, where both are known
std::optional<double> feature_value(const spec::FeatureSpec& feature, double value, std::string_view unit,
                                    const std::optional<double>& canonical_value);

}  // namespace clearwell::dataset
