#pragma once

#include <exception>
#include <stop_token>

namespace clearwell::training {

/// Somebody asked the work to stop before its end. Not a failure: nothing is wrong with data, spec or world.
class Cancelled final : public std::exception {
 public:
  const char* what() const noexcept override { return "cancelled"; }
};

/// \throws Cancelled
inline void throw_if_cancelled(const std::stop_token& stop) {
  if (stop.stop_requested()) throw Cancelled();
}

}  // namespace clearwell::training
