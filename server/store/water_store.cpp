#include "server/store/water_store.hpp"

#include "common/limits/limits.hpp"
#include "server/base/time_text.hpp"
#include "server/store/certified_results.hpp"
#include "server/store/known_at.hpp"
#include "server/store/sql.hpp"

namespace clearwell::store {
namespace {

base::TimePoint moment(const Rows& rows, std::size_t row, std::size_t column) {
  Result<base::TimePoint> parsed = base::parse_time(rows.text(row, column));
  if (!parsed) throw StoreError("water: " + parsed.error().message);
  return *parsed;
}

std::optional<base::TimePoint> maybe_moment(const Rows& rows, std::size_t row, std::size_t column) {
  if (rows.is_null(row, column)) return std::nullopt;
  return moment(rows, row, column);
}

// Columns as in list_plants.sql and find_plant.sql.
Plant read_plant(const Rows& rows, std::size_t row) {
  return {.plant_id = rows.text(row, 0),
          .name = rows.text(row, 1),
          .place = rows.text(row, 2),
          .operator_name = rows.text(row, 3),
          .latitude = rows.maybe_number(row, 4),
          .longitude = rows.maybe_number(row, 5),
          .time_zone = rows.text(row, 6),
          .jurisdiction = rows.text(row, 7),
          .population_served = rows.maybe_integer(row, 8),
          .simulated = rows.boolean(row, 9),
          .last_sample_at = maybe_moment(rows, row, 10)};
}

std::string own_unit(std::string_view parameter) {
  const limits::Parameter* const known = limits::find_parameter(parameter);
  return known == nullptr ? "" : known->unit;
}

PlantParameter read_parameter(const Rows& rows, std::size_t row) {
  PlantParameter parameter{.parameter = rows.text(row, 0), .latest_result = {}, .latest_reading = {}};
  if (!rows.is_null(row, 1))
    parameter.latest_result = LatestResult{.value = rows.number(row, 1),
                                           .qualifier = rows.text(row, 2),
                                           .unit = rows.maybe_text(row, 3).value_or(own_unit(rows.text(row, 0))),
                                           .result_text = rows.text(row, 4),
                                           .sampled_at = moment(rows, row, 5),
                                           .laboratory = rows.text(row, 8)};
  if (!rows.is_null(row, 6))
    parameter.latest_reading = LatestReading{.value = rows.number(row, 6), .read_at = moment(rows, row, 7)};
  return parameter;
}

ResultOfDay read_result_of_day(const Rows& rows, std::size_t row) {
  return {.parameter = rows.text(row, 0),
          .day = rows.text(row, 1),
          .place = rows.text(row, 2),
          .finding = rows.text(row, 3),
          .value = rows.maybe_number(row, 4),
          .qualifier = rows.text(row, 5),
          .unit = rows.maybe_text(row, 6).value_or(own_unit(rows.text(row, 0)))};
}

/// As save_plant.sql and add_plant.sql number them.
Params description_of(const Plant& plant) {
  Params params;
  params.add(plant.plant_id).add(plant.name).add(plant.place).add(plant.operator_name);
  params.add(plant.latitude).add(plant.longitude).add(plant.time_zone).add(plant.jurisdiction);
  params.add(plant.population_served).add(plant.simulated);
  return params;
}

template <typename Read>
auto read_all(const Rows& rows, Read read) {
  std::vector<decltype(read(rows, 0))> items;
  items.reserve(rows.size());
  for (std::size_t row = 0; row < rows.size(); ++row)
    items.push_back(read(rows, row));
  return items;
}

}  // namespace

std::vector<Plant> WaterStore::plants() const {
  return read_all(database_.begin().run(sql::list_plants), read_plant);
}

std::optional<Plant> WaterStore::find_plant(std::string_view plant_id) const {
  const Rows rows = database_.begin().run(sql::find_plant, Params().add(plant_id));
  if (rows.empty()) return std::nullopt;
  return read_plant(rows, 0);
}

std::optional<Plant> WaterStore::find_plant_at(std::string_view plant_id, base::TimePoint at) const {
  const Rows rows = database_.begin().run(sql::plant_at, Params().add(plant_id).add(known_at(at)));
  if (rows.empty()) return std::nullopt;
  return read_plant(rows, 0);
}

std::vector<PlantParameter> WaterStore::results_at(std::string_view plant_id, base::TimePoint at) const {
  return read_all(database_.begin().run(sql::plant_results_at, Params().add(plant_id).add(known_at(at))),
                  read_parameter);
}

std::vector<PlantParameter> WaterStore::parameters_of(std::string_view plant_id) const {
  return read_all(database_.begin().run(sql::plant_parameters, Params().add(plant_id)), read_parameter);
}

std::vector<ResultOfDay> WaterStore::results_by_day(std::string_view plant_id, std::string_view from,
                                                    std::string_view to) const {
  return read_all(database_.begin().run(sql::results_by_day, Params().add(plant_id).add(from).add(to).add(true)),
                  read_result_of_day);
}

std::vector<ResultOfDay> all_certified_results(Database& database, std::string_view plant_id) {
  const Params of_all_time = Params().add(plant_id).add("-infinity").add("infinity").add(false);
  return read_all(database.begin().run(sql::results_by_day, of_all_time), read_result_of_day);
}

History WaterStore::history(std::string_view plant_id, std::string_view parameter, TimeRange range, int points) const {
  Transaction transaction = database_.begin();
  return read_history(transaction, plant_id, parameter, range, points);
}

History WaterStore::hourly_history(std::string_view plant_id, std::string_view parameter, TimeRange range) const {
  Transaction transaction = database_.begin();
  return read_hourly_history(transaction, plant_id, parameter, range);
}

bool add_plant(Transaction& transaction, const Plant& plant) {
  return transaction.run(sql::add_plant, description_of(plant)).affected() == 1;
}

void save_plant(Transaction& transaction, const Plant& plant) {
  transaction.run(sql::save_plant, description_of(plant));
}

bool save_sensor(Transaction& transaction, const Sensor& sensor) {
  Params params;
  params.add(sensor.sensor_id).add(sensor.plant_id).add(sensor.parameter).add(sensor.unit);
  transaction.run(sql::save_sensor, Params(params).add(sensor.simulated));
  return transaction.run(sql::sensor_is, params).boolean(0, 0);
}

std::string local_day(Transaction& transaction, std::string_view time_zone, base::TimePoint moment) {
  return transaction.run(sql::local_day, Params().add(time_zone).add(base::format_time(moment))).text(0, 0);
}

bool knows_time_zone(Transaction& transaction, std::string_view name) {
  return transaction.run(sql::time_zone_is_known, Params().add(name)).boolean(0, 0);
}

}  // namespace clearwell::store
