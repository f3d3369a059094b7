#pragma once

#include "common/result.hpp"
#include "server/store/water_store.hpp"

#include <string_view>
#include <vector>

/// Plants as people describe them, with the keys of the HTTP interface.
namespace clearwell::intake {

/// Errors have the key as field, and say the value seen and what is accepted. Whether a time zone of that name exists,
/// the database knows (plant_registration.hpp).
Result<Ok> check_plant(const store::Plant& plant);

/// Reads one object `{"id","name","jurisdiction",…}` or a list of them, checked. An unknown key is an error, and so are
/// the two that only the server fills in, simulated and last_sample_at. Errors have the path as field: `[1].latitude`.
Result<std::vector<store::Plant>> parse_plants(std::string_view json_text);

}  // namespace clearwell::intake
