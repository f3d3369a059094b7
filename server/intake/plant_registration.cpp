#include "server/intake/plant_registration.hpp"

namespace clearwell::intake {
namespace {

Result<Ok> store_plant(const store::Plant& plant, KnownPlant known, store::Transaction& transaction) {
  if (!store::knows_time_zone(transaction, plant.time_zone))
    return Error{"\"" + plant.time_zone + "\" of the plant \"" + plant.plant_id +
                     "\" is no time zone (accepted: names as in America/Argentina/Buenos_Aires)",
                 "time_zone"};
  if (store::add_plant(transaction, plant)) return Ok{};
  if (known == KnownPlant::refuse)
    return Error{"there is a plant \"" + plant.plant_id + "\" already; --replace brings its description up to date",
                 "id"};
  store::save_plant(transaction, plant);
  return Ok{};
}

}  // namespace

Result<Ok> register_plants(const std::vector<store::Plant>& plants, KnownPlant known, store::Database& database) {
  store::Transaction transaction = database.begin();
  for (const store::Plant& plant : plants)
    if (Result<Ok> stored = store_plant(plant, known, transaction); !stored) return stored.error();
  transaction.commit();
  return Ok{};
}

}  // namespace clearwell::intake
