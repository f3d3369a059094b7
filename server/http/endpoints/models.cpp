#include "server/http/endpoints/models.hpp"

#include "server/base/time_text.hpp"
#include "server/http/endpoints/version_of_path.hpp"
#include "server/http/entity_tag.hpp"
#include "server/http/error_mapping.hpp"
#include "server/http/json_answer.hpp"
#include "server/http/query_moment.hpp"
#include "server/registry/registry.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace clearwell::http {
namespace {

using Json = nlohmann::ordered_json;

Json versions_json(const std::vector<registry::ModelVersion>& versions) {
  Json array = Json::array();
  for (const registry::ModelVersion& version : versions)
    array.push_back(to_json(version));
  return array;
}

Json holder_of(std::string_view alias, const std::vector<registry::ModelVersion>& versions) {
  for (const registry::ModelVersion& version : versions) {
    if (std::find(version.aliases.begin(), version.aliases.end(), alias) != version.aliases.end())
      return to_json(version);
  }
  return nullptr;
}

/// Which version was champion at a moment, by whose decision. Aliases and stages of today are not told.
Json model_at(const registry::Registry& registry, const std::string& name,
              const std::vector<registry::ModelVersion>& versions, base::TimePoint at) {
  const std::optional<registry::Promotion> decision = registry.promotions().champion_at(name, at);
  Json numbers = Json::array();
  for (const registry::ModelVersion& version : versions)
    if (version.created_at <= base::format_time(at)) numbers.push_back(version.version);
  return {{"name", name},
          {"champion_version", decision ? Json(decision->version) : Json(nullptr)},
          {"decision", decision ? to_json(*decision) : Json(nullptr)},
          {"versions", std::move(numbers)}};
}

}  // namespace

Answer ListModels::operator()(const Request&) const {
  return json_response({{"models", versions_json(registry.list())}});
}

Answer GetModel::operator()(const Request& request) const {
  const auto read = read_at(request);
  if (const ApiError* error = std::get_if<ApiError>(&read)) return *error;
  const auto& at = std::get<std::optional<base::TimePoint>>(read);
  const std::string& name = request.path_parameter("name");
  const std::vector<registry::ModelVersion> versions = registry.list(name);
  if (versions.empty())
    return not_found("unknown_model", "there is no model \"" + name + "\"; GET /v1/models lists all", "name");
  if (at) return json_response(model_at(registry, name, versions, *at));
  return json_response({{"name", name},
                        {"champion", holder_of("champion", versions)},
                        {"challenger", holder_of("challenger", versions)},
                        {"versions", versions_json(versions)}});
}

Answer GetModelVersion::operator()(const Request& request) const {
  const std::variant<registry::ModelVersion, ApiError> found = version_of_path(registry, request);
  if (const ApiError* error = std::get_if<ApiError>(&found)) return *error;
  return json_response(to_json(std::get<registry::ModelVersion>(found)));
}

Answer DownloadModel::operator()(const Request& request) const {
  const std::variant<registry::ModelVersion, ApiError> found = version_of_path(registry, request);
  if (const ApiError* error = std::get_if<ApiError>(&found)) return *error;
  const auto& version = std::get<registry::ModelVersion>(found);

  const std::string tag = '"' + version.sha256 + '"';
  Response response{200, "application/octet-stream", "", {{"ETag", tag}, {"Cache-Control", std::string(kImmutable)}}};
  if (names_entity_tag(request.header("If-None-Match"), tag)) {
    response.status = 304;
  } else {
    response.body = registry.read_file(version);
  }
  return response;
}

}  // namespace clearwell::http
