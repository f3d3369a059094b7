#include "server/http/endpoints/model_card.hpp"

#include "server/http/endpoints/version_of_path.hpp"
#include "server/http/error_mapping.hpp"
#include "server/report/model_card.hpp"
#include "server/tracking/artifact_names.hpp"
#include "server/tracking/run_artifacts.hpp"

#include <utility>

namespace clearwell::http {

Answer GetModelCard::operator()(const Request& request) const {
  const auto found = version_of_path(registry, request);
  if (const ApiError* error = std::get_if<ApiError>(&found)) return *error;
  const report::ModelCard card(database, registry, std::get<registry::ModelVersion>(found));
  return Response{200, "application/json", card.json(), {}};
}

Answer GetModelData::operator()(const Request& request) const {
  const auto found = version_of_path(registry, request);
  if (const ApiError* error = std::get_if<ApiError>(&found)) return *error;
  const auto& version = std::get<registry::ModelVersion>(found);
  auto statistics = tracking::find_artifact(database, version.run_id, tracking::kStatisticsPath);
  if (!statistics)
    return not_found("no_statistics",
                     "the training run of version " + std::to_string(version.version) + " of the model \"" +
                         version.name + "\" kept no statistics of its rows",
                     "version");
  return Response{200, "application/json", std::move(statistics->bytes), {}};
}

Answer GetModelCardPage::operator()(const Request& request) const {
  const auto found = version_of_path(registry, request);
  if (const ApiError* error = std::get_if<ApiError>(&found)) return *error;
  const report::ModelCard card(database, registry, std::get<registry::ModelVersion>(found));
  // The page has its style within itself and needs nothing else; texts of specs and files stand in it.
  return Response{200,
                  "text/html; charset=utf-8",
                  card.page(),
                  {{"Content-Security-Policy",
                    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"}}};
}

}  // namespace clearwell::http
