#include "server/http/json_body.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace clearwell::http {

std::variant<nlohmann::json, ApiError> read_object(const Request& request,
                                                   std::initializer_list<std::string_view> keys) {
  if (request.body.empty()) return nlohmann::json::object();
  nlohmann::json body = nlohmann::json::parse(request.body, nullptr, false);
  if (body.is_discarded()) return ApiError{400, "invalid_json", "the body is not JSON", "", {}};
  if (!body.is_object())
    return invalid_body("", std::string("the body must be an object, but is of the type ") + body.type_name());
  std::string known;
  for (const std::string_view key : keys)
    known += (known.empty() ? "" : ", ") + std::string(key);
  for (const auto& [key, value] : body.items()) {
    if (std::find(keys.begin(), keys.end(), key) == keys.end())
      return ApiError{
          400, "unknown_key", "unknown key \"" + key + "\"; accepted: " + (known.empty() ? "none" : known), key, {}};
  }
  return body;
}

ApiError invalid_body(std::string field, std::string message) {
  return {422, "invalid_body", std::move(message), std::move(field), {}};
}

}  // namespace clearwell::http
