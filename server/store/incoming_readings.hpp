#pragma once

#include "server/store/record_writer.hpp"

#include <cstddef>
#include <map>
#include <string>

namespace clearwell::store {

/// Stores the readings of incoming_records, whose moments are known, in groups of constant size, by the rules of all
/// readings (store_readings). Each stands for itself: a record of which one is in conflict counts as in conflict, and
/// its others are stored. Throws StoreError.
/// \param file              name of the file
/// \param units_of_sensors  in which the file reports, of each sensor of it; empty in the sensor's own
/// \param refused_max       how many records in conflict to name
StoredRecords store_incoming_readings(Transaction& transaction, const std::string& file,
                                      const std::map<std::string, std::string, std::less<>>& units_of_sensors,
                                      std::size_t refused_max);

}  // namespace clearwell::store
