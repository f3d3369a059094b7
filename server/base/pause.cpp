#include "server/base/pause.hpp"

#include <condition_variable>
#include <mutex>

namespace clearwell::base {

void pause_for(std::chrono::milliseconds length, const std::stop_token& stop) {
  std::mutex mutex;
  std::unique_lock lock(mutex);
  std::condition_variable_any never_told;
  never_told.wait_for(lock, stop, length, [] { return false; });
}

}  // namespace clearwell::base
