#include "common/spec/split_reader.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace clearwell::spec {
namespace {

constexpr std::array kMethods = {SplitMethod::stratified, SplitMethod::group, SplitMethod::time,
                                 SplitMethod::time_and_group};
constexpr std::size_t kLongestZoneName = 63;

/// The day that `2025-01-01` names; empty for anything else.
std::optional<std::chrono::year_month_day> parse_day(const std::string& text) {
  constexpr std::string_view kForm = "dddd-dd-dd";
  if (text.size() != kForm.size()) return std::nullopt;
  for (std::size_t i = 0; i < kForm.size(); ++i)
    if (kForm[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != kForm[i]) return std::nullopt;
  const auto number = [&](std::size_t at, std::size_t length) {
    int value = 0;
    for (const char digit : text.substr(at, length))
      value = 10 * value + (digit - '0');
    return value;
  };
  const std::chrono::year_month_day day{std::chrono::year(number(0, 4)),
                                        std::chrono::month(static_cast<unsigned>(number(5, 2))),
                                        std::chrono::day(static_cast<unsigned>(number(8, 2)))};
  return day.ok() ? std::optional(day) : std::nullopt;
}

/// Whether a format says year, month and day, each part at most once, and nothing that is not known.
bool is_date_format(const std::string& format) {
  std::string parts;
  for (std::size_t i = 0; i < format.size(); ++i) {
    if (format[i] != '%') continue;
    const char part = ++i < format.size() ? format[i] : '%';
    if (std::string_view("YmdHMS").find(part) == std::string_view::npos || parts.find(part) != std::string::npos)
      return false;
    parts += part;
  }
  const auto has = [&](char part) { return parts.find(part) != std::string::npos; };
  return has('Y') && has('m') && has('d') && has('H') == has('M') && (has('M') || !has('S'));
}

bool is_zone_name(const std::string& text) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '/' ||
           c == '+' || c == '-';
  };
  return !text.empty() && text.size() <= kLongestZoneName && std::all_of(text.begin(), text.end(), allowed);
}

SplitMethod read_method(JsonReader& reader) {
  const std::string name = reader.text("method");
  std::string accepted;
  for (const SplitMethod method : kMethods) {
    if (name == to_string(method)) return method;
    accepted += (accepted.empty() ? "" : ", ") + std::string(to_string(method));
  }
  reader.fail(reader.path_of("method"), "\"" + name + "\" is not known (accepted: " + accepted + ")");
  return {};
}

std::optional<std::chrono::year_month_day> read_test_from(JsonReader& reader, const SplitSpec& split) {
  const std::string path = reader.path_of("test_from");
  const std::string text = reader.text("test_from");
  const std::optional<std::chrono::year_month_day> day = parse_day(text);
  if (!day) reader.fail(path, "\"" + text + "\" is not a day such as 2025-01-01");
  if (!split.by_time())
    reader.fail(path, "a " + std::string(to_string(split.method)) +
                          " split has no first day that judges (accepted with method time or time_and_group)");
  return day;
}

}  // namespace

SampledAtSpec read_sampled_at(JsonReader& reader) {
  reader.accept_only({"name", "aliases", "format", "time_zone"});
  SampledAtSpec column;
  column.name = reader.text("name");
  column.aliases = reader.texts_or_none("aliases");
  column.format = reader.text_or("format", "");
  if (!column.format.empty() && !is_date_format(column.format))
    reader.fail(reader.path_of("format"),
                "\"" + column.format +
                    "\" is no date format (accepted: %Y, %m and %d, with %H and %M, or %H, %M and %S, where there is a "
                    "time, each once; without a format dates are as in ISO 8601)");
  column.time_zone = reader.text_or("time_zone", column.time_zone);
  if (!is_zone_name(column.time_zone))
    reader.fail(reader.path_of("time_zone"),
                "\"" + column.time_zone + "\" is no time zone (accepted: IANA names such as Europe/Tallinn or UTC)");
  return column;
}

GroupSpec read_group(JsonReader& reader) {
  reader.accept_only({"name", "aliases"});
  return {reader.text("name"), reader.texts_or_none("aliases")};
}

SplitSpec read_split(JsonReader& reader) {
  reader.accept_only({"method", "test_from", "folds", "repeats", "seed"});
  SplitSpec split;
  if (reader.has("method")) split.method = read_method(reader);
  if (reader.has("test_from")) split.test_from = read_test_from(reader, split);
  const bool is_one = split.is_one_hold_out();
  split.folds = static_cast<int>(reader.number_or("folds", is_one ? 1 : 2, is_one ? 1 : 50, is_one ? 1 : split.folds));
  // What time divides is not drawn, so drawing it again changes nothing.
  const bool is_drawn = split.method != SplitMethod::time;
  split.repeats = static_cast<int>(reader.number_or("repeats", 1, is_drawn ? 100 : 1, split.repeats));
  split.seed = static_cast<std::uint64_t>(reader.number_or("seed", 0, 9007199254740991.0, 42));
  if (split.method == SplitMethod::time_and_group && !split.test_from)
    reader.fail(reader.path_of("test_from"),
                "the key is missing: a split by time and group needs the first day that judges");
  return split;
}

Json json_of(const SampledAtSpec& column) {
  Json json = {{"name", column.name}, {"aliases", column.aliases}, {"time_zone", column.time_zone}};
  if (!column.format.empty()) json["format"] = column.format;
  return json;
}

Json json_of(const GroupSpec& column) {
  return {{"name", column.name}, {"aliases", column.aliases}};
}

Json json_of(const SplitSpec& split) {
  Json json = {{"method", to_string(split.method)}};
  if (split.test_from) json["test_from"] = to_string(*split.test_from);
  json.update({{"folds", split.folds}, {"repeats", split.repeats}, {"seed", split.seed}});
  return json;
}

std::string_view to_string(SplitMethod method) {
  switch (method) {
    case SplitMethod::group:
      return "group";
    case SplitMethod::time:
      return "time";
    case SplitMethod::time_and_group:
      return "time_and_group";
    case SplitMethod::stratified:
      break;
  }
  return "stratified";
}

std::string to_string(std::chrono::year_month_day day) {
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                static_cast<unsigned>(day.day()));
  return text;
}

}  // namespace clearwell::spec
