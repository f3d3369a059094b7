#pragma once

#include "server/http/message.hpp"

#include <string_view>

namespace clearwell::http {

/// Values of Cache-Control.
inline constexpr std::string_view kImmutable = "public, max-age=31536000, immutable";  ///< its name is its content's
inline constexpr std::string_view kRevalidate = "no-cache";                            ///< kept, and asked about

/// Whether an If-None-Match header names the tag, by the weak comparison that RFC 9110 (13.1.2) asks for: a proxy that
/// compresses turns "x" into W/"x".
bool names_entity_tag(std::string_view if_none_match, std::string_view tag);

/// The answer under the SHA-256 of its body as its entity tag; 304 without the body where the client has it already.
Response under_entity_tag(Response response, std::string_view sha256, std::string_view cache_control,
                          const Request& request);

}  // namespace clearwell::http
