#pragma once

#include "common/spec/json_reader.hpp"
#include "common/spec/search_spec.hpp"

namespace clearwell::spec {

/// \param reader  of an object {"method", "candidates", "factor"}
SearchSpec read_search(JsonReader& reader);
/// \param reader  of an object {"low", "high", "scale"}
ParameterRange read_range(JsonReader& reader);

Json json_of(const SearchSpec& search);
Json json_of(const ParameterRange& range);

}  // namespace clearwell::spec
