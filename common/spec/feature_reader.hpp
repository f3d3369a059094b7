#pragma once

#include "common/spec/dataset_spec.hpp"
#include "common/spec/json_reader.hpp"

namespace clearwell::spec {

/// \param reader  of an object {"name", "parameter", "title", "aliases"} with {"unit", "plausible", "decimals"}, or
/// with
///                {"type", "categories"} of a feature that is no number
FeatureSpec read_feature(JsonReader& reader);

Json json_of(const FeatureSpec& feature);

}  // namespace clearwell::spec
