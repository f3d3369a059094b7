#pragma once

#include "common/spec/json_reader.hpp"
#include "common/spec/split_spec.hpp"

namespace clearwell::spec {

/// \param reader  of an object {"name", "aliases", "format", "time_zone"}
SampledAtSpec read_sampled_at(JsonReader& reader);
/// \param reader  of an object {"name", "aliases"}
GroupSpec read_group(JsonReader& reader);
/// \param reader  of an object {"method", "test_from", "folds", "repeats", "seed"}
SplitSpec read_split(JsonReader& reader);

Json json_of(const SampledAtSpec& column);
Json json_of(const GroupSpec& column);
Json json_of(const SplitSpec& split);

}  // namespace clearwell::spec
