#include "server/store/laboratory_samples.hpp"

#include "common/hash/sha256.hpp"
#include "server/base/time_text.hpp"
#include "server/store/known_at.hpp"
#include "server/store/result_columns.hpp"
#include "server/store/sample_versions.hpp"
#include "server/store/sql.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <utility>

namespace clearwell::store {
namespace {

using Json = nlohmann::ordered_json;
using Kind = SampleRefusal::Kind;

std::optional<std::string> time_of(const std::optional<base::TimePoint>& at) {
  return at ? std::optional(known_at(*at)) : std::nullopt;
}

SampleRefusal unknown_sample(std::int64_t sample_id) {
  return {Kind::kUnknown, {"there is no sample " + std::to_string(sample_id), "id"}};
}

/// The sample, which nobody else corrects, certifies or publishes until the transaction ends.
std::optional<LaboratorySample> lock_and_find(Transaction& transaction, std::int64_t sample_id) {
  transaction.run(sql::lock_sample, Params().add(sample_id));
  return find_sample(transaction, sample_id, std::nullopt);
}

void append(std::string& content, std::string_view field) {
  content += std::to_string(field.size()) + ":" + std::string(field) + "\n";
}

/// SHA-256 of what was entered, so that the same sent again is known.
std::string digest_of(const EnteredSample& sample) {
  std::string content;
  for (const std::string_view field : {std::string_view(sample.plant_id), std::string_view(sample.sample_key),
                                       std::string_view(sample.stated_verdict)})
    append(content, field);
  append(content, base::format_time(sample.sampled_at));
  append(content, sample.model.value_or(""));
  append(content, sample.label ? (*sample.label ? "yes" : "no") : "");
  if (sample.label_value) append(content, Json(*sample.label_value).dump());
  if (!sample.group.empty()) append(content, "group " + sample.group);
  for (const ReportedResult& result : sample.results)
    for (const std::string& field : {result.parameter, result.result_key, result.fraction, result.unit,
                                     result.result_text, Json(result.detection_limit.value_or(0)).dump()})
      append(content, field);
  hash::Sha256 sha256;
  sha256.update(content);
  const auto digest = sha256.finish();
  return {digest.begin(), digest.end()};
}

std::string key_of(const EnteredSample& sample, const std::string& digest) {
  if (!sample.sample_key.empty()) return sample.sample_key;
  std::array<std::uint8_t, 32> bytes{};
  std::copy(digest.begin(), digest.end(), bytes.begin());
  return "sha256 " + hash::to_hex(bytes);
}

std::vector<std::string> verdicts_on(const std::vector<ReportedResult>& results, std::string_view jurisdiction,
                                     std::string_view day) {
  std::vector<std::string> verdicts;
  for (const ReportedResult& result : results)
    verdicts.push_back(verdict_on(result, jurisdiction, day));
  return verdicts;
}

SampleOutcome<LaboratorySamples::Entry> enter_one(Transaction& transaction, const EnteredSample& sample,
                                                  const std::map<std::string, std::string>& jurisdictions,
                                                  const Actor& by) {
  const auto plant = jurisdictions.find(sample.plant_id);
  if (plant == jurisdictions.end())
    return SampleRefusal{Kind::kInvalid, {"there is no plant \"" + sample.plant_id + "\"", "plant_id"}};
  const std::string digest = digest_of(sample);
  const std::string key = key_of(sample, digest);
  const std::string sampled_at = base::format_time(sample.sampled_at);
  Params params;
  params.add(sample.plant_id).add(key).add(sampled_at).add(sample.laboratory).add(sample.stated_verdict);
  params.add_bytes(digest).add(sample.model).add(sample.label).add(by.subject).add(by.token_id);
  add_result_columns(params, sample.results);
  params.add_array(verdicts_on(sample.results, plant->second, sampled_at));
  params.add(sample.label_value).add(sample.group.empty() ? std::nullopt : std::optional(sample.group));
  const Rows stored = transaction.run(sql::enter_sample, params);
  if (!stored.empty()) return LaboratorySamples::Entry{stored.integer(0, 0), true};
  const Rows known = transaction.run(sql::entered_sample, Params().add(sample.plant_id).add(key).add_bytes(digest));
  if (!known.empty() && known.boolean(0, 1)) return LaboratorySamples::Entry{known.integer(0, 0), false};
  return SampleRefusal{Kind::kConflict,
                       {"the sample \"" + key + "\" of the plant \"" + sample.plant_id + "\" is stored as sample " +
                            (known.empty() ? std::string("of another key") : known.text(0, 0)) +
                            " with other content; a correction is sent to /v1/samples/{id}/corrections",
                        "sample_key"}};
}

/// `<0.01 mg/L`
std::string text_of(const ReportedResult& result) {
  return result.result_text + (result.unit.empty() ? "" : " " + result.unit);
}

bool say_the_same(const ReportedResult& a, const ReportedResult& b) {
  return a.finding == b.finding && a.value == b.value && a.qualifier == b.qualifier && a.unit == b.unit &&
         a.detection_limit == b.detection_limit;
}

std::string parameters_text(const std::vector<ResultVersion>& versions) {
  std::string text;
  for (const ResultVersion& version : versions)
    text += (text.empty() ? "" : ", ") + version.result.parameter +
            (version.result.result_key.empty() ? "" : " (" + version.result.result_key + ")");
  return text;
}

/// The version that a correction takes the place of.
std::variant<const ResultVersion*, Error> corrected_version(const std::vector<ResultVersion>& newest,
                                                            const ReportedResult& correction,
                                                            const std::string& field) {
  std::vector<const ResultVersion*> found;
  for (const ResultVersion& version : newest)
    if (version.result.parameter == correction.parameter &&
        (correction.result_key.empty() || version.result.result_key == correction.result_key))
      found.push_back(&version);
  if (found.size() != 1)
    return Error{(found.empty() ? "the sample has no such result" : "the sample has several such results") +
                     std::string("; it has ") + parameters_text(newest),
                 field + (found.empty() ? ".parameter" : ".result_key")};
  if (say_the_same(found[0]->result, correction))
    return Error{"the result is stored as " + text_of(correction) + " already", field};
  return found[0];
}

struct NewVersions {
  std::vector<ReportedResult> results;
  std::vector<std::int64_t> numbers;
  Json details = Json::array();
};

std::variant<NewVersions, Error> next_versions(const LaboratorySample& sample,
                                               std::vector<ReportedResult> corrections) {
  const std::vector<ResultVersion> newest = sample.newest(false);
  NewVersions next;
  for (std::size_t i = 0; i < corrections.size(); ++i) {
    ReportedResult& correction = corrections[i];
    const std::string field = "results[" + std::to_string(i) + "]";
    const auto found = corrected_version(newest, correction, field);
    if (const Error* error = std::get_if<Error>(&found)) return *error;
    const ResultVersion& before = *std::get<const ResultVersion*>(found);
    correction.result_key = before.result.result_key;
    correction.reported_name = before.result.reported_name;
    correction.fraction = before.result.fraction;
    const bool twice = std::any_of(next.results.begin(), next.results.end(), [&](const ReportedResult& other) {
      return other.parameter == correction.parameter && other.result_key == correction.result_key;
    });
    if (twice) return Error{"the result is corrected twice", field};
    next.numbers.push_back(before.version + 1);
    next.details.push_back({{"parameter", correction.parameter},
                            {"result_key", correction.result_key},
                            {"version", before.version + 1},
                            {"from", text_of(before.result)},
                            {"to", text_of(correction)}});
    next.results.push_back(std::move(correction));
  }
  return next;
}

Json label_json(const std::optional<bool>& label, const std::optional<double>& value) {
  return label ? Json(*label) : Json(value.value());
}

/// The version that a correction of the label makes.
std::variant<std::int64_t, Error> next_label_version(const LaboratorySample& sample, const Correction& correction) {
  if (sample.labels.empty()) return Error{"the sample has no label; a label comes with its sample", "label"};
  const LabelVersion& newest = sample.labels.back();
  if (newest.label.has_value() != correction.label.has_value())
    return Error{std::string("the label of the sample is ") + (newest.label ? "true or false" : "a number"), "label"};
  if (newest.label == correction.label && newest.value == correction.label_value)
    return Error{"the label is stored as " + label_json(newest.label, newest.value).dump() + " already", "label"};
  return newest.version + 1;
}

template <typename Version>
bool entered_by(const Version& version, const Actor& by) {
  const bool same_token = by.token_id.has_value() && version.entered_token_id == by.token_id;
  return same_token || version.entered_by == by.subject;
}

std::string sample_object(std::int64_t sample_id) {
  return "sample/" + std::to_string(sample_id);
}

/// Writes down what was done and ends the transaction. \return the sample as it is now
LaboratorySample finish(Transaction& transaction, std::int64_t sample_id, AuditEntry entry) {
  LaboratorySample sample = *find_sample(transaction, sample_id, std::nullopt);
  entry.object = sample_object(sample_id);
  append_audit_entry(transaction, entry);
  transaction.commit();
  return sample;
}

}  // namespace

std::optional<LaboratorySample> LaboratorySamples::find(std::int64_t sample_id,
                                                        const std::optional<base::TimePoint>& at) const {
  Transaction transaction = database_.begin();
  return find_sample(transaction, sample_id, time_of(at));
}

std::vector<LaboratorySample> LaboratorySamples::published(std::string_view plant_id,
                                                           const std::optional<base::TimePoint>& at,
                                                           const std::optional<std::int64_t>& before, int limit) const {
  Transaction transaction = database_.begin();
  const Rows ids =
      transaction.run(sql::published_sample_ids, Params().add(plant_id).add(time_of(at)).add(before).add(limit));
  std::vector<LaboratorySample> samples;
  for (std::size_t row = 0; row < ids.size(); ++row)
    samples.push_back(*find_sample(transaction, ids.integer(row, 0), time_of(at)));
  return samples;
}

SampleOutcome<std::vector<LaboratorySamples::Entry>> LaboratorySamples::enter(const std::vector<EnteredSample>& samples,
                                                                              const Actor& by) const {
  Transaction transaction = database_.begin();
  const Rows plants = transaction.run(sql::plant_jurisdictions);
  std::map<std::string, std::string> jurisdictions;
  for (std::size_t row = 0; row < plants.size(); ++row)
    jurisdictions.emplace(plants.text(row, 0), plants.text(row, 1));
  std::vector<Entry> entries;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    auto outcome = enter_one(transaction, samples[i], jurisdictions, by);
    if (auto* refusal = std::get_if<SampleRefusal>(&outcome)) {
      refusal->n_sample = i;
      return *refusal;
    }
    entries.push_back(std::get<Entry>(outcome));
  }
  for (std::size_t i = 0; i < samples.size(); ++i)
    if (entries[i].is_new)
      append_audit_entry(
          transaction,
          {.actor = by,
           .action = "sample.entered",
           .object = sample_object(entries[i].sample_id),
           .reason = "",
           .details_json = Json({{"plant_id", samples[i].plant_id}, {"results", samples[i].results.size()}}).dump()});
  transaction.commit();
  return entries;
}

