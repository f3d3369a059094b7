#include "common/spec/spec_members.hpp"

#include <algorithm>
#include <cmath>

namespace clearwell::spec {
namespace {

constexpr std::size_t kMaxNameLength = 63;  // PostgreSQL's limit for the name of a view or column
constexpr double kLargestValue = 3.0e38;    // values are scored as float32

bool is_name(const std::string& text) {
  const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
  return !text.empty() && text.size() <= kMaxNameLength && text.front() >= 'a' && text.front() <= 'z' &&
         std::all_of(text.begin(), text.end(), allowed);
}

}  // namespace

std::string read_name(JsonReader& reader, const char* key) {
  std::string text = reader.text(key);
  if (!is_name(text))
    reader.fail(reader.path_of(key),
                "\"" + text + "\" is no name (accepted: a to z, 0 to 9 and _, beginning with a letter, at most 63)");
  return text;
}

LocalizedText read_localized(JsonReader& reader, const char* key) {
  JsonReader both = reader.child(key);
  both.accept_only({"en", "es"});
  return {both.text("en"), both.text("es")};
}

Range read_plausible(JsonReader& reader) {
  const std::string path = reader.path_of("plausible");
  const std::vector<double> ends = reader.numbers(reader.array("plausible"), path);
  if (ends.size() == 2 && ends[0] < ends[1] && std::fabs(ends[0]) <= kLargestValue &&
      std::fabs(ends[1]) <= kLargestValue)
    return {ends[0], ends[1]};
  reader.fail(path, "not two numbers, the lower first, each at most 3e38 in magnitude");
  return {};
}

int read_decimals(JsonReader& reader) {
  return static_cast<int>(reader.number_or("decimals", 0, 9, 2));
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

Json json_of(const LocalizedText& text) {
  return {{"en", text.en}, {"es", text.es}};
}

Json json_of(const Range& range) {
  return Json::array({range.low, range.high});
}

}  // namespace clearwell::spec
