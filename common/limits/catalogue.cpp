#include "common/limits/catalogue.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>
#include <set>
#include <string>
#include <utility>

namespace clearwell::limits {
namespace {

using nlohmann::json;

constexpr std::array kKinds = {LimitKind::health, LimitKind::indicator, LimitKind::aesthetic, LimitKind::operational};
constexpr std::array kRules = {ComplianceRule::each_sample, ComplianceRule::annual_average,
                               ComplianceRule::percentile_90, ComplianceRule::monthly_share};

std::string join(const std::string& path, std::string_view key) {
  return path.empty() ? std::string(key) : path + "." + std::string(key);
}

// Reads the keys of one JSON object and keeps the first complaint, so that a record reads like its list of fields.
class ObjectReader {
 public:
  ObjectReader(const json& object, std::string path) : object_(object), path_(std::move(path)) {
    if (!object.is_object()) complain(path_, "is not an object");
  }

  std::string text(std::string_view key, bool may_be_empty = false) {
    const json* found = find(key);
    if (!found) return complain_missing(key), std::string();
    if (!found->is_string()) return complain(join(path_, key), "is not a text: " + found->dump()), std::string();
    std::string value = found->get<std::string>();
    if (value.empty() && !may_be_empty) complain(join(path_, key), "is empty");
    return value;
  }

  std::optional<double> number(std::string_view key) {
    const json* found = find(key);
    if (!found) return std::nullopt;
    if (!found->is_number()) return complain(join(path_, key), "is not a number: " + found->dump()), std::nullopt;
    return found->get<double>();
  }

  int decimals(std::string_view key) {
    const json* found = find(key);
    if (!found) return complain_missing(key), 0;
    const bool is_usable = found->is_number_integer() && *found >= 0 && *found <= 9;
    if (!is_usable) return complain(join(path_, key), "is " + found->dump() + ", accepted: 0 to 9"), 0;
    return found->get<int>();
  }

  bool flag(std::string_view key, std::optional<bool> fallback = std::nullopt) {
    const json* found = find(key);
    if (!found && !fallback) complain_missing(key);
    if (!found) return fallback.value_or(false);
    if (!found->is_boolean()) return complain(join(path_, key), "is not true or false: " + found->dump()), false;
    return found->get<bool>();
  }

  template <typename Enum, std::size_t n>
  Enum one_of(std::string_view key, const std::array<Enum, n>& accepted) {
    const std::string value = text(key);
    std::string names;
    for (const Enum candidate : accepted) {
      if (to_string(candidate) == value) return candidate;
      names += (names.empty() ? "" : ", ") + std::string(to_string(candidate));
    }
    complain(join(path_, key), "is '" + value + "', accepted: " + names);
    return accepted.front();
  }

  spec::LocalizedText localized(std::string_view key) {
    const json* found = find(key);
    if (!found) return complain_missing(key), spec::LocalizedText{};
    ObjectReader inner(*found, join(path_, key));
    spec::LocalizedText both{inner.text("en"), inner.text("es")};
    inner.finish();
    if (inner.error_ && !error_) error_ = inner.error_;
    return both;
  }

  void complain(const std::string& field, const std::string& what) {
    if (!error_) error_ = Error{field + ": " + what, field};
  }

  /// The first complaint; an unknown key is one, so that a misspelt `confirmd` is not silently false.
  std::optional<Error> finish() {
    if (object_.is_object())
      for (const auto& [key, value] : object_.items())
        if (!known_.contains(key)) complain(join(path_, key), "is not a known key");
    return error_;
  }

 private:
  const json* find(std::string_view key) {
    known_.emplace(key);
    if (!object_.is_object()) return nullptr;
    const auto found = object_.find(std::string(key));
    return found == object_.end() ? nullptr : &*found;
  }

  void complain_missing(std::string_view key) { complain(join(path_, key), "is missing"); }

