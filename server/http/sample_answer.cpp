#include "server/http/sample_answer.hpp"

#include "common/limits/limits.hpp"
#include "server/http/json_answer.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace clearwell::http {
namespace {

using Json = nlohmann::ordered_json;

template <typename T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

/// What conflicts of results and of readings have in common.
void add_origin_and_decision(Json& json, const auto& conflict) {
  json.update({{"source", conflict.source},
               {"source_line", conflict.source_line},
               {"recorded_at", conflict.recorded_at},
               {"decision", or_null(conflict.decision)},
               {"reason", conflict.reason},
               {"decided_by", conflict.decided_by},
               {"decided_at", conflict.decided_at.empty() ? Json(nullptr) : Json(conflict.decided_at)}});
}

/// What the law of the sample's day says, limit by limit.
Json limits_of_day(const store::LaboratorySample& sample, const std::string& parameter) {
  Json array = Json::array();
  if (!sample.sampled_at || sample.jurisdiction.empty()) return array;
  for (const limits::Limit& limit : limits::limits_in_force(sample.jurisdiction, parameter, *sample.sampled_at))
    array.push_back(to_json(limit));
  return array;
}

Json result_json(const store::LaboratorySample& sample, const store::ResultVersion& version) {
  const store::ReportedResult& result = version.result;
  const limits::Parameter* const known = limits::find_parameter(result.parameter);
  return {{"parameter", result.parameter},
          {"result_key", result.result_key},
          {"fraction", result.fraction},
          {"finding", limits::to_string(result.finding)},
          {"text", result.result_text},
          {"value", or_null(result.value)},
          {"qualifier", limits::to_string(result.qualifier)},
          {"detection_limit", or_null(result.detection_limit)},
          {"unit", result.unit},
          {"canonical_value", or_null(result.canonical_value)},
          {"canonical_unit", known != nullptr ? Json(known->unit) : Json(nullptr)},
          {"limits", limits_of_day(sample, result.parameter)},
          {"verdict", version.verdict.empty() ? "no_limit" : version.verdict},
          {"remarks", result.remarks},
          {"version", version.version},
          {"recorded_at", version.recorded_at}};
}

Json version_json(const store::LaboratorySample& sample, const store::ResultVersion& version) {
  Json json = result_json(sample, version);
  json["reason"] = version.reason;
  json["entered_by"] = version.entered_by;
  json["certified"] = version.is_certified;
  json["certified_by"] = or_null(version.certified_by);
  json["certified_at"] = or_null(version.certified_at);
  return json;
}

Json label_json(const store::LabelVersion& version) {
  return {{"version", version.version},
          {"label", version.label ? Json(*version.label) : or_null(version.value)},
          {"reason", version.reason},
          {"entered_by", version.entered_by},
          {"recorded_at", version.recorded_at},
          {"certified", version.is_certified},
          {"certified_by", or_null(version.certified_by)},
          {"certified_at", or_null(version.certified_at)}};
}

}  // namespace

Json sample_json(const store::LaboratorySample& sample, bool everything) {
  Json json = {{"id", sample.sample_id},
               {"plant_id", or_null(sample.plant_id)},
               {"sample_key", or_null(sample.sample_key)},
               {"sampled_at", or_null(sample.sampled_at)},
               {"time_precision", sample.time_precision},
               {"laboratory", sample.laboratory},
               {"stated_verdict", sample.stated_verdict},
               {"source", sample.source},
               {"simulated", sample.simulated},
               {"recorded_at", sample.recorded_at},
               {"published", sample.is_published},
               {"results", Json::array()}};
  for (const store::ResultVersion& version : sample.newest(true))
    json["results"].push_back(result_json(sample, version));
  if (!everything) return json;
  json["published_by"] = or_null(sample.published_by);
  json["published_at"] = or_null(sample.published_at);
  json["versions"] = Json::array();
  for (const store::ResultVersion& version : sample.versions)
    json["versions"].push_back(version_json(sample, version));
  json["model"] = or_null(sample.model);
  json["labels"] = Json::array();
  for (const store::LabelVersion& label : sample.labels)
    json["labels"].push_back(label_json(label));
  return json;
}

Json to_json(const store::ResultConflict& conflict) {
  Json json = {{"id", conflict.conflict_id},
               {"sample_id", conflict.sample_id},
               {"plant_id", or_null(conflict.plant_id)},
               {"sample_key", or_null(conflict.sample_key)},
               {"parameter", conflict.parameter},
               {"result_key", conflict.result_key},
               {"stored", {{"text", or_null(conflict.stored_text)}, {"unit", conflict.stored_unit}}},
               {"incoming", {{"text", conflict.incoming_text}, {"unit", conflict.incoming_unit}}},
               {"at_another_time", conflict.at_another_time}};
  add_origin_and_decision(json, conflict);
  return json;
}

Json to_json(const store::ReadingConflict& conflict) {
  const auto shown = [](const store::ReadingConflict::Shown& reading) {
    return Json{{"value", reading.value}, {"quality", reading.quality}};
  };
  Json json = {{"id", conflict.conflict_id},
               {"plant_id", conflict.plant_id},
               {"sensor_id", conflict.sensor_id},
               {"parameter", conflict.parameter},
               {"unit", conflict.unit},
               {"read_at", conflict.read_at},
               {"stored", conflict.stored ? shown(*conflict.stored) : Json(nullptr)},
               {"incoming", shown(conflict.incoming)}};
  add_origin_and_decision(json, conflict);
  return json;
}

ApiError from_refusal(const store::SampleRefusal& refusal) {
  using Kind = store::SampleRefusal::Kind;
  switch (refusal.kind) {
    case Kind::kUnknown:
      return {404, "unknown_id", refusal.error.message, refusal.error.field, {}};
    case Kind::kInvalid:
      return {422, "invalid_body", refusal.error.message, refusal.error.field, {}};
    case Kind::kConflict:
      return {409, "conflict", refusal.error.message, refusal.error.field, {}};
    case Kind::kFourEyes:
      return {403, "four_eyes", refusal.error.message, refusal.error.field, {}};
  }
  return {};
}

}  // namespace clearwell::http
