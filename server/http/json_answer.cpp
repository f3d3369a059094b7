#include "server/http/json_answer.hpp"

#include "server/base/time_text.hpp"

#include <nlohmann/json.hpp>

#include <charconv>

namespace clearwell::http {

using Json = nlohmann::ordered_json;

namespace {

template <typename T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

}  // namespace

Response json_response(const Json& body) {
  // A text out of the database is UTF-8; one that a client sent and that is quoted here need not be.
  return {200, "application/json", body.dump(-1, ' ', false, Json::error_handler_t::replace), {}};
}

Json to_json(const spec::LocalizedText& text) {
  return {{"en", text.en}, {"es", text.es}};
}

Json date_or_null(const std::string& date) {
  return date.empty() ? Json(nullptr) : Json(date);
}

Json to_json(const limits::Limit& limit) {
  return {
      {"jurisdiction", limit.jurisdiction},
      {"instrument", limit.instrument},
      {"article", limit.article},
      {"kind", limits::to_string(limit.kind)},
      {"compliance", limits::to_string(limit.compliance)},
      {"min", or_null(limit.min)},
      {"max", or_null(limit.max)},
      {"unit", limit.unit},
      {"stated", {{"min", or_null(limit.stated_min)}, {"max", or_null(limit.stated_max)}, {"unit", limit.stated_unit}}},
      {"valid_from", date_or_null(limit.valid_from)},
      {"valid_to", date_or_null(limit.valid_to)},
      {"confirmed", limit.confirmed}};
}

Json limits_json(std::string_view jurisdiction, std::string_view parameter, base::TimePoint at) {
  Json array = Json::array();
  for (const limits::Limit& limit : limits::limits_in_force(jurisdiction, parameter, base::format_time_seconds(at)))
    array.push_back(to_json(limit));
  return array;
}

Json to_json(const store::Plant& plant) {
  return {{"id", plant.plant_id},
          {"name", plant.name},
          {"place", plant.place},
          {"operator", plant.operator_name},
          {"latitude", or_null(plant.latitude)},
          {"longitude", or_null(plant.longitude)},
          {"time_zone", plant.time_zone},
          {"jurisdiction", plant.jurisdiction},
          {"population_served", or_null(plant.population_served)},
          {"simulated", plant.simulated},
          {"last_sample_at",
           plant.last_sample_at ? Json(base::format_time_seconds(*plant.last_sample_at)) : Json(nullptr)}};
}

Json to_json(const registry::ModelVersion& version) {
  const std::string url = "/v1/models/" + version.name + "/versions/" + std::to_string(version.version);
  return {{"name", version.name},
          {"version", version.version},
          {"family", version.family},
          {"aliases", version.aliases},
          {"stage", version.stage},
          {"sha256", version.sha256},
          {"size_bytes", version.size_bytes},
          {"threshold", version.threshold ? Json(shortest(static_cast<float>(*version.threshold))) : Json(nullptr)},
          {"metrics", Json::parse(version.metrics_json)},
          {"alarms", version.alarms},
          {"data_origin", version.data_origin},
          {"dataset_sha256", or_null(version.dataset_sha256)},
          {"created_at", version.created_at},
          {"run_id", version.run_id},
          {"parity", {{"rows", version.parity_rows}, {"digest", version.parity_digest}}},
          {"model_url", url + "/model.onnx"}};
}

Json to_json(const registry::Promotion& promotion) {
  return {{"promotion_id", promotion.promotion_id},
          {"name", promotion.name},
          {"version", promotion.version},
          {"from_version", or_null(promotion.from_version)},
          {"outcome", promotion.outcome},
          {"reason", promotion.reason},
          {"decided_by", promotion.decided_by},
          {"decided_at", promotion.decided_at},
          {"figures", Json::parse(promotion.figures_json)}};
}

Json to_json(const scheduler::Job& job) {
  return {{"job_id", job.job_id},
          {"kind", job.kind},
          {"model", job.model},
          {"status", job.status},
          {"request", Json::parse(job.request_json)},
          {"requested_by", job.requested_by},
          {"reason", job.reason},
          {"scheduled_for", or_null(job.scheduled_for)},
          {"attempts", job.attempts},
          {"not_before", or_null(job.not_before)},
          {"created_at", job.created_at},
          {"started_at", or_null(job.started_at)},
          {"ended_at", or_null(job.ended_at)},
          {"result", job.result_json ? Json::parse(*job.result_json) : Json(nullptr)},
          {"error", or_null(job.error)},
          {"url", "/v1/jobs/" + std::to_string(job.job_id)}};
}

Json to_json(const store::StoredAuditEntry& stored) {
  const store::AuditEntry& entry = stored.entry;
  return {{"entry_id", stored.entry_id},
          {"recorded_at", stored.recorded_at},
          {"role", entry.actor.role},
          {"subject", entry.actor.subject},
          {"token_id", or_null(entry.actor.token_id)},
          {"action", entry.action},
          {"object", entry.object},
          {"reason", entry.reason},
          {"details", Json::parse(entry.details_json)},
          {"previous_sha256", stored.previous_sha256},
          {"sha256", stored.sha256}};
}

ParameterLabel label_of(std::string_view parameter, std::string_view unit_if_unknown) {
  if (const limits::Parameter* known = limits::find_parameter(parameter))
    return {known->title, known->unit, known->decimals};
  return {{std::string(parameter), std::string(parameter)}, std::string(unit_if_unknown), 2};
}

double shortest(float value) {
  char digits[32];
  const char* end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  double result = 0;
  std::from_chars(digits, end, result);
  return result;
}

}  // namespace clearwell::http
