#pragma once

#include <string_view>

namespace clearwell::http {

/// Whether an If-None-Match header names the tag, by the weak comparison that RFC 9110 (13.1.2) asks for: a proxy that
/// compresses turns "x" into W/"x".
bool names_entity_tag(std::string_view if_none_match, std::string_view tag);

}  // namespace clearwell::http