  const json& object_;
  std::string path_;
  std::set<std::string, std::less<>> known_;
  std::optional<Error> error_;
};

template <typename T>
const T* find_by_code(const std::vector<T>& items, std::string_view code) {
  for (const T& item : items)
    if (item.code == code) return &item;
  return nullptr;
}

Result<Parameter> read_parameter(ObjectReader reader, const Catalogue&) {
  Parameter parameter{.code = reader.text("code"),
                      .title = reader.localized("title"),
                      .unit = reader.text("unit", true),
                      .decimals = reader.decimals("decimals"),
                      .counted = reader.flag("counted", false)};
  if (auto error = reader.finish()) return *error;
  return parameter;
}

Result<Jurisdiction> read_jurisdiction(ObjectReader reader, const Catalogue&) {
  Jurisdiction jurisdiction{.code = reader.text("code"), .title = reader.localized("title")};
  if (auto error = reader.finish()) return *error;
  return jurisdiction;
}

// A limit in another unit than its parameter's would give wrong verdicts silently.
void check_against(const Catalogue& catalogue, Limit& limit, const std::string& path, ObjectReader& reader) {
  const Parameter* parameter = find_by_code(catalogue.parameters, limit.parameter);
  if (!find_by_code(catalogue.jurisdictions, limit.jurisdiction))
    reader.complain(path + ".jurisdiction", "'" + limit.jurisdiction + "' is not among the jurisdictions");
  if (!parameter) {
    reader.complain(path + ".parameter", "'" + limit.parameter + "' is not among the parameters");
    return;
  }
  limit.counted = parameter->counted;
  if (limit.unit != parameter->unit)
    reader.complain(path + ".unit",
                    "is '" + limit.unit + "', accepted: '" + parameter->unit + "', the unit of " + parameter->code);
  if (!limit.min && !limit.max) reader.complain(path, "has neither min nor max");
  if (limit.min && limit.max && *limit.min > *limit.max) reader.complain(path, "has a min above its max");
}

Result<Limit> read_limit(ObjectReader reader, const Catalogue& catalogue, const std::string& path) {
  Limit limit{.jurisdiction = reader.text("jurisdiction"),
              .instrument = reader.text("instrument"),
              .article = reader.text("article"),
              .parameter = reader.text("parameter"),
              .unit = reader.text("unit", true),
              .min = reader.number("min"),
              .max = reader.number("max"),
              .kind = reader.one_of("kind", kKinds),
              .compliance = reader.one_of("compliance", kRules),
              .counted = false,
              .confirmed = reader.flag("confirmed")};
  check_against(catalogue, limit, path, reader);
  if (auto error = reader.finish()) return *error;
  return limit;
}

template <typename T, typename Read>
std::optional<Error> read_list(const json& file, const char* key, std::vector<T>& items, Read read) {
  const auto list = file.find(key);
  if (list == file.end() || !list->is_array()) return Error{std::string(key) + ": is not a list", key};
  for (std::size_t i = 0; i < list->size(); ++i) {
    const std::string path = std::string(key) + "[" + std::to_string(i) + "]";
    Result<T> item = read(ObjectReader((*list)[i], path), path);
    if (!item) return item.error();
    items.push_back(std::move(item).value());
  }
  return std::nullopt;
}

template <typename T>
std::optional<Error> find_repeated_code(const std::vector<T>& items, const std::string& key) {
  std::set<std::string_view> seen;
  for (const T& item : items)
    if (!seen.insert(item.code).second) return Error{key + ": the code '" + item.code + "' stands there twice", key};
  return std::nullopt;
}

Result<json> parse_file(std::string_view text, const std::string& name, const std::set<std::string>& keys) {
  json file = json::parse(text, nullptr, false);
  if (file.is_discarded() || !file.is_object()) return Error{name + ": is not a JSON object", name};
  for (const auto& [key, value] : file.items())
    if (!keys.contains(key)) return Error{name + ": '" + key + "' is not a known key", key};
  const auto version = file.find("format_version");
  if (version == file.end() || *version != 1)
    return Error{
        name + ": format_version is " + (version == file.end() ? "missing" : version->dump()) + ", accepted: 1",
        "format_version"};
  return file;
}

// limits_of answers with one span, so the limits of a jurisdiction and parameter must stand together.
void group(std::vector<Limit>& limits) {
  std::stable_sort(limits.begin(), limits.end(), [](const Limit& a, const Limit& b) {
    return std::pair(std::string_view(a.jurisdiction), std::string_view(a.parameter)) <
           std::pair(std::string_view(b.jurisdiction), std::string_view(b.parameter));
  });
}

}  // namespace

Result<Catalogue> parse_catalogue(std::string_view parameters_json, std::string_view legal_limits_json) {
  Result<json> parameters = parse_file(parameters_json, "parameters.json", {"format_version", "parameters"});
  if (!parameters) return parameters.error();
  Result<json> limits =
      parse_file(legal_limits_json, "legal_limits.json", {"format_version", "jurisdictions", "limits"});
  if (!limits) return limits.error();

  Catalogue catalogue;
  const auto with_catalogue = [&catalogue](auto read) {
    return [&catalogue, read](ObjectReader reader, const std::string&) { return read(std::move(reader), catalogue); };
  };
  const auto limit_reader = [&catalogue](ObjectReader reader, const std::string& path) {
    return read_limit(std::move(reader), catalogue, path);
  };
  std::optional<Error> error =
      read_list(*parameters, "parameters", catalogue.parameters, with_catalogue(read_parameter));
  if (!error) error = find_repeated_code(catalogue.parameters, "parameters");
  if (!error) error = read_list(*limits, "jurisdictions", catalogue.jurisdictions, with_catalogue(read_jurisdiction));
  if (!error) error = find_repeated_code(catalogue.jurisdictions, "jurisdictions");
  if (!error) error = read_list(*limits, "limits", catalogue.limits, limit_reader);
  if (error) return *error;
  group(catalogue.limits);
  return catalogue;
}

}  // namespace clearwell::limits
