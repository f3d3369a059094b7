#pragma once

#include <functional>
#include <stop_token>

namespace clearwell::commands {

/// Runs the work, and asks it to stop when SIGINT or SIGTERM comes.
/// \return  false when it stopped for that (training::Cancelled)   \throws whatever else the work throws
bool run_until_stopped(const std::function<void(const std::stop_token& stop)>& work);

}  // namespace clearwell::commands
