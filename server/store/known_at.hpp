#pragma once

#include "server/base/clock.hpp"

#include <string>

namespace clearwell::store {

/// A moment whose knowledge is asked for, as a statement takes it: with the microseconds that PostgreSQL keeps.
std::string known_at(base::TimePoint at);

}  // namespace clearwell::store
