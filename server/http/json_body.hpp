#pragma once

#include "server/http/message.hpp"

#include <nlohmann/json_fwd.hpp>

#include <initializer_list>
#include <string_view>
#include <variant>

namespace clearwell::http {

/// The body as an object that has only keys of these names; an empty body is an empty object.
std::variant<nlohmann::json, ApiError> read_object(const Request& request,
                                                   std::initializer_list<std::string_view> keys);

/// 422 `invalid_body`, for a value of the wrong kind.
ApiError invalid_body(std::string field, std::string message);

}  // namespace clearwell::http
