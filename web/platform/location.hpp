#pragma once

#include <string>

namespace clearwell::platform {

/// The address's part from `#` on.
std::string location_hash();

/// Writes it without an event. \param new_entry  the back button returns to what was there before
void set_location_hash(const std::string& hash, bool new_entry);

}  // namespace clearwell::platform
