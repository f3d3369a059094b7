#pragma once

#include "server/base/clock.hpp"
#include "server/http/message.hpp"

#include <optional>
#include <variant>

namespace clearwell::http {

/// `?at=`: the moment whose knowledge is asked for, RFC 3339, or a date for its beginning in UTC; empty where the query
/// has none. Any other parameter is refused.
std::variant<std::optional<base::TimePoint>, ApiError> read_at(const Request& request);

/// The same of one parameter's text. \param name  for the message
std::variant<base::TimePoint, ApiError> read_moment(const std::string& name, const std::string& text);

}  // namespace clearwell::http
