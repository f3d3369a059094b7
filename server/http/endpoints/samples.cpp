#include "server/http/endpoints/samples.hpp"

#include "server/http/error_mapping.hpp"
#include "server/http/json_answer.hpp"
#include "server/http/ownership.hpp"
#include "server/http/path_number.hpp"
#include "server/http/query_moment.hpp"
#include "server/http/sample_answer.hpp"
#include "server/http/sample_body.hpp"
#include "server/http/sample_label.hpp"
#include "server/scheduler/scheduler.hpp"
#include "server/store/laboratory_samples.hpp"
#include "server/store/water_store.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace clearwell::http {
namespace {

using Json = nlohmann::ordered_json;
using store::LaboratorySample;
using store::LaboratorySamples;
using store::SampleOutcome;

constexpr int kDefaultLimit = 50;
constexpr int kHighestLimit = 200;

ApiError unknown_sample(const std::string& id) {
  return not_found("unknown_sample", "there is no sample \"" + id + "\"", "id");
}

/// Sees what is not public: a laboratory of that plant, regulators, admins.
bool sees_everything(const access::Caller& caller, const LaboratorySample& sample) {
  return (access::allows(access::Role::kLab, caller) || access::allows(access::Role::kRegulator, caller)) &&
         access::speaks_for(caller, sample.plant_id.value_or(""));
}

/// The sample of the path, which the caller may act on; what is not public is unknown to the others.
std::variant<LaboratorySample, ApiError> own_sample(const LaboratorySamples& samples, const Request& request) {
  const std::string& text = request.path_parameter("id");
  const std::optional<std::int64_t> id = number_of(text);
  std::optional<LaboratorySample> sample = id ? samples.find(*id) : std::nullopt;
  if (!sample) return unknown_sample(text);
  if (auto refused = refuse_other_plant(request.caller, sample->plant_id.value_or(""), "id")) return *refused;
  return *std::move(sample);
}

Answer answer_of(const SampleOutcome<LaboratorySample>& outcome) {
  if (const auto* refusal = std::get_if<store::SampleRefusal>(&outcome)) return from_refusal(*refusal);
  return json_response(sample_json(std::get<LaboratorySample>(outcome), true));
}

struct SamplesQuery {
  std::optional<base::TimePoint> at;
  std::optional<std::int64_t> before;
  int limit = kDefaultLimit;
};

std::optional<ApiError> read_parameter(const std::string& name, const std::string& text, SamplesQuery& query) {
  if (name == "at") {
    const auto moment = read_moment(name, text);
    if (const ApiError* error = std::get_if<ApiError>(&moment)) return *error;
    query.at = std::get<base::TimePoint>(moment);
    return std::nullopt;
  }
  if (name != "before" && name != "limit")
    return bad_parameter(name, "unknown query parameter \"" + name + "\"; accepted: at, before, limit");
  const std::optional<std::int64_t> number = number_of(text);
  if (name == "before") {
    query.before = number;
    if (!number) return bad_parameter(name, "before must be the id of a sample, not \"" + text + "\"");
    return std::nullopt;
  }
  if (!number || *number < 1 || *number > kHighestLimit)
    return bad_parameter(
        name, "limit must be a whole number from 1 to " + std::to_string(kHighestLimit) + ", not \"" + text + "\"");
  query.limit = static_cast<int>(*number);
  return std::nullopt;
}

}  // namespace

Answer ListPlantSamples::operator()(const Request& request) const {
  SamplesQuery query;
  for (const auto& [name, text] : request.query)
    if (const auto error = read_parameter(name, text, query)) return *error;
  const std::string& plant_id = request.path_parameter("id");
  if (!water.find_plant(plant_id))
    return not_found("unknown_plant", "there is no plant \"" + plant_id + "\"; GET /v1/plants lists them", "id");
  const std::vector<LaboratorySample> samples =
      LaboratorySamples(database).published(plant_id, query.at, query.before, query.limit);
  Json array = Json::array();
  for (const LaboratorySample& sample : samples)
    array.push_back(sample_json(sample, false));
  const bool may_be_more = samples.size() == static_cast<std::size_t>(query.limit);
  return json_response(
      {{"samples", std::move(array)}, {"next_before", may_be_more ? Json(samples.back().sample_id) : Json(nullptr)}});
}

