#include "server/base/clock.hpp"

namespace clearwell::base {

Clock system_clock() {
  return [] { return std::chrono::system_clock::now(); };
}

}  // namespace clearwell::base
