#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace clearwell::tests {

/// What came back.
struct HttpAnswer {
  int status = 0;
  std::string head;
  std::string body;

  bool has_header(std::string_view line) const {
    return head.find("\r\n" + std::string(line) + "\r\n") != std::string::npos;
  }
};

/// A connection that sends exactly the bytes it is told to, which no polite client does.
class HttpConnection {
 public:
  explicit HttpConnection(int port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const timeval patience{20, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      ::close(socket_);
      throw std::runtime_error("cannot connect");
    }
  }
  ~HttpConnection() { ::close(socket_); }
  HttpConnection(const HttpConnection&) = delete;
  HttpConnection& operator=(const HttpConnection&) = delete;

  /// Sends what the server takes; it may have answered and stopped listening.
  void send(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t n = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (n <= 0) return;
      bytes.remove_prefix(static_cast<std::size_t>(n));
    }
  }

  /// Reads one answer. Its status is 0 when the connection ends before one came.
  HttpAnswer receive(bool of_head_request = false) {
    HttpAnswer answer;
    std::size_t end = 0;
    while ((end = received_.find("\r\n\r\n")) == std::string::npos) {
      if (!read_more()) return answer;
    }
    answer.head = received_.substr(0, end + 4);
    received_.erase(0, end + 4);
    answer.status = std::atoi(answer.head.c_str() + answer.head.find(' '));
    if (answer.head.find("Transfer-Encoding: chunked\r\n") != std::string::npos) {
      answer.body = receive_chunks();
      return answer;
    }
    const std::size_t field = answer.head.find("Content-Length: ");
    const std::size_t length =
        field == std::string::npos || of_head_request ? 0 : std::strtoul(answer.head.c_str() + field + 16, nullptr, 10);
    while (received_.size() < length && read_more()) {
    }
    answer.body = received_.substr(0, length);
    received_.erase(0, answer.body.size());
    return answer;
  }

  /// Whether the server closes the connection without another byte.
  bool is_closed() { return received_.empty() && !read_more(); }
  /// How many pieces have come.
  int n_reads() const { return n_reads_; }

 private:
  /// A chunked body; what came of it when the connection ends early.
  std::string receive_chunks() {
    std::string body;
    for (;;) {
      std::size_t line = 0;
      while ((line = received_.find("\r\n")) == std::string::npos)
        if (!read_more()) return body;
      const std::size_t size = std::strtoul(received_.c_str(), nullptr, 16);
      while (received_.size() < line + 2 + size + 2)
        if (!read_more()) return body;
      body += received_.substr(line + 2, size);
      received_.erase(0, line + 2 + size + 2);
      if (size == 0) return body;
    }
  }

  bool read_more() {
    char buffer[65536];
    const ssize_t n = ::recv(socket_, buffer, sizeof buffer, 0);
    if (n > 0) received_.append(buffer, static_cast<std::size_t>(n));
    ++n_reads_;
    return n > 0;
  }

  int socket_;
  int n_reads_ = 0;
  std::string received_;
};

inline std::string get_request(const std::string& path, const std::string& headers = "") {
  return "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headers + "\r\n";
}

inline std::string post_request(const std::string& path, const std::string& body,
                                const std::string& headers = "Content-Type: application/json\r\n") {
  return "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headers +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

inline HttpAnswer ask(int port, const std::string& request) {
  HttpConnection connection(port);
  connection.send(request);
  return connection.receive(request.starts_with("HEAD"));
}

}  // namespace clearwell::tests
