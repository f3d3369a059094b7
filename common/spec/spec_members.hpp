#pragma once

#include "common/spec/dataset_spec.hpp"
#include "common/spec/json_reader.hpp"

#include <string>
#include <string_view>

/// Members that several parts of a spec have. What is wrong with them stays in the reader.
namespace clearwell::spec {

/// a to z, 0 to 9 and _, beginning with a letter: also a name in PostgreSQL.
std::string read_name(JsonReader& reader, const char* key);
LocalizedText read_localized(JsonReader& reader, const char* key);
/// Two numbers, the lower first.
Range read_plausible(JsonReader& reader);
/// Digits after the point, for display.
int read_decimals(JsonReader& reader);

/// ASCII letters only, so that the result does not depend on a locale.
std::string lower_case(std::string_view text);

Json json_of(const LocalizedText& text);
Json json_of(const Range& range);

}  // namespace clearwell::spec
