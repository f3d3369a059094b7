#pragma once

#include "server/access/tokens.hpp"
#include "server/http/authentication.hpp"
#include "server/http/http_server.hpp"
#include "tests/http/http_client.hpp"
#include "tests/server/http/service_fixture.hpp"

#include <chrono>
#include <thread>

namespace clearwell::tests {

inline constexpr const char* kScore = "/v1/models/example/score";
inline constexpr const char* kOneRow = R"({"data":[{"x0":1,"x1":2,"x2":3}]})";

/// A server on a free port over a real database.
struct HttpServerFixture : ServiceFixture {
  explicit HttpServerFixture(http::ServerOptions options = {.port = 0,
                                                            .head_within = std::chrono::milliseconds(600),
                                                            .body_within = std::chrono::milliseconds(600)})
      : tokens(*database),
        router(http::make_routes(services()), http::Authentication(tokens), telemetry),
        server(router, std::move(options)) {
    port = server.listen();
    serving = std::thread([this] { server.serve(); });
  }
  ~HttpServerFixture() {
    server.stop();
    serving.join();
  }

  access::Tokens tokens;
  http::Router router;
  http::HttpServer server;
  int port = 0;
  std::thread serving;
};

}  // namespace clearwell::tests
