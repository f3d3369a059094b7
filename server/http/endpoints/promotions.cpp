#include "server/http/endpoints/promotions.hpp"

#include "server/http/endpoints/jobs.hpp"
#include "server/http/error_mapping.hpp"
#include "server/http/json_answer.hpp"
#include "server/http/json_body.hpp"
#include "server/registry/registry.hpp"
#include "server/scheduler/challenge.hpp"
#include "server/scheduler/jobs.hpp"

#include <nlohmann/json.hpp>

#include <functional>
#include <utility>

namespace clearwell::http {
namespace {

using Json = nlohmann::ordered_json;
using nlohmann::json;

ApiError unknown_model(const std::string& name) {
  return not_found("unknown_model", "there is no model \"" + name + "\"; GET /v1/models lists all", "name");
}

struct PromoteBody {
  int version = 0;
  bool force = false;
  std::string reason;
};

std::variant<PromoteBody, ApiError> read_promote_body(const Request& request) {
  const auto read = read_object(request, {"version", "force", "reason"});
  if (const ApiError* error = std::get_if<ApiError>(&read)) return *error;
  const json& body = std::get<json>(read);
  PromoteBody promote;
  if (!body.contains("version") || !body.at("version").is_number_integer() || body.at("version") < 1 ||
      body.at("version") > 1'000'000'000)
    return invalid_body("version", "version must be a whole number from 1");
  promote.version = body.at("version").get<int>();
  if (body.contains("force")) {
    if (!body.at("force").is_boolean()) return invalid_body("force", "force must be true or false");
    promote.force = body.at("force").get<bool>();
  }
  const auto reason = read_reason(body, false);
  if (const ApiError* error = std::get_if<ApiError>(&reason)) return *error;
  promote.reason = std::get<std::string>(reason);
  if (promote.force == promote.reason.empty())
    return invalid_body("reason", promote.force ? "a promotion by force needs a reason"
                                                : "a reason is given with force only; without it the policy gives one");
  return promote;
}

/// Decides as a job within this request, so that the answer tells its outcome.
Answer at_once(const scheduler::Jobs& jobs, scheduler::JobKind kind, const Request& request,
               const std::function<Result<registry::Promotion>(const std::string& decided_by)>& decision) {
  const std::string decided_by = requested_by(request.caller);
  const auto job = jobs.run(kind, request.path_parameter("name"), request.body.empty() ? "{}" : request.body,
                            decided_by, [&]() -> Result<std::string> {
                              const Result<registry::Promotion> promotion = decision(decided_by);
                              if (!promotion) return promotion.error();
                              return to_json(*promotion).dump();
                            });
  if (job) return accepted(*job);
  return ApiError{409, "conflict", job.error().message, job.error().field, {}};
}

}  // namespace

Answer ListPromotions::operator()(const Request& request) const {
  const std::string& name = request.path_parameter("name");
  if (registry.list(name).empty()) return unknown_model(name);
  // Who decided is for those who oversee; what was decided, and why, is for everybody.
  const bool names_people = access::allows(access::Role::kRegulator, request.caller);
  Json array = Json::array();
  for (const registry::Promotion& promotion : registry.promotions().history(name)) {
    Json json = to_json(promotion);
    if (!names_people) json["decided_by"] = nullptr;
    array.push_back(std::move(json));
  }
  return json_response({{"name", name}, {"promotions", std::move(array)}});
}

Answer PromoteModel::operator()(const Request& request) const {
  const auto read = read_promote_body(request);
  if (const ApiError* error = std::get_if<ApiError>(&read)) return *error;
  const auto& body = std::get<PromoteBody>(read);
  const std::string& name = request.path_parameter("name");
  if (registry.list(name).empty()) return unknown_model(name);
  const auto version = registry.find({.name = name, .alias = "", .version = body.version});
  if (!version)
    return not_found("unknown_model_version",
                     "there is no version " + std::to_string(body.version) + " of the model \"" + name + "\"",
                     "version");
  return at_once(jobs, scheduler::JobKind::kPromote, request, [&](const std::string& decided_by) {
    return body.force ? scheduler::force_promotion(registry, name, body.version, body.reason, decided_by)
                      : scheduler::challenge(database, registry, name, body.version, decided_by);
  });
}

Answer RollBackModel::operator()(const Request& request) const {
  const auto read = read_object(request, {"reason"});
  if (const ApiError* error = std::get_if<ApiError>(&read)) return *error;
  const auto reason = read_reason(std::get<json>(read), false);
  if (const ApiError* error = std::get_if<ApiError>(&reason)) return *error;
  const std::string& name = request.path_parameter("name");
  if (registry.list(name).empty()) return unknown_model(name);
  return at_once(jobs, scheduler::JobKind::kRollback, request, [&](const std::string& decided_by) {
    return registry.promotions().roll_back(name, std::get<std::string>(reason), decided_by);
  });
}

}  // namespace clearwell::http
