#pragma once

#include "server/store/database.hpp"

#include <stop_token>
#include <string>
#include <string_view>

namespace clearwell::store {

/// Names of sessions whose statements may be ended begin so.
inline constexpr std::string_view kBackgroundSession = "clearwell background ";

/// Until it is asked to stop, ends each statement of the sessions of that name that takes longer than a second: a
/// program that is to stop cannot wait until all samples are read. Who ran it gets a StoreError. Short ones, such as
/// those that record the end of a run, come through. A database that is away has nothing to end.
void cancel_long_statements(Database& database, const std::string& application_name, const std::stop_token& stop);

}  // namespace clearwell::store
