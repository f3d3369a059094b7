#include "server/commands/run_until_stopped.hpp"

#include "server/commands/stop_signal.hpp"
#include "server/training/cancellation.hpp"

#include <thread>

namespace clearwell::commands {
namespace {

/// Turns the signal into a stop request while it exists.
class Listener {
 public:
  Listener()
      : thread_([this] {
          signal_.wait();
          stop_.request_stop();
        }) {}
  ~Listener() { signal_.raise(); }  // so that the thread ends

  std::stop_token token() const { return stop_.get_token(); }

 private:
  StopSignal signal_;
  std::stop_source stop_;
  std::jthread thread_;
};

}  // namespace

bool run_until_stopped(const std::function<void(const std::stop_token& stop)>& work) {
  const Listener listener;
  try {
    work(listener.token());
  } catch (const training::Cancelled&) {
    return false;
  }
  return true;
}

}  // namespace clearwell::commands
