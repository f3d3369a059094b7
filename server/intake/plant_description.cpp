#include "server/intake/plant_description.hpp"

#include "common/limits/limits.hpp"
#include "common/spec/json_fault.hpp"
#include "common/spec/json_reader.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace clearwell::intake {
namespace {

using spec::Json;
using spec::JsonReader;
using spec::shown;

constexpr std::size_t kLongestText = 200;  ///< bytes

bool is_one_of(char c, std::string_view accepted) {
  return accepted.find(c) != std::string_view::npos;
}

/// As the database has it.
bool is_id(std::string_view text) {
  constexpr std::string_view kFirst = "abcdefghijklmnopqrstuvwxyz0123456789";
  const auto accepted = [&](char c) { return is_one_of(c, kFirst) || c == '-' || c == '_'; };
  return !text.empty() && text.size() <= 63 && is_one_of(text[0], kFirst) && std::ranges::all_of(text, accepted);
}

/// `sim1-arroyo-claro`: another run of the simulation would write over it.
bool belongs_to_simulation(std::string_view id) {
  const std::size_t end = id.starts_with("sim") ? id.find_first_not_of("0123456789", 3) : 0;
  return end != std::string_view::npos && end > 3 && id[end] == '-';
}

bool is_printable(std::string_view text) {
  return std::ranges::none_of(text, [](unsigned char c) { return c < 0x20 || c == 0x7F; });
}

/// Empty, or what is wrong with the text.
std::string text_problem(const std::string& text, bool may_be_empty) {
  if (text.empty() && may_be_empty) return {};
  if (!text.empty() && text.size() <= kLongestText && is_printable(text)) return {};
  return shown(Json(text)) + " is not a text of " + (may_be_empty ? "0" : "1") +
         " to 200 bytes without control characters";
}

std::string coordinate_problem(const std::optional<double>& degrees, double limit) {
  if (!degrees || std::fabs(*degrees) <= limit) return {};
  const std::string end = Json(static_cast<int>(limit)).dump();
  return shown(Json(*degrees)) + " is not a number of degrees from -" + end + " to " + end;
}

std::string jurisdiction_problem(const std::string& code) {
  if (limits::find_jurisdiction(code) != nullptr) return {};
  std::string accepted;
  for (const limits::Jurisdiction& known : limits::jurisdictions())
    accepted += (accepted.empty() ? "" : ", ") + known.code;
  return shown(Json(code)) + " is no jurisdiction whose limits are known (accepted: " + accepted + ")";
}

std::string id_problem(const std::string& id) {
  if (!is_id(id))
    return shown(Json(id)) +
           " is no id (accepted: a to z, 0 to 9, - and _, beginning with a letter or digit, at most 63)";
  if (belongs_to_simulation(id)) return shown(Json(id)) + " is an id that clearwell simulate keeps for itself";
  return {};
}

std::string population_problem(const std::optional<std::int64_t>& people) {
  if (!people || (*people >= 0 && *people <= std::numeric_limits<std::int32_t>::max())) return {};
  return std::to_string(*people) + " is not a number of people from 0 to 2147483647";
}

Result<store::Plant> read_plant(Json item, const std::string& path) {
  std::optional<Error> error;
  // As in the answers of the HTTP interface, null says the same as no key.
  if (item.is_object())
    for (auto member = item.begin(); member != item.end();) {
      if (member->is_null())
        member = item.erase(member);
      else
        ++member;
    }
  JsonReader reader(item, path, error);
  reader.accept_only(
      {"id", "name", "place", "operator", "latitude", "longitude", "time_zone", "jurisdiction", "population_served"});
  constexpr double kAny = 1e300;
  store::Plant plant{.plant_id = reader.text("id"),
                     .name = reader.text("name"),
                     .place = reader.text_or("place", ""),
                     .operator_name = reader.text_or("operator", ""),
                     .latitude = {},
                     .longitude = {},
                     .time_zone = reader.text_or("time_zone", "UTC"),
                     .jurisdiction = reader.text("jurisdiction"),
                     .population_served = {},
                     .simulated = false,
                     .last_sample_at = {}};
  if (reader.has("latitude")) plant.latitude = reader.number("latitude", -kAny, kAny);
  if (reader.has("longitude")) plant.longitude = reader.number("longitude", -kAny, kAny);
  if (reader.has("population_served")) {
    const Json& people = item["population_served"];
    if (people.is_number_integer())
      plant.population_served = people.get<std::int64_t>();
    else
      reader.fail(reader.path_of("population_served"), shown(people) + " is not a whole number");
  }
  if (error) return *error;
  if (const Result<Ok> checked = check_plant(plant); !checked)
    return Error{checked.error().message, reader.path_of(checked.error().field)};
  return plant;
}

}  // namespace

Result<Ok> check_plant(const store::Plant& plant) {
  const bool half_a_place = plant.latitude.has_value() != plant.longitude.has_value();
  const std::pair<const char*, std::string> problems[] = {
      {"id", id_problem(plant.plant_id)},
      {"name", text_problem(plant.name, false)},
      {"place", text_problem(plant.place, true)},
      {"operator", text_problem(plant.operator_name, true)},
      {"latitude", coordinate_problem(plant.latitude, 90)},
      {"longitude", coordinate_problem(plant.longitude, 180)},
      {plant.latitude ? "longitude" : "latitude",
       half_a_place ? "is missing: latitude and longitude are accepted together or not at all" : ""},
      {"time_zone", text_problem(plant.time_zone, false)},
      {"jurisdiction", jurisdiction_problem(plant.jurisdiction)},
      {"population_served", population_problem(plant.population_served)},
  };
  for (const auto& [key, problem] : problems)
    if (!problem.empty()) return Error{problem, key};
  return Ok{};
}

Result<std::vector<store::Plant>> parse_plants(std::string_view json_text) {
  Json json = Json::parse(json_text, nullptr, false);
  if (json.is_discarded()) return Error{"the file is not JSON: " + spec::json_fault(json_text), ""};
  if (json.is_object()) json = Json::array({std::move(json)});
  if (!json.is_array() || json.empty())
    return Error{shown(json) + " is neither the description of a plant nor a list of them", ""};
  std::vector<store::Plant> plants;
  std::set<std::string> ids;
  for (Json& item : json) {
    const std::string path = "[" + std::to_string(plants.size()) + "]";
    Result<store::Plant> plant = read_plant(std::move(item), path);
    if (!plant) return plant.error();
    if (!ids.insert(plant->plant_id).second) return Error{"\"" + plant->plant_id + "\" comes twice", path + ".id"};
    plants.push_back(std::move(*plant));
  }
  return plants;
}

}  // namespace clearwell::intake
