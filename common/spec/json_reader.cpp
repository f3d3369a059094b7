#include "common/spec/json_reader.hpp"

#include <algorithm>

namespace clearwell::spec {

std::string shown(const Json& value) {
  constexpr std::size_t kLongest = 60;
  std::string text = value.dump(-1, ' ', false, Json::error_handler_t::replace);
  return text.size() <= kLongest ? text : text.substr(0, kLongest) + "…";
}

JsonReader::JsonReader(const Json& value, std::string path, std::optional<Error>& error)
    : value_(value), path_(std::move(path)), error_(error) {
  if (!value_.is_object()) fail(path_, shown(value_) + " is not an object");
}

void JsonReader::fail(const std::string& path, std::string message) {
  if (!error_) error_ = Error{std::move(message), path};
}

void JsonReader::accept_only(std::initializer_list<std::string_view> keys) {
  if (!value_.is_object()) return;
  std::string accepted;
  for (const std::string_view key : keys)
    accepted += (accepted.empty() ? "" : ", ") + std::string(key);
  for (const auto& [key, member] : value_.items())
    if (std::find(keys.begin(), keys.end(), key) == keys.end())
      fail(path_of(key), "the key \"" + key + "\" is not known (accepted: " + accepted + ")");
}

const Json* JsonReader::find(const char* key) {
  if (has(key)) return &value_[key];
  fail(path_of(key), "the key is missing");
  return nullptr;
}

std::string JsonReader::text(const char* key) {
  const Json* member = find(key);
  if (member == nullptr) return {};
  if (member->is_string()) return member->get<std::string>();
  fail(path_of(key), shown(*member) + " is not a text");
  return {};
}

std::string JsonReader::text_or(const char* key, std::string fallback) {
  return has(key) ? text(key) : std::move(fallback);
}

double JsonReader::number(const char* key, double low, double high) {
  const Json* member = find(key);
  if (member == nullptr) return low;
  const double value = member->is_number() ? member->get<double>() : low - 1;
  if (value >= low && value <= high) return value;
  fail(path_of(key), shown(*member) + " is not a number from " + Json(low).dump() + " to " + Json(high).dump());
  return low;
}

double JsonReader::number_or(const char* key, double low, double high, double fallback) {
  return has(key) ? number(key, low, high) : fallback;
}

bool JsonReader::flag(const char* key) {
  const Json* member = find(key);
  if (member == nullptr) return false;
  if (member->is_boolean()) return member->get<bool>();
  fail(path_of(key), shown(*member) + " is neither true nor false");
  return false;
}

bool JsonReader::flag_or(const char* key, bool fallback) {
  return has(key) ? flag(key) : fallback;
}

std::vector<std::string> JsonReader::texts(const char* key) {
  std::vector<std::string> values;
  for (const Json& value : array(key)) {
    if (value.is_string())
      values.push_back(value.get<std::string>());
    else
      fail(path_of(key) + "[" + std::to_string(values.size()) + "]", shown(value) + " is not a text");
  }
  return values;
}

std::vector<std::string> JsonReader::texts_or_none(const char* key) {
  return has(key) ? texts(key) : std::vector<std::string>{};
}

std::vector<double> JsonReader::numbers(const Json& list, const std::string& path) {
  std::vector<double> values;
  if (!list.is_array()) fail(path, shown(list) + " is not a list of numbers");
  if (!list.is_array()) return values;
  for (const Json& value : list) {
    if (!value.is_number()) fail(path + "[" + std::to_string(values.size()) + "]", shown(value) + " is not a number");
    values.push_back(value.is_number() ? value.get<double>() : 0);
  }
  return values;
}

const Json& JsonReader::object(const char* key) {
  static const Json kEmpty = Json::object();
  const Json* member = find(key);
  if (member == nullptr) return kEmpty;
  if (member->is_object()) return *member;
  fail(path_of(key), shown(*member) + " is not an object");
  return kEmpty;
}

const Json& JsonReader::array(const char* key) {
  static const Json kEmpty = Json::array();
  const Json* member = find(key);
  if (member == nullptr) return kEmpty;
  if (member->is_array()) return *member;
  fail(path_of(key), shown(*member) + " is not a list");
  return kEmpty;
}

}  // namespace clearwell::spec
