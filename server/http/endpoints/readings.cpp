#include "server/http/endpoints/readings.hpp"

#include "server/http/json_answer.hpp"
#include "server/intake/reading_intake.hpp"
#include "server/monitoring/telemetry.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace clearwell::http {
namespace {

using intake::ReadingForm;
using intake::TakenReadings;

constexpr std::string_view kOutcomes[] = {"accepted", "duplicate", "conflict", "rejected"};

int status_of(std::string_view code) {
  if (code == "invalid_json" || code == "unknown_key") return 400;
  if (code == "wrong_plant") return 403;
  if (code == "too_many_readings") return 413;
  return 422;
}

/// Of a single observation that is new the standard wants 201; of several things that went apart, HTTP has 207.
int status_of(const TakenReadings& taken, ReadingForm form) {
  if (taken.counts[TakenReadings::kRejected] > 0) return 207;
  const bool is_created = !taken.is_array && taken.outcomes.front() == 0;
  return form == ReadingForm::observation && is_created ? 201 : 200;
}

/// One word an element: written by hand, because there may be 100,000.
std::string outcomes_json(const TakenReadings& taken) {
  std::string text = "[";
  for (const std::uint8_t outcome : taken.outcomes)
    text.append(text.size() > 1 ? ",\"" : "\"").append(kOutcomes[outcome]).append("\"");
  return text + "]";
}

Response to_response(const TakenReadings& taken, ReadingForm form) {
  nlohmann::ordered_json errors = nlohmann::ordered_json::array();
  for (const intake::RejectedReading& rejected : taken.rejected)
    errors.push_back(
        {{"index", rejected.index}, {"code", rejected.code}, {"message", rejected.message}, {"field", rejected.field}});
  Response response{.status = status_of(taken, form), .content_type = "application/json", .body = "", .headers = {}};
  response.body = "{\"accepted\":" + std::to_string(taken.counts[0]) +
                  ",\"duplicates\":" + std::to_string(taken.counts[1]) +
                  ",\"conflicts\":" + std::to_string(taken.counts[2]) +
                  ",\"rejected\":" + std::to_string(taken.counts[3]) + ",\"outcomes\":" + outcomes_json(taken) +
                  // A message may quote what the client sent, which need not be UTF-8.
                  ",\"errors\":" + errors.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "}";
  return response;
}

/// The path's Datastream: SensorThings writes ids that are texts in single quotes.
std::variant<std::string, ApiError> sensor_of_path(const Request& request) {
  const auto found = request.path_parameters.find("id");
  if (found == request.path_parameters.end()) return "";
  const std::string& id = found->second;
  if (id.size() > 2 && id.front() == '\'' && id.back() == '\'') return id.substr(1, id.size() - 2);
  return ApiError{
      404, "unknown_sensor", "Datastreams(" + id + ") is not one: ids are texts in single quotes", "id", {}};
}

}  // namespace

Answer PostReadings::operator()(const Request& request) const {
  const auto sensor_id = sensor_of_path(request);
  if (const auto* error = std::get_if<ApiError>(&sensor_id)) return *error;
  const auto read = intake::read_readings(request.body, form, std::get<std::string>(sensor_id));
  const auto refuse = [](const intake::RejectedBody& body) {
    return ApiError{status_of(body.code), body.code, body.message, body.field, {}};
  };
  if (const auto* body = std::get_if<intake::RejectedBody>(&read)) return refuse(*body);
  const auto answer = readings.take(std::get<intake::ReadingRequest>(read),
                                    {.actor = access::actor_of(request.caller), .plant_id = request.caller.plant_id});
  if (const auto* body = std::get_if<intake::RejectedBody>(&answer)) return refuse(*body);

  const auto& taken = std::get<TakenReadings>(answer);
  for (std::size_t i = 0; i < taken.counts.size(); ++i)
    telemetry.readings.increment({kOutcomes[i]}, static_cast<double>(taken.counts[i]));
  if (!taken.is_array && !taken.rejected.empty()) {
    const intake::RejectedReading& rejected = taken.rejected.front();
    return ApiError{422, rejected.code, rejected.message, rejected.field, {}};
  }
  return to_response(taken, form);
}

}  // namespace clearwell::http
