#pragma once

#include "server/http/message.hpp"

#include <string_view>

namespace clearwell::http {

/// The headers of a request as they came, each with its value, also where that is empty.
///
/// Not taken from cpp-httplib: 0.11 leaves out headers without a value and lines that end in LF alone, and decodes %
/// codes. What a proxy added must be seen however it is written.
/// \param head  request line and headers, to the empty line or beyond
Headers read_headers(std::string_view head);

}  // namespace clearwell::http
