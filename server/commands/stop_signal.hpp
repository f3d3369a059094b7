#pragma once

namespace clearwell::commands {

/// Turns SIGTERM and SIGINT into something that a thread can wait for. One at a time may exist. A second signal ends
/// the program at once.
class StopSignal {
 public:
  /// \throws std::system_error
  StopSignal();
  ~StopSignal();
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;

  /// Returns when one of the signals has come, or raise() was called, before or after.
  void wait() const;
  void raise() const;
};

}  // namespace clearwell::commands
