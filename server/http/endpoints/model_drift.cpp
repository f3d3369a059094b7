#include "server/http/endpoints/model_drift.hpp"

#include "server/http/endpoints/version_of_path.hpp"
#include "server/http/json_answer.hpp"
#include "server/monitoring/drift_watch.hpp"

#include <nlohmann/json.hpp>

namespace clearwell::http {

Answer GetModelDrift::operator()(const Request& request) const {
  constexpr int kWindows = 60;
  const auto found = version_of_path(registry, request);
  if (const ApiError* error = std::get_if<ApiError>(&found)) return *error;
  const auto& version = std::get<registry::ModelVersion>(found);
  return json_response({{"model", version.name},
                        {"version", version.version},
                        {"windows", nlohmann::ordered_json::parse(monitoring::drift_windows_json(
                                        database, version.name, version.version, kWindows))}});
}

}  // namespace clearwell::http