SampleOutcome<LaboratorySample> LaboratorySamples::correct(std::int64_t sample_id, Correction correction,
                                                           std::string_view reason, const Actor& by) const {
  Transaction transaction = database_.begin();
  const std::optional<LaboratorySample> sample = lock_and_find(transaction, sample_id);
  if (!sample) return unknown_sample(sample_id);
  Json details = Json::object();
  if (correction.label || correction.label_value) {
    const auto version = next_label_version(*sample, correction);
    if (const Error* error = std::get_if<Error>(&version)) return SampleRefusal{Kind::kInvalid, *error};
    transaction.run(sql::insert_label_version, Params()
                                                   .add(sample_id)
                                                   .add(std::get<std::int64_t>(version))
                                                   .add(correction.label)
                                                   .add(correction.label_value)
                                                   .add(reason)
                                                   .add(by.subject)
                                                   .add(by.token_id));
    const LabelVersion& before = sample->labels.back();
    details["label"] = {{"version", std::get<std::int64_t>(version)},
                        {"from", label_json(before.label, before.value)},
                        {"to", label_json(correction.label, correction.label_value)}};
  }
  auto next = next_versions(*sample, std::move(correction.results));
  if (const Error* error = std::get_if<Error>(&next)) return SampleRefusal{Kind::kInvalid, *error};
  const NewVersions& versions = std::get<NewVersions>(next);
  const bool day_is_known = sample->time_precision == "moment" || sample->time_precision == "day";
  Params params;
  params.add(sample_id).add(reason).add(by.subject).add(by.token_id);
  add_result_columns(params, versions.results);
  params.add_array(
      verdicts_on(versions.results, sample->jurisdiction, day_is_known ? sample->sampled_at.value_or("") : ""));
  params.add_array(versions.numbers);
  transaction.run(sql::insert_result_versions, params);
  details["results"] = versions.details;
  return finish(transaction, sample_id,
                {.actor = by,
                 .action = "sample.corrected",
                 .object = "",
                 .reason = std::string(reason),
                 .details_json = details.dump()});
}

