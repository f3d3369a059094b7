#include "server/commands/stop_signal.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdint>
#include <system_error>

namespace clearwell::commands {
namespace {

constexpr int kSignals[] = {SIGTERM, SIGINT};

// A handler reaches nothing but globals. Threads need no signal mask this way, and children inherit none.
volatile std::sig_atomic_t event_of_handler = -1;

void on_signal(int) {
  const int error = errno;
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t ignored = ::write(event_of_handler, &one, sizeof one);
  errno = error;
}

}  // namespace

StopSignal::StopSignal() {
  const int event = ::eventfd(0, EFD_CLOEXEC);
  if (event < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
  event_of_handler = event;
  struct sigaction action {};
  action.sa_handler = on_signal;
  action.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);
  for (const int signal : kSignals)
    ::sigaction(signal, &action, nullptr);
}

StopSignal::~StopSignal() {
  for (const int signal : kSignals)
    std::signal(signal, SIG_DFL);
  ::close(event_of_handler);
  event_of_handler = -1;
}

// They use no member, but mean nothing without the object, which catches the signals.
// NOLINTBEGIN(readability-convert-member-functions-to-static)
void StopSignal::wait() const {
  std::uint64_t count = 0;
  while (::read(event_of_handler, &count, sizeof count) < 0 && errno == EINTR) {
  }
}

void StopSignal::raise() const {
  on_signal(0);
}
// NOLINTEND(readability-convert-member-functions-to-static)

}  // namespace clearwell::commands
