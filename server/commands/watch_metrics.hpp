#pragma once

#include "server/access/tokens.hpp"
#include "server/commands/listen_address.hpp"
#include "server/http/http_server.hpp"
#include "server/http/router.hpp"

#include <thread>

namespace clearwell::monitoring {
struct WatchTelemetry;
}
namespace clearwell::store {
class Database;
}

namespace clearwell::commands {

/// Answers GET /metrics and /healthz of `clearwell watch` while it exists. Who may read is the server's own rule: who
/// asks from this machine, or brings a token of a regulator.
class WatchMetrics {
 public:
  /// \throws http::ListenError
  WatchMetrics(ListenAddress address, store::Database& database, monitoring::WatchTelemetry& telemetry);
  ~WatchMetrics();
  WatchMetrics(const WatchMetrics&) = delete;
  WatchMetrics& operator=(const WatchMetrics&) = delete;

 private:
  access::Tokens tokens_;
  const http::Router router_;
  http::HttpServer server_;
  std::jthread serving_;
};

}  // namespace clearwell::commands