SampleOutcome<LaboratorySample> LaboratorySamples::certify(std::int64_t sample_id, std::string_view reason,
                                                           const Actor& by) const {
  Transaction transaction = database_.begin();
  const std::optional<LaboratorySample> sample = lock_and_find(transaction, sample_id);
  if (!sample) return unknown_sample(sample_id);
  std::vector<std::string> parameters;
  std::vector<std::string> keys;
  std::vector<std::int64_t> versions;
  Json details = Json::array();
  for (const ResultVersion& version : sample->newest(false)) {
    if (version.is_certified) continue;
    if (entered_by(version, by))
      return SampleRefusal{Kind::kFourEyes,
                           {version.result.parameter + " of the sample was entered by \"" + version.entered_by +
                                "\": a second person certifies it",
                            "id"}};
    parameters.push_back(version.result.parameter);
    keys.push_back(version.result.result_key);
    versions.push_back(version.version);
    details.push_back({{"parameter", version.result.parameter},
                       {"result_key", version.result.result_key},
                       {"version", version.version},
                       {"result", text_of(version.result)},
                       {"entered_by", version.entered_by}});
  }
  const bool has_new_label =
      !sample->labels.empty() && sample->labels.back().version > 1 && !sample->labels.back().is_certified;
  if (has_new_label && entered_by(sample->labels.back(), by))
    return SampleRefusal{Kind::kFourEyes,
                         {"the label of the sample was entered by \"" + sample->labels.back().entered_by +
                              "\": a second person certifies it",
                          "id"}};
  if (versions.empty() && !has_new_label)
    return SampleRefusal{Kind::kConflict, {"every result of the sample is certified already", "id"}};
  if (has_new_label)
    transaction.run(sql::certify_label,
                    Params().add(sample_id).add(sample->labels.back().version).add(by.subject).add(by.token_id));
  transaction.run(sql::certify_results, Params()
                                            .add(sample_id)
                                            .add_array(parameters)
                                            .add_array(keys)
                                            .add_array(versions)
                                            .add(by.subject)
                                            .add(by.token_id));
  Json certified = {{"results", std::move(details)}};
  if (has_new_label) {
    const LabelVersion& label = sample->labels.back();
    certified["label"] = {
        {"version", label.version}, {"label", label_json(label.label, label.value)}, {"entered_by", label.entered_by}};
  }
  return finish(transaction, sample_id,
                {.actor = by,
                 .action = "sample.certified",
                 .object = "",
                 .reason = std::string(reason),
                 .details_json = certified.dump()});
}

SampleOutcome<LaboratorySample> LaboratorySamples::publish(std::int64_t sample_id, std::string_view reason,
                                                           const Actor& by) const {
  Transaction transaction = database_.begin();
  const std::optional<LaboratorySample> sample = lock_and_find(transaction, sample_id);
  if (!sample) return unknown_sample(sample_id);
  if (sample->is_published) return SampleRefusal{Kind::kConflict, {"the sample is public already", "id"}};
  for (const ResultVersion& version : sample->newest(false))
    if (!version.is_certified)
      return SampleRefusal{
          Kind::kConflict,
          {version.result.parameter + " of the sample is not certified; a second person certifies it first", "id"}};
  transaction.run(sql::publish_sample, Params().add(sample_id).add(by.subject).add(by.token_id));
  return finish(transaction, sample_id,
                {.actor = by, .action = "sample.published", .object = "", .reason = std::string(reason)});
}

}  // namespace clearwell::store
