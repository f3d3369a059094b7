#include "server/http/endpoints/conflicts.hpp"

#include "server/http/error_mapping.hpp"
#include "server/http/json_answer.hpp"
#include "server/http/json_body.hpp"
#include "server/http/ownership.hpp"
#include "server/http/path_number.hpp"
#include "server/http/sample_answer.hpp"
#include "server/http/sample_body.hpp"
#include "server/store/reading_conflicts.hpp"
#include "server/store/result_conflicts.hpp"

#include <nlohmann/json.hpp>

namespace clearwell::http {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kAtOnce = 100;

std::optional<ApiError> read_parameter(const std::string& name, const std::string& text,
                                       store::ConflictFilter& filter) {
  if (name == "plant") {
    filter.plant_id = text;
  } else if (name == "decided") {
    if (text != "true" && text != "false")
      return bad_parameter(name, "decided must be true or false, not \"" + text + "\"");
    filter.decided_too = text == "true";
  } else if (name == "after") {
    const std::optional<std::int64_t> number = number_of(text);
    if (!number) return bad_parameter(name, "after must be the id of a conflict, not \"" + text + "\"");
    filter.after = *number;
  } else {
    return bad_parameter(name, "unknown query parameter \"" + name + "\"; accepted: plant, decided, after");
  }
  return std::nullopt;
}

std::string plant_of(const store::ResultConflict& conflict) {
  return conflict.plant_id.value_or("");
}
std::string plant_of(const store::ReadingConflict& conflict) {
  return conflict.plant_id;
}

Answer list(const auto& all, const Request& request) {
  store::ConflictFilter filter;
  for (const auto& [name, text] : request.query)
    if (const auto error = read_parameter(name, text, filter)) return *error;
  std::string plant_id = filter.plant_id.value_or("");
  if (const auto refused = bind_to_plant(request.caller, plant_id, "plant")) return *refused;
  if (!plant_id.empty()) filter.plant_id = plant_id;
  const auto conflicts = all.list(filter, kAtOnce);
  Json array = Json::array();
  for (const auto& conflict : conflicts)
    array.push_back(to_json(conflict));
  const bool may_be_more = conflicts.size() == static_cast<std::size_t>(kAtOnce);
  return json_response({{"conflicts", std::move(array)},
                        {"next_after", may_be_more ? Json(conflicts.back().conflict_id) : Json(nullptr)}});
}

/// \param listed_by  route that lists them
Answer decide(const auto& all, const Request& request, const std::string& listed_by) {
  const auto read = read_decision(request, {"decision", "reason"});
  if (const ApiError* error = std::get_if<ApiError>(&read)) return *error;
  const auto& body = std::get<nlohmann::json>(read);
  const bool has_text = body.contains("decision") && body.at("decision").is_string();
  const auto decision = store::parse_conflict_decision(has_text ? body.at("decision").get<std::string>() : "");
  if (!decision) return invalid_body(decision.error().field, decision.error().message);
  const auto reason = read_reason(body, true);
  if (const ApiError* error = std::get_if<ApiError>(&reason)) return *error;

  const std::string& text = request.path_parameter("id");
  const std::optional<std::int64_t> id = number_of(text);
  const auto found = all.list({.plant_id = {}, .decided_too = true, .conflict_id = id.value_or(0), .after = 0}, 1);
  if (found.empty())
    return not_found("unknown_conflict", "there is no conflict \"" + text + "\"; " + listed_by + " lists them", "id");
  if (const auto refused = refuse_other_plant(request.caller, plant_of(found[0]), "id")) return *refused;
  const auto outcome = all.decide(*id, *decision, std::get<std::string>(reason), access::actor_of(request.caller));
  if (const auto* refusal = std::get_if<store::SampleRefusal>(&outcome)) return from_refusal(*refusal);
  return json_response(to_json(std::get<0>(outcome)));
}

}  // namespace

Answer ListConflicts::operator()(const Request& request) const {
  return list(store::ResultConflicts(database), request);
}

Answer DecideConflict::operator()(const Request& request) const {
  return decide(store::ResultConflicts(database), request, "GET /v1/conflicts");
}

Answer ListReadingConflicts::operator()(const Request& request) const {
  return list(store::ReadingConflicts(database), request);
}

Answer DecideReadingConflict::operator()(const Request& request) const {
  return decide(store::ReadingConflicts(database), request, "GET /v1/readings/conflicts");
}

}  // namespace clearwell::http
