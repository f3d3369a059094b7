#include "server/http/endpoints/plants.hpp"

#include "common/limits/limits.hpp"
#include "server/base/time_text.hpp"
#include "server/http/error_mapping.hpp"
#include "server/http/json_answer.hpp"
#include "server/http/query_moment.hpp"

#include <nlohmann/json.hpp>

namespace clearwell::http {
namespace {

using Json = nlohmann::ordered_json;

std::string_view verdict_on(const store::LatestResult& result, std::string_view parameter,
                            std::string_view jurisdiction) {
  const auto qualifier = limits::parse_qualifier(result.qualifier);
  if (!qualifier) return limits::to_string(limits::Verdict::cannot_be_judged);
  const auto verdict = limits::judge_by_law({result.value, *qualifier}, result.unit, jurisdiction, parameter,
                                            base::format_time_seconds(result.sampled_at));
  return verdict ? limits::to_string(*verdict) : "no_limit";
}

Json latest_json(const store::LatestResult& result, std::string_view verdict) {
  return {{"value", result.value},           {"qualifier", result.qualifier},
          {"text", result.result_text},      {"sampled_at", base::format_time_seconds(result.sampled_at)},
          {"laboratory", result.laboratory}, {"verdict", verdict}};
}

/// \param at  whose limits are told; empty: those of the newest value
Json parameter_json(const store::PlantParameter& measured, std::string_view jurisdiction,
                    const std::optional<base::TimePoint>& at) {
  const std::optional<store::LatestResult>& latest = measured.latest_result;
  const ParameterLabel label = label_of(measured.parameter, latest ? latest->unit : "");
  std::optional<base::TimePoint> newest;
  if (measured.latest_reading) newest = measured.latest_reading->read_at;
  if (latest) newest = latest->sampled_at;
  if (at) newest = at;
  Json sources = Json::array();
  if (latest) sources.push_back(store::to_string(store::Source::laboratory));
  if (measured.latest_reading) sources.push_back(store::to_string(store::Source::instrument));
  return {
      {"parameter", measured.parameter},
      {"title", to_json(label.title)},
      {"unit", label.unit},
      {"decimals", label.decimals},
      {"sources", sources},
      {"limits", newest ? limits_json(jurisdiction, measured.parameter, *newest) : Json::array()},
      {"latest", latest ? latest_json(*latest, verdict_on(*latest, measured.parameter, jurisdiction)) : Json(nullptr)}};
}

}  // namespace

Answer ListPlants::operator()(const Request&) const {
  Json plants = Json::array();
  for (const store::Plant& plant : water.plants())
    plants.push_back(to_json(plant));
  return json_response({{"plants", plants}});
}

Answer GetPlant::operator()(const Request& request) const {
  const auto read = read_at(request);
  if (const ApiError* error = std::get_if<ApiError>(&read)) return *error;
  const auto& at = std::get<std::optional<base::TimePoint>>(read);
  const std::string& plant_id = request.path_parameter("id");
  const std::optional<store::Plant> plant = at ? water.find_plant_at(plant_id, *at) : water.find_plant(plant_id);
  if (!plant)
    return not_found(
        "unknown_plant",
        "there is no plant \"" + plant_id + "\"" + (at ? " at that moment" : "; GET /v1/plants lists them"), "id");
  Json body = to_json(*plant);
  body["parameters"] = Json::array();
  for (const store::PlantParameter& measured : at ? water.results_at(plant_id, *at) : water.parameters_of(plant_id))
    body["parameters"].push_back(parameter_json(measured, plant->jurisdiction, at));
  return json_response(body);
}

}  // namespace clearwell::http
