#pragma once

#include "server/http/traffic.hpp"

#include <httplib.h>

#include <sys/socket.h>

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace clearwell::http {

/// What one connection may cost. A thread serves one connection at a time, so every wait has an end.
struct ConnectionLimits {
  std::size_t max_head_bytes = 32 * 1024;         ///< request line and headers; cpp-httplib 0.11 sets no bound
  std::chrono::milliseconds head_within{10'000};  ///< in total, so that a byte a second holds no thread
  std::chrono::milliseconds write_within{30'000};
  std::chrono::milliseconds idle_for{5'000};  ///< between two requests, when no other connection waits for a thread
  int max_requests = 1'000;
};

/// A socket as cpp-httplib reads and writes it, with a deadline for each phase of a request and a bound on its head.
/// Used by one thread.
class Connection final : public httplib::Stream {
 public:
  Connection(int socket, const ConnectionLimits& limits, const Traffic& traffic);

  /// Waits for the first byte of the next request. False when the connection is to be closed: nothing came, the other
  /// end has closed, the server drains, or others wait for the thread that this one would hold idle.
  bool wait_for_request();
  void begin_head();
  /// Sends what write() has kept back. \return  whether the other end took it
  bool flush();
  void begin_body(std::chrono::milliseconds within);
  /// Closes in a way that lets the other end read the answer although it is still sending: a close with unread bytes in
  /// the socket would reset the connection and throw the answer away.
  void close_gently();

  // The request under way.
  std::string head;  ///< request line and headers, as many bytes of them as were read
  bool close_after_answer = false;
  bool head_understood = false;  ///< without that nobody knows where the next request begins
  bool head_too_large = false;
  bool timed_out = false;

  bool is_readable() const override;
  // One of the two pairs is the library's, by its version; the other is nobody's. So neither says `override`.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsuggest-override"
  // NOLINTBEGIN(modernize-use-override, cppcoreguidelines-explicit-virtual-functions, readability-convert-*)
  bool is_writable() const;
  bool wait_readable() const {
    return is_readable();
  }
  bool wait_writable() const {
    return is_writable();
  }
  time_t duration() const {
    return 0;
  }  ///< of a client's request, in milliseconds; a server has no use for it
  // NOLINTEND(modernize-use-override, cppcoreguidelines-explicit-virtual-functions, readability-convert-*)
#pragma GCC diagnostic pop
  ssize_t read(char* into, std::size_t size) override;
  /// Keeps some kilobytes back until more come, flush(), or a read() that has to wait: head and body of an answer come
  /// in two writes, and would wake the other end twice.
  ssize_t write(const char* from, std::size_t size) override;
  void get_remote_ip_and_port(std::string& ip, int& port) const override;
  void get_local_ip_and_port(std::string& ip, int& port) const override;
  socket_t socket() const override {
    return socket_;
  }

 private:
  using Clock = std::chrono::steady_clock;

  struct Address {
    std::string ip;
    int port = 0;
  };
  using NameOfSocket = int (*)(int, sockaddr*, socklen_t*);
  static Address read_address(socket_t socket, NameOfSocket name);

  bool poll_until(short events, Clock::time_point deadline) const;
  bool send(std::string_view bytes) const;
  ssize_t fill();

  const socket_t socket_;
  const ConnectionLimits& limits_;
  const Traffic& traffic_;
  const Address remote_;
  const Address local_;
  Clock::time_point read_deadline_;
  bool in_head_ = true;
  int requests_ = 0;
  char buffer_[8192] = {};
  std::size_t buffer_begin_ = 0;
  std::size_t buffer_end_ = 0;
  std::string unsent_;
};

}  // namespace clearwell::http
