#include "common/spec/json_reader.hpp"
#include "common/units/unit_text.hpp"
#include "common/units/units.hpp"

#include <cassert>
#include <cmath>
#include <cstdlib>
#include <set>

namespace clearwell::units {

extern const std::string_view kUnitsJson;  // the file, as the build embedded it

namespace {

using spec::Json;
using spec::JsonReader;

constexpr double kAny = 1e12;
constexpr double kLeast = 1e-12;

Unit read_unit(const Json& item, const std::string& path, std::optional<Error>& error) {
  JsonReader reader(item, path, error);
  reader.accept_only({"unit", "aliases", "shift", "times", "over"});
  Unit unit;
  unit.name = reader.text("unit");
  unit.aliases = reader.texts_or_none("aliases");
  unit.shift = reader.number_or("shift", -kAny, kAny, 0);
  unit.ratio = {reader.number_or("times", kLeast, kAny, 1), reader.number_or("over", kLeast, kAny, 1)};
  return unit;
}

/// A text must mean one unit of its quantity.
void check_texts(const Quantity& quantity, const std::string& path, JsonReader& reader) {
  std::set<std::string> seen;
  const auto claim = [&](const std::string& text) {
    if (!seen.insert(fold(text)).second) reader.fail(path, "\"" + text + "\" stands for two units or is given twice");
  };
  for (const Unit& unit : quantity.units) {
    claim(unit.name);
    for (const std::string& alias : unit.aliases)
      if (fold(alias) != fold(unit.name)) claim(alias);
  }
}

Quantity read_quantity(const Json& item, const std::string& path, std::optional<Error>& error) {
  JsonReader reader(item, path, error);
  reader.accept_only({"quantity", "units"});
  Quantity quantity{reader.text("quantity"), {}};
  for (const Json& unit : reader.array("units"))
    quantity.units.push_back(read_unit(unit, path + ".units[" + std::to_string(quantity.units.size()) + "]", error));
  if (quantity.units.empty()) reader.fail(path + ".units", "no unit");
  check_texts(quantity, path + ".units", reader);
  return quantity;
}

}  // namespace

Result<std::vector<Quantity>> parse_quantities(std::string_view units_json) {
  const Json json = Json::parse(units_json, nullptr, false);
  if (json.is_discarded()) return Error{"units.json: the text is not JSON", ""};
  std::optional<Error> error;
  JsonReader top(json, "", error);
  top.accept_only({"format_version", "quantities"});
  top.number("format_version", 1, 1);
  std::vector<Quantity> quantities;
  for (const Json& item : top.array("quantities"))
    quantities.push_back(read_quantity(item, "quantities[" + std::to_string(quantities.size()) + "]", error));
  if (error) return *error;
  return quantities;
}

std::span<const Quantity> quantities() {
  static const std::vector<Quantity> loaded = [] {
    Result<std::vector<Quantity>> parsed = parse_quantities(kUnitsJson);
    assert(parsed);
    if (!parsed) std::abort();  // the build embedded broken data: no number is better than a wrong one
    return std::move(parsed).value();
  }();
  return loaded;
}

}  // namespace clearwell::units
