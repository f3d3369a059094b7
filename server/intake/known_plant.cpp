#include "server/intake/known_plant.hpp"

namespace clearwell::intake {

Result<store::Plant> known_plant(const std::string& plant_id, store::Database& database) {
  const store::WaterStore water(database);
  if (std::optional<store::Plant> plant = water.find_plant(plant_id)) return *std::move(plant);
  std::string known;
  for (const store::Plant& plant : water.plants())
    known += (known.empty() ? "" : ", ") + plant.plant_id;
  return Error{"unknown plant '" + plant_id + "', known: " + (known.empty() ? "none" : known), "plant"};
}

}  // namespace clearwell::intake
