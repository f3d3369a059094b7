#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>

namespace clearwell::http {

class Router;

/// The address cannot be listened on; the text says why.
class ListenError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct ServerOptions {
  std::string host = "127.0.0.1";
  int port = 8081;           ///< 0: the kernel chooses
  std::size_t threads = 64;  ///< as many requests are under way at once; a waiting one costs no thread
  std::size_t max_body_bytes = std::size_t{16} << 20;       ///< 10,000 rows of nine numbers are about 2 MB
  std::size_t max_streamed_bytes = std::size_t{512} << 20;  ///< of a body that goes to disk, not to memory
  std::chrono::milliseconds head_within{10'000};            ///< request line and headers, in total
  std::chrono::milliseconds body_within{30'000};
  std::chrono::milliseconds streamed_body_within{600'000};
};

/// HTTP/1.1 on loopback, behind nginx. cpp-httplib parses and writes; the sockets, limits and deadlines are ours,
/// because Debian 12's version of the library has none that hold (see README.md).
class HttpServer {
 public:
  HttpServer(const Router& router, ServerOptions options);
  /// Stops and waits for the requests under way.
  ~HttpServer();

  /// Takes the port. A second server on it fails. \return the port \throws ListenError
  int listen();
  /// Answers requests until stop() is called, then finishes those under way. \pre listen() returned
  void serve();
  /// Takes no new connection; serve() returns when the last answer is written. From any thread.
  void stop();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace clearwell::http
