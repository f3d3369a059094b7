#include "server/http/endpoints/plant_history.hpp"

#include "server/base/time_text.hpp"
#include "server/http/endpoints/measured_parameter.hpp"
#include "server/http/error_mapping.hpp"
#include "server/http/json_answer.hpp"

#include <nlohmann/json.hpp>

#include <charconv>
#include <chrono>

namespace clearwell::http {
namespace {

using Json = nlohmann::ordered_json;
using Moment = base::TimePoint;

constexpr int kDefaultPoints = 500;
constexpr int kFewestPoints = 3;  // values and non-detects of the laboratory, instruments
constexpr int kMostPoints = 5'000;
constexpr std::chrono::hours kMostHours(kMostPoints);

struct HistoryQuery {
  std::string parameter;
  std::optional<Moment> from;
  std::optional<Moment> to;
  int points = kDefaultPoints;
  bool hourly = false;
};

/// RFC 3339, or a date alone for its beginning in UTC.
std::variant<Moment, ApiError> parse_moment(const std::string& name, const std::string& text) {
  const bool date_alone = text.size() == 10;
  const Result<Moment> parsed = base::parse_time(date_alone ? text + "T00:00:00Z" : text);
  if (!parsed)
    return bad_parameter(
        name, name + " must be a date or an RFC 3339 time such as 2026-03-12T08:00:00Z: " + parsed.error().message);
  return *parsed;
}

std::optional<ApiError> read_points(const std::string& text, int& points) {
  const char* end = text.data() + text.size();
  const auto [stop, failure] = std::from_chars(text.data(), end, points);
  if (failure == std::errc() && stop == end && points >= kFewestPoints && points <= kMostPoints) return std::nullopt;
  return bad_parameter("points", "points must be a whole number from " + std::to_string(kFewestPoints) + " to " +
                                     std::to_string(kMostPoints) + ", not \"" + text + "\"");
}

std::optional<ApiError> read_resolution(const std::string& text, bool& hourly) {
  hourly = text == "hour";
  if (hourly) return std::nullopt;
  return bad_parameter("resolution", "resolution must be hour, not \"" + text + "\"");
}

std::optional<ApiError> read_moment(const std::string& name, const std::string& text, std::optional<Moment>& moment) {
  std::variant<Moment, ApiError> parsed = parse_moment(name, text);
  if (const ApiError* error = std::get_if<ApiError>(&parsed)) return *error;
  moment = std::get<Moment>(parsed);
  return std::nullopt;
}

std::variant<HistoryQuery, ApiError> read_query(const Request& request) {
  HistoryQuery query;
  for (const auto& [name, text] : request.query) {
    std::optional<ApiError> error;
    if (name == "parameter")
      query.parameter = text;
    else if (name == "from")
      error = read_moment(name, text, query.from);
    else if (name == "to")
      error = read_moment(name, text, query.to);
    else if (name == "points")
      error = read_points(text, query.points);
    else if (name == "resolution")
      error = read_resolution(text, query.hourly);
    else
      error = bad_parameter(
          name, "unknown query parameter \"" + name + "\"; accepted: parameter, from, to, points, resolution");
    if (error) return *error;
  }
  if (query.parameter.empty()) return parameter_is_missing();
  if (query.from && query.to && *query.from >= *query.to) return bad_parameter("to", "to must be later than from");
  return query;
}

std::optional<ApiError> check_length(const HistoryQuery& query, const store::TimeRange& range) {
  const auto hours = std::chrono::ceil<std::chrono::hours>(range.to - range.from);
  if (!query.hourly || hours <= kMostHours) return std::nullopt;
  return bad_parameter("resolution", "resolution=hour takes a range of at most " + std::to_string(kMostHours.count()) +
                                         " hours, not of " + std::to_string(hours.count()) + "; narrow from and to");
}

Json bucket_json(const store::HistoryBucket& bucket) {
  return {{"time", base::format_time_seconds(bucket.time)},
          {"source", store::to_string(bucket.source)},
          {"min", bucket.min},
          {"max", bucket.max},
          {"mean", bucket.mean},
          {"count", bucket.count},
          {"non_detects", bucket.non_detects}};
}

Json buckets_json(const std::vector<store::HistoryBucket>& buckets) {
  Json array = Json::array();
  for (const store::HistoryBucket& bucket : buckets)
    array.push_back(bucket_json(bucket));
  return array;
}

Json seconds_or_null(const std::optional<std::chrono::microseconds>& length) {
  return length ? Json(std::chrono::duration<double>(*length).count()) : Json(nullptr);
}

Json time_or_null(const std::optional<Moment>& moment) {
  return moment ? Json(base::format_time_seconds(*moment)) : Json(nullptr);
}

}  // namespace

Answer PlantHistory::operator()(const Request& request) const {
  const std::string& plant_id = request.path_parameter("id");
  std::variant<HistoryQuery, ApiError> read = read_query(request);
  if (const ApiError* error = std::get_if<ApiError>(&read)) return *error;
  auto& query = std::get<HistoryQuery>(read);

  const auto found = find_measured_parameter(database, water, plant_id, query.parameter);
  if (const ApiError* error = std::get_if<ApiError>(&found)) return *error;
  const auto& [plant, parameter, extent] = std::get<MeasuredParameter>(found);
  if (extent) {
    // A second more than the last value: the range is half open, and times are shown to the second.
    query.from = query.from.value_or(extent->first);
    query.to = query.to.value_or(std::max(*query.from, extent->last) + std::chrono::seconds(1));
  }
  store::History history;
  if (extent && *query.from < *query.to) {
    const store::TimeRange range{*query.from, *query.to};
    if (std::optional<ApiError> error = check_length(query, range)) return *error;
    history = query.hourly ? water.hourly_history(plant_id, parameter, range)
                           : water.history(plant_id, parameter, range, query.points);
  }
  const ParameterLabel label = label_of(parameter, "");
  return json_response({{"plant_id", plant_id},
                        {"parameter", parameter},
                        {"title", to_json(label.title)},
                        {"unit", label.unit},
                        {"decimals", label.decimals},
                        {"simulated", plant.simulated},
                        {"from", time_or_null(query.from)},
                        {"to", time_or_null(query.to)},
                        {"limits", query.to ? limits_json(plant.jurisdiction, parameter, *query.to) : Json::array()},
                        {"bucket_seconds",
                         {{"laboratory", seconds_or_null(history.laboratory_bucket)},
                          {"instrument", seconds_or_null(history.instrument_bucket)}}},
                        {"buckets", buckets_json(history.buckets)}});
}

}  // namespace clearwell::http
