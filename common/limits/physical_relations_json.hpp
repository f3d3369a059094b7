#pragma once

#include <string_view>

namespace clearwell::limits {

/// physical_relations.json as the build embedded it.
extern const std::string_view kPhysicalRelationsJson;

}  // namespace clearwell::limits
