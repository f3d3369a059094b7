#include "server/http/endpoints/sensors.hpp"

#include "common/limits/limits.hpp"
#include "server/http/error_mapping.hpp"
#include "server/http/json_answer.hpp"
#include "server/http/json_body.hpp"
#include "server/http/ownership.hpp"
#include "server/store/sensor_catalogue.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace clearwell::http {
namespace {

using nlohmann::json;

bool may_be_a_name(std::string_view text) {
  return !text.empty() && text.size() <= 128 &&
         std::ranges::none_of(text, [](unsigned char c) { return c < 0x20 || c == 0x7F || c == '\''; });
}

/// A text of the body, empty where there is none.
std::variant<std::string, ApiError> read_text(const json& body, const char* key, bool needed) {
  const auto found = body.find(key);
  if (found == body.end() && !needed) return "";
  if (found == body.end()) return invalid_body(key, std::string(key) + " is missing");
  if (!found->is_string() || !may_be_a_name(found->get_ref<const std::string&>()))
    return invalid_body(key, std::string(key) + " must be a text of 1 to 128 bytes without quotes, but is " +
                                 found->dump(-1, ' ', true, json::error_handler_t::replace).substr(0, 80));
  return found->get<std::string>();
}

std::variant<store::Sensor, ApiError> read_sensor(const json& body, const access::Caller& caller) {
  store::Sensor sensor;
  struct Entry {
    const char* key;
    std::string& text;
    bool needed;
  };
  for (const Entry& entry :
       {Entry{"sensor_id", sensor.sensor_id, true}, Entry{"plant_id", sensor.plant_id, !caller.plant_id.has_value()},
        Entry{"parameter", sensor.parameter, true}, Entry{"unit", sensor.unit, false}}) {
    auto text = read_text(body, entry.key, entry.needed);
    if (const auto* error = std::get_if<ApiError>(&text)) return *error;
    entry.text = std::get<std::string>(std::move(text));
  }
  if (sensor.plant_id.empty()) sensor.plant_id = *caller.plant_id;
  if (const limits::Parameter* known = limits::find_parameter(sensor.parameter)) {
    if (const auto unit = limits::understand_unit(*known, sensor.unit.empty() ? known->unit : sensor.unit); !unit)
      return ApiError{422, "unknown_unit", unit.error().message, "unit", {}};
    sensor.unit = known->unit;  // what is stored of it is in that unit, whatever the instrument shows
  }
  return sensor;
}

nlohmann::ordered_json to_json(const store::Sensor& sensor) {
  return {{"sensor_id", sensor.sensor_id},
          {"plant_id", sensor.plant_id},
          {"parameter", sensor.parameter},
          {"unit", sensor.unit},
          {"simulated", sensor.simulated}};
}

}  // namespace

Answer AddSensor::operator()(const Request& request) const {
  const auto body = read_object(request, {"sensor_id", "plant_id", "parameter", "unit"});
  if (const auto* error = std::get_if<ApiError>(&body)) return *error;
  const auto read = read_sensor(std::get<json>(body), request.caller);
  if (const auto* error = std::get_if<ApiError>(&read)) return *error;
  const auto& sensor = std::get<store::Sensor>(read);
  if (const auto foreign = refuse_other_plant(request.caller, sensor.plant_id, "plant_id")) return *foreign;
  if (!water.find_plant(sensor.plant_id))
    return not_found("unknown_plant", "there is no plant \"" + sensor.plant_id + "\"; GET /v1/plants lists all",
                     "plant_id");

  const std::array ids = {sensor.sensor_id};
  const auto known = [&] { return store::SensorCatalogue(database).find(ids).front(); };
  const bool is_new = known() == nullptr;
  if (is_new) {
    store::Transaction transaction = database.begin();
    store::save_sensor(transaction, sensor);
    transaction.commit();
  }
  const store::Sensor stored = *known();  // of whoever came first
  if (stored.plant_id != sensor.plant_id || stored.parameter != sensor.parameter || stored.unit != sensor.unit)
    return ApiError{409,
                    "sensor_exists",
                    "there is a sensor \"" + sensor.sensor_id + "\" already, of another plant, parameter or unit",
                    "sensor_id",
                    {}};
  Response response = json_response(to_json(stored));
  response.status = is_new ? 201 : 200;
  return response;
}

}  // namespace clearwell::http
