#include "server/http/json_body.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace clearwell::http {
namespace {

/// PostgreSQL would take a NUL for a fault.
bool is_line(std::string_view text) {
  constexpr std::size_t kMostBytes = 1000;
  return !text.empty() && text.size() <= kMostBytes &&
         std::none_of(text.begin(), text.end(), [](unsigned char c) { return c < ' ' || c == 0x7F; });
}

}  // namespace

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

std::variant<std::string, ApiError> read_line(const nlohmann::json& object, const char* key, std::string field) {
  if (!object.contains(key) || object.at(key).is_null()) return std::string();
  const nlohmann::json& value = object.at(key);
  if (value.is_string() && is_line(value.get_ref<const std::string&>())) return value.get<std::string>();
  return invalid_body(std::move(field), std::string(key) + " must be one line of text, of 1 to 1000 bytes");
}

std::variant<std::string, ApiError> read_reason(const nlohmann::json& body, bool required) {
  auto reason = read_line(body, "reason", "reason");
  const std::string* text = std::get_if<std::string>(&reason);
  if (required && text != nullptr && text->empty())
    return invalid_body("reason", "reason is missing: why, for those who read the record");
  return reason;
}

ApiError invalid_body(std::string field, std::string message) {
  return {422, "invalid_body", std::move(message), std::move(field), {}};
}

}  // namespace clearwell::http
