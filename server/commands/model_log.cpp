#include "server/commands/model_log.hpp"

#include "server/base/log.hpp"
#include "server/monitoring/program_telemetry.hpp"

namespace clearwell::commands {

scoring::ModelCacheObserver log_models(monitoring::ProgramTelemetry& telemetry) {
  return {.swapped =
              [](const registry::ModelVersion& version, std::string_view alias) {
                base::log_info("model_loaded", {{"model", version.name},
                                                {"version", version.version},
                                                {"alias", alias},
                                                {"family", version.family},
                                                {"sha256", version.sha256}});
              },
          .unusable =
              [](const registry::ModelVersion& version, const std::string& reason) {
                base::log_error("model_unusable", {{"model", version.name},
                                                   {"version", version.version},
                                                   {"sha256", version.sha256},
                                                   {"reason", reason}});
              },
          .registry_away =
              [&telemetry](const std::string& reason) {
                telemetry.store_errors.increment({});
                base::log_warning("registry_away", {{"reason", reason}});
              }};
}

}  // namespace clearwell::commands
