#include "server/http/endpoints/measured_parameter.hpp"

#include "common/limits/limits.hpp"
#include "server/http/error_mapping.hpp"
#include "server/store/sql.hpp"

#include <chrono>

namespace clearwell::http {
namespace {

base::TimePoint moment(std::int64_t unix_milliseconds) {
  return base::TimePoint(std::chrono::milliseconds(unix_milliseconds));
}

std::optional<MeasuredParameter::Extent> extent_of(store::Database& database, const std::string& plant_id,
                                                   const std::string& parameter) {
  const store::Rows rows =
      database.begin().run(store::sql::history_extent, store::Params().add(plant_id).add(parameter));
  if (rows.is_null(0, 0)) return std::nullopt;
  return MeasuredParameter::Extent{moment(rows.integer(0, 0)), moment(rows.integer(0, 1))};
}

}  // namespace

std::variant<MeasuredParameter, ApiError> find_measured_parameter(store::Database& database,
                                                                  const store::WaterStore& water,
                                                                  const std::string& plant_id,
                                                                  const std::string& parameter) {
  std::optional<store::Plant> plant = water.find_plant(plant_id);
  if (!plant)
    return not_found("unknown_plant", "there is no plant \"" + plant_id + "\"; GET /v1/plants lists them", "id");
  const auto extent = extent_of(database, plant_id, parameter);
  if (!extent && limits::find_parameter(parameter) == nullptr)
    return not_found("unknown_parameter",
                     "nothing is known of the parameter \"" + parameter + "\"; GET /v1/plants/" + plant_id +
                         " lists what the plant measures",
                     "parameter");
  return MeasuredParameter{*std::move(plant), parameter, extent};
}

ApiError parameter_is_missing() {
  return bad_parameter("parameter", "parameter is missing: the code of what was measured, for example turbidity");
}

}  // namespace clearwell::http
