#include "server/http/ownership.hpp"

namespace clearwell::http {

std::optional<ApiError> refuse_other_plant(const access::Caller& caller, const std::string& plant_id,
                                           const std::string& field) {
  if (access::speaks_for(caller, plant_id)) return std::nullopt;
  const std::string own = caller.plant_id ? "of the plant \"" + *caller.plant_id + "\"" : "of no plant";
  return ApiError{403, "wrong_plant", "this token is " + own + ", not of \"" + plant_id + "\"", field, {}};
}

std::optional<ApiError> bind_to_plant(const access::Caller& caller, std::string& plant_id, const std::string& field) {
  if (plant_id.empty()) plant_id = caller.plant_id.value_or("");
  if (plant_id.empty()) return std::nullopt;
  return refuse_other_plant(caller, plant_id, field);
}

}  // namespace clearwell::http
