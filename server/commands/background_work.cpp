#include "server/commands/background_work.hpp"

#include "server/base/log.hpp"
#include "server/base/random_id.hpp"
#include "server/commands/serve_log.hpp"
#include "server/monitoring/telemetry.hpp"
#include "server/registry/registry.hpp"
#include "server/store/connection_string.hpp"
#include "server/store/long_statements.hpp"

#include <utility>

namespace clearwell::commands {
namespace {

auto log_upkeep(monitoring::Telemetry& telemetry) {
  return [&telemetry](const std::string& reason) {
    telemetry.store_errors.increment({});
    base::log_warning("history_upkeep_without_store", {{"reason", reason}});
  };
}

}  // namespace

BackgroundWork::BackgroundWork(store::Database& database, registry::ArtifactStore artifacts,
                               const scheduler::SchedulerOptions& options, monitoring::Telemetry& telemetry)
    : database_(database),
      session_(std::string(store::kBackgroundSession) + base::random_hex(8)),
      own_(store::Database::connect(store::as_application(database.url(), session_))),
      scheduler_(own_, registry::Registry(own_, std::move(artifacts)), options, base::system_clock(),
                 log_jobs(telemetry)),
      upkeep_(own_, log_upkeep(telemetry)),
      working_([this](const std::stop_token& stop) { scheduler_.work(stop); }),
      rolling_up_([this](const std::stop_token& stop) { upkeep_.work(stop); }) {}

BackgroundWork::~BackgroundWork() {
  request_stop();
  join();
}

void BackgroundWork::request_stop() {
  working_.request_stop();
  rolling_up_.request_stop();
}

void BackgroundWork::join() {
  if (!working_.joinable()) return;
  const std::jthread hurrying(
      [this](const std::stop_token& ended) { store::cancel_long_statements(database_, session_, ended); });
  working_.join();
  rolling_up_.join();
}

}  // namespace clearwell::commands
