#include "server/http/http_server.hpp"

#include "server/http/chunk_buffer.hpp"
#include "server/http/connection.hpp"
#include "server/http/error_mapping.hpp"
#include "server/http/message.hpp"
#include "server/http/request_head.hpp"
#include "server/http/router.hpp"

#include <httplib.h>

#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <optional>
#include <ostream>
#include <utility>

namespace clearwell::http {
namespace {

/// The library's pool, with a count of the connections: when they are more than its threads, idle ones give way.
class CountingPool final : public httplib::TaskQueue {
 public:
  CountingPool(std::size_t threads, Traffic& traffic) : pool_(threads), traffic_(traffic) {}

  // void in 0.11, bool in 0.18.
  using Enqueued = decltype(std::declval<httplib::TaskQueue&>().enqueue(std::declval<std::function<void()>>()));
  Enqueued enqueue(std::function<void()> serve_connection) override {
    traffic_.begin_connection();
    return pool_.enqueue([this, serve_connection = std::move(serve_connection)] {
      serve_connection();
      traffic_.end_connection();
    });
  }
  void shutdown() override { pool_.shutdown(); }

 private:
  httplib::ThreadPool pool_;
  Traffic& traffic_;
};

bool is_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
}

/// How the body is delimited, where two readings of one request could disagree about its end.
struct Framing {
  bool has_body = false;
  std::optional<ApiError> refused;
};

/// \param max_body_bytes  asked where there is a length to compare
Framing framing_of(const httplib::Request& request, const std::function<std::size_t()>& max_body_bytes) {
  const auto refuse = [](int status, std::string code, std::string message) {
    return Framing{true, ApiError{status, std::move(code), std::move(message), "", {}}};
  };
  const std::size_t n_lengths = request.get_header_value_count("Content-Length");
  const std::size_t n_codings = request.get_header_value_count("Transfer-Encoding");
  if (n_lengths + n_codings > 1)
    return refuse(400, "bad_request", "the request tells the length of its body more than once");
  if (n_lengths + n_codings == 0) return {};

  const std::string content_encoding = request.get_header_value("Content-Encoding");
  if (!content_encoding.empty() && content_encoding != "identity") {
    return refuse(415, "unsupported_content_encoding",
                  "Content-Encoding is not accepted on requests: send the body as it is");
  }
  if (n_codings == 1) {
    std::string coding = request.get_header_value("Transfer-Encoding");
    std::transform(coding.begin(), coding.end(), coding.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (coding != "chunked") return refuse(400, "bad_request", "of the transfer codings only \"chunked\" is accepted");
    return {true, {}};
  }
  const std::string length = request.get_header_value("Content-Length");
  if (!is_digits(length)) return refuse(400, "bad_request", "Content-Length is not a number");
  std::size_t bytes = 0;
  const bool overflow = std::from_chars(length.data(), length.data() + length.size(), bytes).ec != std::errc();
  if (const std::size_t most = max_body_bytes(); overflow || bytes > most) {
    return refuse(413, "body_too_large",
                  "the body has " + length + " bytes: at most " + std::to_string(most) + " are accepted");
  }
  return {bytes > 0, {}};
}

// What this thread serves. cpp-httplib hands its callbacks the request only.
thread_local Connection* current_connection = nullptr;
thread_local std::optional<Framing> current_framing;  ///< empty until somebody asks

Request plain_request(const httplib::Request& from, const Connection& connection) {
  Request request;
  request.method = from.method;
  request.path = from.path;
  for (const auto& [name, value] : from.params)
    request.query.emplace_back(name, value);
  request.headers = read_headers(connection.head);
  int port = 0;
  connection.get_remote_ip_and_port(request.peer, port);
  return request;
}

void fill_response(const Response& from, httplib::Response& to) {
  to.status = from.status;
  for (const auto& [name, value] : from.headers)
    to.set_header(name, value);
  to.set_header("X-Content-Type-Options", "nosniff");
  if (!from.body.empty()) to.set_content(from.body, from.content_type);
  if (!from.body_from) return;
  to.set_chunked_content_provider(from.content_type, [write = from.body_from](std::size_t, httplib::DataSink& sink) {
    ChunkBuffer buffer(sink.write);
    std::ostream out(&buffer);
    write(out);
    const auto complete = static_cast<bool>(out.flush());
    sink.done();
    return complete;
  });
}

/// The library decides on keep-alive by the request's header, so that is where we say no.
void close_after_answer(Connection& connection, const httplib::Request& request) {
  connection.close_after_answer = true;
  httplib::Headers& headers = const_cast<httplib::Request&>(request).headers;  // NOLINT(*-pro-type-const-cast)
  headers.erase("Connection");
  headers.emplace("Connection", "close");
}

/// \param take  is given the body piece by piece
std::optional<ApiError> read_body(const httplib::ContentReader& content, Connection& connection, std::size_t max_bytes,
                                  std::chrono::milliseconds within,
                                  const std::function<void(const char* data, std::size_t size)>& take) {
  std::size_t bytes = 0;
  bool too_large = false;
  connection.begin_body(within);
  // A chunked body says its length only by ending. The library's own limit, which 0.11 does not apply here and 0.18
  // reports as a broken body, stays off.
  const bool complete = content([&](const char* data, std::size_t size) {
    bytes += size;
    too_large = bytes > max_bytes;
    if (!too_large) take(data, size);
    return !too_large;
  });
  if (too_large) {
    return ApiError{413,
                    "body_too_large",
                    "the body has more than the " + std::to_string(max_bytes) + " bytes that are accepted",
                    "",
                    {}};
  }
  if (!complete) {
    return connection.timed_out ? from_bare_status(408)
                                : ApiError{400, "bad_request", "the body ends before its announced end", "", {}};
  }
  return std::nullopt;
}

}  // namespace

class HttpServer::Impl : public httplib::Server {
 public:
  Impl(const Router& router, ServerOptions options)
      : router_(router), options_(std::move(options)), traffic_(options_.threads) {
    limits_.head_within = options_.head_within;
    new_task_queue = [this] { return new CountingPool(options_.threads, traffic_); };
    set_keep_alive_max_count(
        static_cast<std::size_t>(limits_.max_requests));  // for the Keep-Alive header; Connection decides
    set_keep_alive_timeout(std::chrono::duration_cast<std::chrono::seconds>(limits_.idle_for).count());
    set_expect_100_continue_handler(
        [this](const auto& request, auto& response) { return on_expect_continue(request, response); });
    set_pre_routing_handler([this](const auto& request, auto& response) { return on_request(request, response); });
    const auto with_body = [this](const auto& request, auto& response, const auto& content) {
      answer(request, response, &content);
    };
    Post(".*", with_body);
    Put(".*", with_body);
    Patch(".*", with_body);
    Delete(".*", with_body);
    set_error_handler(
        [](const httplib::Request& request, httplib::Response& response) { complete_error(request, response); });
    // NOLINTNEXTLINE(performance-unnecessary-value-param): the library's signature
    set_exception_handler([](const httplib::Request&, httplib::Response& response, std::exception_ptr) {
      fill_response(to_response(from_bare_status(500)), response);
    });
  }