Answer GetSample::operator()(const Request& request) const {
  const auto at = read_at(request);
  if (const ApiError* error = std::get_if<ApiError>(&at)) return *error;
  const std::string& text = request.path_parameter("id");
  const std::optional<std::int64_t> id = number_of(text);
  const std::optional<LaboratorySample> sample =
      id ? LaboratorySamples(database).find(*id, std::get<std::optional<base::TimePoint>>(at)) : std::nullopt;
  if (!sample) return unknown_sample(text);
  const bool everything = sees_everything(request.caller, *sample);
  if (!everything && !(sample->is_published && sample->plant_id)) return unknown_sample(text);
  return json_response(sample_json(*sample, everything));
}

Answer EnterSamples::operator()(const Request& request) const {
  auto read = read_samples(request);
  if (const ApiError* error = std::get_if<ApiError>(&read)) return *error;
  auto& body = std::get<SampleBody>(read);
  SampleLabels labels(schedule.models_dir);
  for (std::size_t i = 0; i < body.samples.size(); ++i) {
    store::EnteredSample& sample = body.samples[i];
    if (auto refused = bind_to_plant(request.caller, sample.plant_id, body.path_of(i, "plant_id"))) return *refused;
    if (auto fault = labels.find_fault(sample)) {
      fault->field = body.path_of(i, fault->field);
      return *fault;
    }
    sample.laboratory = request.caller.name;
  }
  auto outcome = LaboratorySamples(database).enter(body.samples, access::actor_of(request.caller));
  if (auto* refusal = std::get_if<store::SampleRefusal>(&outcome)) {
    refusal->error.field = body.path_of(refusal->n_sample, refusal->error.field);
    return from_refusal(*refusal);
  }
  Json array = Json::array();
  for (const LaboratorySamples::Entry& entry : std::get<std::vector<LaboratorySamples::Entry>>(outcome))
    array.push_back(
        {{"id", entry.sample_id}, {"new", entry.is_new}, {"url", "/v1/samples/" + std::to_string(entry.sample_id)}});
  return json_response({{"samples", std::move(array)}});
}

Answer CorrectSample::operator()(const Request& request) const {
  auto read = read_correction(request);
  if (const ApiError* error = std::get_if<ApiError>(&read)) return *error;
  auto& body = std::get<CorrectionBody>(read);
  const LaboratorySamples samples(database);
  const auto own = own_sample(samples, request);
  if (const ApiError* error = std::get_if<ApiError>(&own)) return *error;
  const auto& sample = std::get<LaboratorySample>(own);
  const store::Correction& correction = body.correction;
  if (sample.model && (correction.label || correction.label_value))
    if (auto fault =
            SampleLabels(schedule.models_dir).find_label_fault(*sample.model, correction.label, correction.label_value))
      return *fault;
  return answer_of(
      samples.correct(sample.sample_id, std::move(body.correction), body.reason, access::actor_of(request.caller)));
}

Answer CertifySample::operator()(const Request& request) const {
  const auto reason = read_reason_only(request);
  if (const ApiError* error = std::get_if<ApiError>(&reason)) return *error;
  const LaboratorySamples samples(database);
  const auto own = own_sample(samples, request);
  if (const ApiError* error = std::get_if<ApiError>(&own)) return *error;
  return answer_of(samples.certify(std::get<LaboratorySample>(own).sample_id, std::get<std::string>(reason),
                                   access::actor_of(request.caller)));
}

Answer PublishSample::operator()(const Request& request) const {
  const auto reason = read_reason_only(request);
  if (const ApiError* error = std::get_if<ApiError>(&reason)) return *error;
  const LaboratorySamples samples(database);
  const auto own = own_sample(samples, request);
  if (const ApiError* error = std::get_if<ApiError>(&own)) return *error;
  return answer_of(samples.publish(std::get<LaboratorySample>(own).sample_id, std::get<std::string>(reason),
                                   access::actor_of(request.caller)));
}

}  // namespace clearwell::http
