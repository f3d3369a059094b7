#pragma once

#include "common/result.hpp"

#include <nlohmann/json.hpp>

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace clearwell::spec {

using Json = nlohmann::ordered_json;

/// Reads members of one JSON object and remembers the first thing wrong with it, with its path. After an error the
/// readers answer empty values, so that a parser is a plain list of members and looks at error() once, at the end.
class JsonReader {
 public:
  /// \param path  of the object, empty at the top
  JsonReader(const Json& value, std::string path, std::optional<Error>& error);

  /// Every key must be one of these.
  void accept_only(std::initializer_list<std::string_view> keys);

  std::string text(const char* key);
  std::string text_or(const char* key, std::string fallback);
  double number(const char* key, double low, double high);
  double number_or(const char* key, double low, double high, double fallback);
  bool flag(const char* key);
  bool flag_or(const char* key, bool fallback);
  std::vector<std::string> texts_or_none(const char* key);
  std::vector<std::string> texts(const char* key);
  std::vector<double> numbers(const Json& list, const std::string& path);

  /// A member that must be an object or an array; an empty one of that kind after an error.
  const Json& object(const char* key);
  const Json& array(const char* key);
  /// A reader of the member that must be an object, or of any other value at a path; they share the first error.
  JsonReader child(const char* key) { return {object(key), path_of(key), error_}; }
  JsonReader child(const Json& value, std::string path) { return {value, std::move(path), error_}; }
  bool has(const char* key) const { return value_.is_object() && value_.contains(key); }
  /// A member of any kind. \pre  has(key)
  const Json& value(const char* key) const { return value_[key]; }

  std::string path_of(const std::string& key) const { return path_.empty() ? key : path_ + "." + key; }
  void fail(const std::string& path, std::string message);

 private:
  const Json* find(const char* key);

  const Json& value_;
  std::string path_;
  std::optional<Error>& error_;
};

/// A value as it stands in the file, cut when long: for error messages.
std::string shown(const Json& value);

}  // namespace clearwell::spec
