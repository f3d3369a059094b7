#pragma once

#include "server/http/message.hpp"

#include <nlohmann/json_fwd.hpp>

#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace clearwell::http {

/// The body as an object that has only keys of these names; an empty body is an empty object.
std::variant<nlohmann::json, ApiError> read_object(const Request& request,
                                                   std::initializer_list<std::string_view> keys);

/// The text of that key, one line of 1 to 1000 bytes; empty where it is null or left out. \param field  in the error
std::variant<std::string, ApiError> read_line(const nlohmann::json& object, const char* key, std::string field);

/// The `reason` of a body. \param required  a body without one is refused; else it is empty
std::variant<std::string, ApiError> read_reason(const nlohmann::json& body, bool required);

/// 422 `invalid_body`, for a value of the wrong kind.
ApiError invalid_body(std::string field, std::string message);

}  // namespace clearwell::http
