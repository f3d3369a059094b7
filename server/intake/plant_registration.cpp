#include "server/intake/plant_registration.hpp"

namespace clearwell::intake {
namespace {

/// \return what was done, for the audit trail
Result<std::string> store_plant(const store::Plant& plant, KnownPlant known, store::Transaction& transaction) {
  if (!store::knows_time_zone(transaction, plant.time_zone))
    return Error{"\"" + plant.time_zone + "\" of the plant \"" + plant.plant_id +
                     "\" is no time zone (accepted: names as in America/Argentina/Buenos_Aires)",
                 "time_zone"};
  if (store::add_plant(transaction, plant)) return std::string("plant.added");
  if (known == KnownPlant::refuse)
    return Error{"there is a plant \"" + plant.plant_id + "\" already; --replace brings its description up to date",
                 "id"};
  store::save_plant(transaction, plant);
  return std::string("plant.replaced");
}

}  // namespace

Result<Ok> register_plants(const std::vector<store::Plant>& plants, KnownPlant known, store::Database& database,
                           const store::Actor& by) {
  store::Transaction transaction = database.begin();
  std::vector<store::AuditEntry> entries;
  for (const store::Plant& plant : plants) {
    const Result<std::string> stored = store_plant(plant, known, transaction);
    if (!stored) return stored.error();
    entries.push_back({.actor = by, .action = *stored, .object = "plant/" + plant.plant_id});
  }
  for (const store::AuditEntry& entry : entries)
    store::append_audit_entry(transaction, entry);
  transaction.commit();
  return Ok{};
}

}  // namespace clearwell::intake
