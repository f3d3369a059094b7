#include "common/limits/catalogue.hpp"

#include "common/limits/days_in_force.hpp"
#include "common/spec/json_reader.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <string>
#include <utility>

namespace clearwell::limits {
namespace {

using spec::Json;
using spec::JsonReader;

constexpr std::array kKinds = {LimitKind::health, LimitKind::indicator, LimitKind::aesthetic, LimitKind::operational};
constexpr std::array kRules = {ComplianceRule::each_sample, ComplianceRule::annual_average,
                               ComplianceRule::locational_annual_average, ComplianceRule::percentile_90,
                               ComplianceRule::monthly_share};
constexpr double kLargest = 1e12;
constexpr double kLeast = 1e-12;

std::string text_of(JsonReader& reader, const char* key) {
  std::string text = reader.text(key);
  if (text.empty()) reader.fail(reader.path_of(key), "the text is empty");
  return text;
}

spec::LocalizedText localized(JsonReader& reader, const char* key, std::optional<Error>& error) {
  JsonReader both(reader.object(key), reader.path_of(key), error);
  both.accept_only({"en", "es"});
  return {text_of(both, "en"), text_of(both, "es")};
}

template <typename Enum, std::size_t n>
Enum one_of(JsonReader& reader, const char* key, const std::array<Enum, n>& accepted) {
  const std::string value = reader.text(key);
  std::string names;
  for (const Enum candidate : accepted) {
    if (to_string(candidate) == value) return candidate;
    names += (names.empty() ? "" : ", ") + std::string(to_string(candidate));
  }
  reader.fail(reader.path_of(key), "\"" + value + "\" is not known (accepted: " + names + ")");
  return accepted.front();
}

std::optional<double> number_or_none(JsonReader& reader, const char* key) {
  return reader.has(key) ? std::optional(reader.number(key, -kLargest, kLargest)) : std::nullopt;
}

template <typename T>
const T* find_by_code(const std::vector<T>& items, std::string_view code) {
  for (const T& item : items)
    if (item.code == code) return &item;
  return nullptr;
}

std::vector<units::Basis> read_bases(JsonReader& reader, std::optional<Error>& error) {
  std::vector<units::Basis> bases;
  for (const Json& item : reader.array("bases")) {
    JsonReader basis(item, reader.path_of("bases[" + std::to_string(bases.size()) + "]"), error);
    basis.accept_only({"basis", "aliases", "times", "over", "assumed"});
    bases.push_back({text_of(basis, "basis"),
                     basis.texts_or_none("aliases"),
                     {basis.number_or("times", kLeast, kLargest, 1), basis.number_or("over", kLeast, kLargest, 1)},
                     basis.flag_or("assumed", false)});
  }
  return bases;
}

spec::Range read_range(JsonReader& reader, const char* key, std::optional<Error>& error) {
  JsonReader range(reader.object(key), reader.path_of(key), error);
  range.accept_only({"low", "high"});
  return {range.number("low", -kLargest, kLargest), range.number("high", -kLargest, kLargest)};
}

/// The canonical unit must be one of the quantity's, or no value could be brought into it.
void check_unit(const Parameter& parameter, JsonReader& reader) {
  const units::Quantity* const quantity = units::find_quantity(parameter.quantity);
  if (quantity == nullptr) {
    reader.fail(reader.path_of("quantity"), "\"" + parameter.quantity + "\" is not among the quantities of units.json");
    return;
  }
  const auto understood = units::understand(parameter.unit, parameter.unit, *quantity, parameter.bases);
  if (!understood) reader.fail(reader.path_of("unit"), understood.error().message);
}

Parameter read_parameter(const Json& item, const std::string& path, std::optional<Error>& error) {
  JsonReader reader(item, path, error);
  reader.accept_only({"code", "title", "unit", "decimals", "counted", "quantity", "bases", "possible"});
  Parameter parameter;
  parameter.code = text_of(reader, "code");
  parameter.title = localized(reader, "title", error);
  parameter.unit = reader.text("unit");
  parameter.decimals = static_cast<int>(reader.number("decimals", 0, 9));
  parameter.counted = reader.flag_or("counted", false);
  parameter.quantity = text_of(reader, "quantity");
  if (reader.has("bases")) parameter.bases = read_bases(reader, error);
  if (reader.has("possible")) parameter.possible = read_range(reader, "possible", error);
  if (!error) check_unit(parameter, reader);
  return parameter;
}

Jurisdiction read_jurisdiction(const Json& item, const std::string& path, std::optional<Error>& error) {
  JsonReader reader(item, path, error);
  reader.accept_only({"code", "title"});
  return {.code = text_of(reader, "code"), .title = localized(reader, "title", error)};
}

/// Brings the law's numbers into the parameter's unit, which values are judged in.
void convert(Limit& limit, const Parameter& parameter, JsonReader& reader) {
  limit.unit = parameter.unit;
  limit.counted = parameter.counted;
  const Result<units::Conversion> conversion = understand_unit(parameter, limit.stated_unit);
  if (!conversion) {
    reader.fail(reader.path_of("unit"), conversion.error().message);
    return;
  }
  if (limit.stated_min) limit.min = conversion->to_canonical(*limit.stated_min);
  if (limit.stated_max) limit.max = conversion->to_canonical(*limit.stated_max);
}

void check_numbers(const Limit& limit, const std::string& path, JsonReader& reader) {
  if (!limit.stated_min && !limit.stated_max) reader.fail(path, "has neither min nor max");
  if (limit.stated_min && limit.stated_max && *limit.stated_min > *limit.stated_max)
    reader.fail(path, "has a min above its max");
}

int whole(JsonReader& reader, const char* key, int low, int high) {
  const double number = reader.number(key, low, high);
  if (number != std::floor(number)) reader.fail(reader.path_of(key), spec::shown(reader.value(key)) + " is not whole");
  return static_cast<int>(number);
}

/// Of a month's samples, which is what one rule is about and the others are not.
void read_share(Limit& limit, JsonReader& reader) {
  if (limit.compliance == ComplianceRule::monthly_share) {
    limit.percent_of_samples = whole(reader, "percent_of_samples", 1, 100);
    if (reader.has("tolerated_samples")) limit.tolerated_samples = whole(reader, "tolerated_samples", 0, 1000);
    return;
  }
  for (const char* key : {"percent_of_samples", "tolerated_samples"})
    if (reader.has(key))
      reader.fail(reader.path_of(key), "is about a month's samples, and the limit's rule is not monthly_share");
}

Limit read_limit(const Json& item, const std::string& path, const Catalogue& catalogue, std::optional<Error>& error) {
  JsonReader reader(item, path, error);
  reader.accept_only({"jurisdiction", "instrument", "article", "parameter", "unit", "min", "max", "kind", "compliance",
                      "percent_of_samples", "tolerated_samples", "valid_from", "valid_to", "confirmed"});
  Limit limit;
  limit.jurisdiction = text_of(reader, "jurisdiction");
  limit.instrument = text_of(reader, "instrument");
  limit.article = text_of(reader, "article");
  limit.parameter = text_of(reader, "parameter");
  limit.stated_unit = reader.text("unit");
  limit.stated_min = number_or_none(reader, "min");
  limit.stated_max = number_or_none(reader, "max");
  limit.kind = one_of(reader, "kind", kKinds);
  limit.compliance = one_of(reader, "compliance", kRules);
  read_share(limit, reader);
  read_days_in_force(reader, path, limit.valid_from, limit.valid_to);
  limit.confirmed = reader.flag("confirmed");
  check_numbers(limit, path, reader);
  if (find_by_code(catalogue.jurisdictions, limit.jurisdiction) == nullptr)
    reader.fail(path + ".jurisdiction", "\"" + limit.jurisdiction + "\" is not among the jurisdictions");
  if (const Parameter* const parameter = find_by_code(catalogue.parameters, limit.parameter))
    convert(limit, *parameter, reader);
  else
    reader.fail(path + ".parameter", "\"" + limit.parameter + "\" is not among the parameters");
  return limit;
}

template <typename T, typename Read>
void read_list(JsonReader& file, const char* key, std::vector<T>& items, Read read) {
  for (const Json& item : file.array(key))
    items.push_back(read(item, std::string(key) + "[" + std::to_string(items.size()) + "]"));
}

template <typename T>
void refuse_repeated_codes(const std::vector<T>& items, const char* key, JsonReader& file) {
  std::set<std::string_view> seen;
  for (const T& item : items)
    if (!seen.insert(item.code).second) file.fail(key, "the code \"" + item.code + "\" stands there twice");
}

// limits_of answers with one span, so the limits of a jurisdiction and parameter must stand together.
void group(std::vector<Limit>& limits) {
  std::stable_sort(limits.begin(), limits.end(), [](const Limit& a, const Limit& b) {
    return std::pair(std::string_view(a.jurisdiction), std::string_view(a.parameter)) <
           std::pair(std::string_view(b.jurisdiction), std::string_view(b.parameter));
  });
}

Error in_file(const char* name, const Error& error) {
  return {std::string(name) + ": " + error.message, error.field};
}

}  // namespace

Result<Catalogue> parse_catalogue(std::string_view parameters_json, std::string_view legal_limits_json) {
  Catalogue catalogue;
  std::optional<Error> error;

  const Json parameters = Json::parse(parameters_json, nullptr, false);
  JsonReader parameters_file(parameters, "", error);
  parameters_file.accept_only({"format_version", "parameters"});
  parameters_file.number("format_version", 1, 1);
  read_list(parameters_file, "parameters", catalogue.parameters,
            [&](const Json& item, const std::string& path) { return read_parameter(item, path, error); });
  refuse_repeated_codes(catalogue.parameters, "parameters", parameters_file);
  if (error) return in_file("parameters.json", *error);

  const Json limits = Json::parse(legal_limits_json, nullptr, false);
  JsonReader limits_file(limits, "", error);
  limits_file.accept_only({"format_version", "jurisdictions", "limits"});
  limits_file.number("format_version", 1, 1);
  read_list(limits_file, "jurisdictions", catalogue.jurisdictions,
            [&](const Json& item, const std::string& path) { return read_jurisdiction(item, path, error); });
  refuse_repeated_codes(catalogue.jurisdictions, "jurisdictions", limits_file);
  read_list(limits_file, "limits", catalogue.limits,
            [&](const Json& item, const std::string& path) { return read_limit(item, path, catalogue, error); });
  if (error) return in_file("legal_limits.json", *error);
  group(catalogue.limits);
  return catalogue;
}

}  // namespace clearwell::limits
