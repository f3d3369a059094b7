#include "server/commands/watch_metrics.hpp"

#include "server/base/log.hpp"
#include "server/http/authentication.hpp"
#include "server/http/endpoints/health.hpp"
#include "server/http/endpoints/metrics.hpp"
#include "server/monitoring/watch_telemetry.hpp"

namespace clearwell::commands {
namespace {

constexpr std::size_t kThreads = 4;  // a scrape, a probe and somebody who looks

}  // namespace

WatchMetrics::WatchMetrics(ListenAddress address, store::Database& database, monitoring::WatchTelemetry& telemetry)
    : tokens_(database),
      router_({{"GET", "/healthz", access::Role::kPublic, http::Health{}},
               {"GET", "/metrics", access::Role::kRegulator, http::ProgramMetrics{telemetry}}},
              http::Authentication(tokens_), telemetry),
      server_(router_, {.host = address.host, .port = address.port, .threads = kThreads}) {
  address.port = server_.listen();
  serving_ = std::jthread([this] { server_.serve(); });
  base::log_info("metrics_served", {{"address", "http://" + to_text(address) + "/metrics"}});
}

WatchMetrics::~WatchMetrics() {
  server_.stop();
}

}  // namespace clearwell::commands
