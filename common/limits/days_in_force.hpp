#pragma once

#include "common/spec/json_reader.hpp"

#include <string>

namespace clearwell::limits {

/// First and last day in force of an entry, `YYYY-MM-DD`: the members `valid_from` and `valid_to`, empty where they are
/// missing. An error where the last day comes before the first. \param path  of the entry
void read_days_in_force(spec::JsonReader& reader, const std::string& path, std::string& first, std::string& last);

}  // namespace clearwell::limits
