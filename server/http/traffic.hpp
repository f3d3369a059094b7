#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>

namespace clearwell::http {

/// What the connections of one server share: how many there are, and whether the server stops.
class Traffic {
 public:
  using Clock = std::chrono::steady_clock;

  /// \param threads  each serves one connection at a time
  explicit Traffic(std::size_t threads) : threads_(threads) {}

  void begin_connection() { ++connections_; }
  void end_connection() { --connections_; }
  /// Connections wait and no thread is free, so an idle one is in their way. One that a free thread is about to take
  /// waits too, and nobody has to give way to it.
  bool crowded() const { return connections_ > threads_; }

  /// The server stops: finish what is under way within a few seconds, take nothing new.
  void drain() { drain_until_ = Clock::now() + std::chrono::seconds(3); }
  bool draining() const { return drain_until_.load() != Clock::time_point::max(); }
  Clock::time_point no_later_than(Clock::time_point deadline) const { return std::min(deadline, drain_until_.load()); }

 private:
  const std::size_t threads_;
  std::atomic<std::size_t> connections_ = 0;
  std::atomic<Clock::time_point> drain_until_ = Clock::time_point::max();
};

}  // namespace clearwell::http
