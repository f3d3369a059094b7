#include "server/http/endpoints/plant_compliance.hpp"

#include "common/limits/compliance.hpp"
#include "server/base/time_text.hpp"
#include "server/http/error_mapping.hpp"
#include "server/http/json_answer.hpp"
#include "server/monitoring/plant_compliance.hpp"

#include <nlohmann/json.hpp>

#include <cmath>
#include <string>
#include <vector>

namespace clearwell::http {
namespace {

using Json = nlohmann::ordered_json;

/// `YYYY-MM-DD` both.
struct Days {
  std::string from;
  std::string to;
};

/// The longest period is a year: it may begin in the year before a range and end in the one after it.
std::string new_year(const std::string& day, int years_later) {
  return std::to_string(std::stoi(day.substr(0, 4)) + years_later) + "-01-01";
}

std::optional<ApiError> read_day(const std::string& name, const std::string& text, std::string& day) {
  const Result<base::TimePoint> parsed = base::parse_time(text + "T00:00:00Z");
  if (!parsed || text.size() != 10)
    return bad_parameter(name, name + " must be a date such as 2026-03-12, not \"" + text + "\"");
  day = text;
  return std::nullopt;
}

/// \param newest  day of the newest sample, or today
std::variant<Days, ApiError> read_days(const Request& request, const std::string& newest) {
  Days days;
  for (const auto& [name, text] : request.query) {
    std::optional<ApiError> error;
    if (name == "from")
      error = read_day(name, text, days.from);
    else if (name == "to")
      error = read_day(name, text, days.to);
    else
      error = bad_parameter(name, "unknown query parameter \"" + name + "\"; accepted: from, to");
    if (error) return *error;
  }
  if (days.to.empty()) days.to = base::add_days(newest, 1);
  if (days.from.empty()) days.from = base::add_days(days.to, -365);
  if (days.from >= days.to) return bad_parameter("to", "to must be later than from");
  return days;
}

Json end_or_null(double end) {
  return std::isfinite(end) ? Json(end) : Json(nullptr);
}

Json figure_json(const std::optional<limits::PossibleValues>& figure) {
  if (!figure) return nullptr;
  return {{"low", end_or_null(figure->low)}, {"high", end_or_null(figure->high)}};
}

Json to_json(const limits::Judgement& judged) {
  return {{"from", judged.from},
          {"to", judged.to},
          {"place", judged.place.empty() ? Json(nullptr) : Json(judged.place)},
          {"results", judged.results},
          {"exceedances", judged.exceedances},
          {"cannot_be_judged", judged.unjudged},
          {"figure", figure_json(judged.figure)},
          {"compliance", limits::to_string(judged.compliance)},
          {"reason", judged.doubt == limits::Doubt::none ? Json(nullptr) : Json(limits::to_string(judged.doubt))}};
}

Json to_json(const std::vector<monitoring::JudgedLimit>& judged) {
  Json array = Json::array();
  for (const auto& [limit, periods] : judged) {
    const ParameterLabel label = label_of(limit->parameter, "");
    Json judged_periods = Json::array();
    for (const limits::Judgement& period : periods)
      judged_periods.push_back(to_json(period));
    array.push_back({{"parameter", limit->parameter},
                     {"title", http::to_json(label.title)},
                     {"unit", label.unit},
                     {"decimals", label.decimals},
                     {"limit", http::to_json(*limit)},
                     {"periods", judged_periods}});
  }
  return array;
}

}  // namespace

Answer PlantCompliance::operator()(const Request& request) const {
  const std::string& plant_id = request.path_parameter("id");
  const std::optional<store::Plant> plant = water.find_plant(plant_id);
  if (!plant)
    return not_found("unknown_plant", "there is no plant \"" + plant_id + "\"; GET /v1/plants lists them", "id");
  const auto day_of = [&](base::TimePoint moment) {
    store::Transaction transaction = database.begin();
    return store::local_day(transaction, plant->time_zone, moment);
  };
  const std::string today = day_of(clock());
  const auto read = read_days(request, plant->last_sample_at ? day_of(*plant->last_sample_at) : today);
  if (const ApiError* error = std::get_if<ApiError>(&read)) return *error;
  const auto& days = std::get<Days>(read);

  const std::vector<store::ResultOfDay> results =
      water.results_by_day(plant_id, new_year(days.from, -1), new_year(days.to, 2));
  return json_response(
      {{"plant_id", plant_id},
       {"jurisdiction", plant->jurisdiction},
       {"simulated", plant->simulated},
       {"from", days.from},
       {"to", days.to},
       {"limits", to_json(monitoring::judge_plant(plant->jurisdiction, results, days.from, days.to, today))}});
}

}  // namespace clearwell::http
