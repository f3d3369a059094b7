#pragma once

#include "common/spec/json_reader.hpp"

#include <string>

namespace clearwell::limits {

/// A day, `YYYY-MM-DD`; empty where there is no such member.
std::string date_or_none(spec::JsonReader& reader, const char* key);

}  // namespace clearwell::limits
