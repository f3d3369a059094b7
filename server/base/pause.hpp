#pragma once

#include <chrono>
#include <stop_token>

namespace clearwell::base {

/// Returns after that time, or at once when it is to stop.
void pause_for(std::chrono::milliseconds length, const std::stop_token& stop);

}  // namespace clearwell::base