  int take_port();
  void stop_serving();

 private:
  bool process_and_close_socket(socket_t socket) override;
  bool process_one(Connection& connection, bool& closed);
  const Framing& framing(const httplib::Request& request) const;
  std::size_t max_body_bytes(const httplib::Request& from) const;

  int on_expect_continue(const httplib::Request& request, httplib::Response& response) const;
  HandlerResponse on_request(const httplib::Request& request, httplib::Response& response) const;
  void answer(const httplib::Request& from, httplib::Response& to, const httplib::ContentReader* content) const;
  static void complete_error(const httplib::Request& request, httplib::Response& response);

  const Router& router_;
  const ServerOptions options_;
  ConnectionLimits limits_;
  Traffic traffic_;
};

/// Our own socket: the library's would share the port with a second server (SO_REUSEPORT) and keep a queue of 5.
int HttpServer::Impl::take_port() {
  const std::string address = options_.host + ":" + std::to_string(options_.port);
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const int failed = ::getaddrinfo(options_.host.c_str(), std::to_string(options_.port).c_str(), &hints, &found);
  if (failed != 0) throw ListenError("cannot listen on " + address + ": " + gai_strerror(failed));
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> addresses(found, &::freeaddrinfo);

  constexpr int kBacklog = 1024;
  const int on = 1;
  const int socket = ::socket(addresses->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (socket >= 0) ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (socket < 0 || ::bind(socket, addresses->ai_addr, addresses->ai_addrlen) != 0 || ::listen(socket, kBacklog) != 0) {
    const int reason = errno;
    if (socket >= 0) ::close(socket);
    throw ListenError("cannot listen on " + address + ": " + std::strerror(reason) +
                      (reason == EADDRINUSE ? " (is another clearwell running? choose another port)" : ""));
  }
  sockaddr_storage bound{};
  socklen_t length = sizeof bound;
  ::getsockname(socket, reinterpret_cast<sockaddr*>(&bound), &length);
  svr_sock_ = socket;
  return ntohs(bound.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6&>(bound).sin6_port
                                           : reinterpret_cast<sockaddr_in&>(bound).sin_port);
}

void HttpServer::Impl::stop_serving() {
  traffic_.drain();
  // stop() asserts a live socket and does nothing before listen_after_bind() has begun; ours may exist before that.
  if (is_running()) {
    stop();
  } else if (const socket_t socket = svr_sock_.exchange(INVALID_SOCKET); socket != INVALID_SOCKET) {
    ::shutdown(socket, SHUT_RDWR);  // wakes an accept() that has just begun
    ::close(socket);
  }
}

bool HttpServer::Impl::process_and_close_socket(socket_t socket) {
  Connection connection(socket, limits_, traffic_);
  current_connection = &connection;
  while (connection.wait_for_request()) {
    bool closed = false;
    if (!process_one(connection, closed) || !connection.flush() || closed || connection.close_after_answer) break;
  }
  current_connection = nullptr;
  connection.close_gently();
  return true;
}

bool HttpServer::Impl::process_one(Connection& connection, bool& closed) {
  connection.begin_head();
  current_framing.reset();
  const auto setup = [&connection](httplib::Request& request) {
    connection.head_understood = true;
    request.headers.erase("Accept-Encoding");  // the library would compress every answer at the highest quality
    request.headers.erase("Range");            // 400 overlapping ranges of one file would be an answer of gigabytes
    request.ranges.clear();
  };
#if CLEARWELL_HTTPLIB_VERSION < 1200
  return process_request(connection, connection.close_after_answer, closed, setup);
#else
  std::string remote_ip, local_ip;
  int remote_port = 0, local_port = 0;
  connection.get_remote_ip_and_port(remote_ip, remote_port);
  connection.get_local_ip_and_port(local_ip, local_port);
  return process_request(connection, remote_ip, remote_port, local_ip, local_port, connection.close_after_answer,
                         closed, setup);
#endif
}

const Framing& HttpServer::Impl::framing(const httplib::Request& request) const {
  if (!current_framing) current_framing = framing_of(request, [&] { return max_body_bytes(request); });
  return *current_framing;
}

std::size_t HttpServer::Impl::max_body_bytes(const httplib::Request& from) const {
  Request request;
  request.method = from.method;
  request.path = from.path;
  return router_.streams(request) ? options_.max_streamed_bytes : options_.max_body_bytes;
}

/// A client that asks before it sends a body gets its refusal before it has sent it.
int HttpServer::Impl::on_expect_continue(const httplib::Request& request, httplib::Response& response) const {
  const std::optional<ApiError>& refused = framing(request).refused;
  if (!refused) return 100;
  close_after_answer(*current_connection, request);
  fill_response(to_response(*refused), response);
  return response.status;
}

/// Answers what has no body; the others go on to where the library offers the body.
httplib::Server::HandlerResponse HttpServer::Impl::on_request(const httplib::Request& request,
                                                              httplib::Response& response) const {
  const bool may_have_body =
      request.method == "POST" || request.method == "PUT" || request.method == "PATCH" || request.method == "DELETE";
  if (may_have_body && framing(request).has_body && !framing(request).refused) return HandlerResponse::Unhandled;
  answer(request, response, nullptr);
  return HandlerResponse::Handled;
}

void HttpServer::Impl::answer(const httplib::Request& from, httplib::Response& to,
                              const httplib::ContentReader* content) const {
  Connection& connection = *current_connection;
  const Framing& body = framing(from);
  bool body_read = !body.has_body;
  Request request = plain_request(from, connection);
  const auto take_body = [&](std::size_t max_bytes, std::chrono::milliseconds within,
                             const auto& take) -> std::optional<ApiError> {
    if (body.refused) return body.refused;
    if (content == nullptr) return std::nullopt;
    std::optional<ApiError> refused = read_body(*content, connection, max_bytes, within, take);
    body_read = !refused;
    return refused;
  };
  request.body_into = [&](std::ostream& into) {
    return take_body(options_.max_streamed_bytes, options_.streamed_body_within,
                     [&](const char* data, std::size_t size) { into.write(data, static_cast<std::streamsize>(size)); });
  };
  const Response response = router_.handle(request, [&]() -> std::variant<std::string, ApiError> {
    std::string text;
    if (auto refused = take_body(options_.max_body_bytes, options_.body_within,
                                 [&](const char* data, std::size_t size) { text.append(data, size); }))
      return *std::move(refused);
    return text;
  });
  // Bytes left on the connection would be read as the next request.
  if (!body_read) close_after_answer(connection, from);
  fill_response(response, to);
  if (from.method == "HEAD") to.set_header("Accept-Ranges", "none");  // the library would promise ranges
}

/// Gives a body to what the library refused by itself.
void HttpServer::Impl::complete_error(const httplib::Request& request, httplib::Response& response) {
  Connection& connection = *current_connection;
  if (!connection.head_understood) close_after_answer(connection, request);
  if (!response.body.empty()) return;
  const int status = connection.head_too_large ? 431 : connection.timed_out ? 408 : response.status;
  fill_response(to_response(from_bare_status(status)), response);
}

HttpServer::HttpServer(const Router& router, ServerOptions options)
    : impl_(std::make_unique<Impl>(router, std::move(options))) {}
HttpServer::~HttpServer() {
  stop();
}

int HttpServer::listen() {
  return impl_->take_port();
}
void HttpServer::serve() {
  impl_->listen_after_bind();
}
void HttpServer::stop() {
  impl_->stop_serving();
}

}  // namespace clearwell::http
