#pragma once

#include <string>

namespace clearwell::store {

/// To be called inside a catch block: turns libpqxx's exception under way into StoreUnavailable, CommitInDoubt,
/// UniqueViolation or StoreError, and lets every other exception pass.
/// \param doing          what was tried, the beginning of the message
/// \param still_connected false when the connection is known to be lost
[[noreturn]] void rethrow_as_store_error(const std::string& doing, bool still_connected);

}  // namespace clearwell::store
