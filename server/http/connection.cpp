#include "server/http/connection.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>

namespace clearwell::http {
namespace {

using std::chrono::milliseconds;

/// An answer that is no longer, with its head, is one send.
constexpr std::size_t kKeptBack = 16 * 1024;

}  // namespace

Connection::Connection(int socket, const ConnectionLimits& limits, const Traffic& traffic)
    : socket_(socket),
      limits_(limits),
      traffic_(traffic),
      remote_(read_address(socket, ::getpeername)),
      local_(read_address(socket, ::getsockname)),
      read_deadline_(Clock::now() + limits.head_within) {
  const int on = 1;
  setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on,
             sizeof on);  // Nagle would hold back the last packet of a long answer
}

Connection::Address Connection::read_address(socket_t socket, NameOfSocket name) {
  sockaddr_storage address{};
  socklen_t length = sizeof address;
  if (name(socket, reinterpret_cast<sockaddr*>(&address), &length) != 0) return {};
  char text[INET6_ADDRSTRLEN] = "";
  if (address.ss_family == AF_INET) {
    const auto& v4 = reinterpret_cast<const sockaddr_in&>(address);
    inet_ntop(AF_INET, &v4.sin_addr, text, sizeof text);
    return {text, ntohs(v4.sin_port)};
  }
  if (address.ss_family == AF_INET6) {
    const auto& v6 = reinterpret_cast<const sockaddr_in6&>(address);
    inet_ntop(AF_INET6, &v6.sin6_addr, text, sizeof text);
    return {text, ntohs(v6.sin6_port)};
  }
  return {};
}

bool Connection::poll_until(short events, Clock::time_point deadline) const {
  constexpr milliseconds kLook{250};  // how soon a server that stops is noticed
  for (;;) {
    const auto left = std::chrono::ceil<milliseconds>(traffic_.no_later_than(deadline) - Clock::now());
    pollfd waiting{socket_, events, 0};
    const int ready = ::poll(&waiting, 1, static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, kLook.count())));
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return false;
    if (left.count() <= 0) return false;
  }
}

bool Connection::wait_for_request() {
  constexpr milliseconds kLook{50};  // how soon an idle connection notices that it is in the way
  if (++requests_ > limits_.max_requests) return false;
  // A new connection may be slow to begin, even when others wait. Another one has time to be used: a proxy that sends a
  // request into it while it is closed cannot send it again.
  const milliseconds grace(requests_ == 1 ? 1'000 : 200);
  if (buffer_begin_ < buffer_end_) return true;
  const Clock::time_point start = Clock::now();
  const milliseconds patience = requests_ == 1 ? limits_.head_within : limits_.idle_for;
  Clock::time_point last_free = start;
  while (Clock::now() < start + patience && !traffic_.draining()) {
    if (poll_until(POLLIN, Clock::now() + kLook)) return fill() > 0;
    if (!traffic_.crowded()) last_free = Clock::now();
    if (Clock::now() > last_free + grace) return false;
  }
  return false;
}

void Connection::begin_head() {
  read_deadline_ = Clock::now() + limits_.head_within;
  in_head_ = true;
  head.clear();
  close_after_answer = requests_ >= limits_.max_requests || traffic_.draining() || traffic_.crowded();
  head_understood = false;
  head_too_large = false;
  timed_out = false;
}

void Connection::begin_body(std::chrono::milliseconds within) {
  in_head_ = false;
  read_deadline_ = Clock::now() + within;
}

void Connection::close_gently() {
  constexpr std::size_t kMostToDiscard = std::size_t{64} << 20;
  flush();
  const Clock::time_point deadline = Clock::now() + std::chrono::seconds(2);
  ::shutdown(socket_, SHUT_WR);
  std::size_t discarded = 0;
  while (discarded < kMostToDiscard && poll_until(POLLIN, deadline)) {
    const ssize_t n = ::recv(socket_, buffer_, sizeof buffer_, 0);
    if (n <= 0) break;
    discarded += static_cast<std::size_t>(n);
  }
  ::close(socket_);
}

bool Connection::is_readable() const {
  return buffer_begin_ < buffer_end_ || poll_until(POLLIN, read_deadline_);
}
bool Connection::is_writable() const {
  return poll_until(POLLOUT, Clock::now() + limits_.write_within);
}

/// Reads what the socket has into the empty buffer; 0 when the other end has closed, -1 on error.
ssize_t Connection::fill() {
  ssize_t n = -1;
  do {
    n = ::recv(socket_, buffer_, sizeof buffer_, 0);
  } while (n < 0 && errno == EINTR);
  buffer_begin_ = 0;
  buffer_end_ = n > 0 ? static_cast<std::size_t>(n) : 0;
  return n;
}

ssize_t Connection::read(char* into, std::size_t size) {
  if (in_head_ && head.size() >= limits_.max_head_bytes) {
    head_too_large = true;
    return -1;
  }
  if (buffer_begin_ == buffer_end_) {
    if (!flush()) return -1;
    if (!poll_until(POLLIN, read_deadline_)) {
      timed_out = true;
      return -1;
    }
    const ssize_t n = fill();
    if (n <= 0) return n;
  }
  const std::size_t n = std::min(size, buffer_end_ - buffer_begin_);
  std::copy_n(buffer_ + buffer_begin_, n, into);
  if (in_head_) head.append(buffer_ + buffer_begin_, n);
  buffer_begin_ += n;
  return static_cast<ssize_t>(n);
}

ssize_t Connection::write(const char* from, std::size_t size) {
  if (unsent_.size() + size > kKeptBack && !flush()) return -1;
  if (size > kKeptBack) {
    if (!send({from, size})) return -1;
  } else {
    unsent_.append(from, size);
  }
  return static_cast<ssize_t>(size);
}

bool Connection::flush() {
  const bool sent = send(unsent_);
  unsent_.clear();
  return sent;
}

bool Connection::send(std::string_view bytes) const {
  const Clock::time_point deadline = Clock::now() + limits_.write_within;
  while (!bytes.empty()) {
    const ssize_t n = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(n));
      continue;
    }
    const bool broken = n < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR;
    if (broken || !poll_until(POLLOUT, deadline)) return false;
  }
  return true;
}

void Connection::get_remote_ip_and_port(std::string& ip, int& port) const {
  ip = remote_.ip;
  port = remote_.port;
}

void Connection::get_local_ip_and_port(std::string& ip, int& port) const {
  ip = local_.ip;
  port = local_.port;
}

}  // namespace clearwell::http
