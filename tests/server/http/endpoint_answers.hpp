#pragma once

#include "server/http/error_mapping.hpp"
#include "server/http/message.hpp"

#include <nlohmann/json.hpp>

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

/// One endpoint alone, without a router around it.
namespace clearwell::tests {

inline http::Request request_for(std::map<std::string, std::string, std::less<>> path_parameters,
                                 std::vector<std::pair<std::string, std::string>> query = {}) {
  http::Request request;
  request.path_parameters = std::move(path_parameters);
  request.query = std::move(query);
  return request;
}

inline http::Response answered(const http::Answer& answer) {
  if (const http::ApiError* error = std::get_if<http::ApiError>(&answer)) return to_response(*error);
  return std::get<http::Response>(answer);
}

inline nlohmann::json body_of(const http::Answer& answer) {
  return nlohmann::json::parse(answered(answer).body);
}

}  // namespace clearwell::tests
