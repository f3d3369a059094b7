#include "server/http/endpoints/models.hpp"

#include "server/http/endpoints/version_of_path.hpp"
#include "server/http/entity_tag.hpp"
#include "server/http/error_mapping.hpp"
#include "server/http/json_answer.hpp"
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

}  // namespace

Answer ListModels::operator()(const Request&) const {
  return json_response({{"models", versions_json(registry.list())}});
}

Answer GetModel::operator()(const Request& request) const {
  const std::string& name = request.path_parameter("name");
  const std::vector<registry::ModelVersion> versions = registry.list(name);
  if (versions.empty())
    return not_found("unknown_model", "there is no model \"" + name + "\"; GET /v1/models lists all", "name");
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
  const registry::ModelVersion& version = std::get<registry::ModelVersion>(found);

  const std::string tag = '"' + version.sha256 + '"';
  Response response{
      200, "application/octet-stream", "", {{"ETag", tag}, {"Cache-Control", "public, max-age=31536000, immutable"}}};
  if (names_entity_tag(request.header("If-None-Match"), tag)) {
    response.status = 304;
  } else {
    response.body = registry.read_file(version);
  }
  return response;
}

}  // namespace clearwell::http
