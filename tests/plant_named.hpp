#pragma once

#include "server/store/water_store.hpp"

#include <string>

namespace clearwell::tests {

/// Under European law; of all else nothing is known.
inline store::Plant plant_named(const std::string& plant_id) {
  store::Plant plant;
  plant.plant_id = plant_id;
  plant.name = plant_id;
  plant.jurisdiction = "EU";
  return plant;
}

}  // namespace clearwell::tests
