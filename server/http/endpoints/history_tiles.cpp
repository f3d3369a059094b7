#include "server/http/endpoints/history_tiles.hpp"

#include "common/hash/sha256.hpp"
#include "server/http/endpoints/measured_parameter.hpp"
#include "server/http/entity_tag.hpp"
#include "server/http/error_mapping.hpp"
#include "server/http/json_answer.hpp"
#include "server/store/history_tiles.hpp"

#include <nlohmann/json.hpp>

namespace clearwell::http {
namespace {

using Json = nlohmann::ordered_json;

std::variant<std::string, ApiError> read_parameter(const Request& request) {
  std::string parameter;
  for (const auto& [name, text] : request.query) {
    if (name != "parameter")
      return bad_parameter(name, "unknown query parameter \"" + name + "\"; accepted: parameter");
    parameter = text;
  }
  if (parameter.empty()) return parameter_is_missing();
  return parameter;
}

Json tile_json(const store::HistoryMonth& month) {
  return {{"month", month.month},
          {"sha256", *month.sha256},
          {"url", "/v1/history/tiles/" + *month.sha256 + ".tile"},
          {"bytes", month.bytes}};
}

/// \param months  the last one is not over
Json manifest_json(const MeasuredParameter& measured, const std::vector<store::HistoryMonth>& months) {
  const ParameterLabel label = label_of(measured.parameter, "");
  Json tiles = Json::array();
  Json without = Json::array();
  for (auto month = months.begin(); month != months.end() - 1; ++month) {
    if (month->sha256)
      tiles.push_back(tile_json(*month));
    else
      without.push_back(month->month);
  }
  return {{"plant_id", measured.plant.plant_id}, {"parameter", measured.parameter},
          {"title", to_json(label.title)},       {"unit", label.unit},
          {"decimals", label.decimals},          {"simulated", measured.plant.simulated},
          {"tiles", std::move(tiles)},           {"months_without_tile", std::move(without)},
          {"open_month", months.back().month}};
}

}  // namespace

Answer ListHistoryTiles::operator()(const Request& request) const {
  const std::variant<std::string, ApiError> read = read_parameter(request);
  if (const ApiError* error = std::get_if<ApiError>(&read)) return *error;
  const auto found =
      find_measured_parameter(database, water, request.path_parameter("id"), std::get<std::string>(read));
  if (const ApiError* error = std::get_if<ApiError>(&found)) return *error;
  const auto& measured = std::get<MeasuredParameter>(found);
  Response response = json_response(
      manifest_json(measured, store::history_months(database, measured.plant.plant_id, measured.parameter)));
  const std::string sha256 = hash::sha256_hex(response.body);
  return under_entity_tag(std::move(response), sha256, kRevalidate, request);
}

Answer DownloadHistoryTile::operator()(const Request& request) const {
  const std::string& sha256 = request.path_parameter("sha256");
  std::optional<std::string> bytes = store::read_history_tile(database, sha256);
  if (!bytes)
    return not_found("unknown_tile",
                     "there is no tile \"" + sha256 + "\"; GET /v1/plants/{id}/history/tiles lists those there are",
                     "sha256");
  return under_entity_tag({200, "application/protobuf", *std::move(bytes), {}}, sha256, kImmutable, request);
}

}  // namespace clearwell::http
