#pragma once

#include <chrono>
#include <functional>

namespace clearwell::base {

using TimePoint = std::chrono::system_clock::time_point;

/// Tells the time. Whoever needs it takes one as an argument, so that a test can turn it.
using Clock = std::function<TimePoint()>;

/// The computer's own clock.
Clock system_clock();

}  // namespace clearwell::base
