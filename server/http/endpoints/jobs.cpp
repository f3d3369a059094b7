#include "server/http/endpoints/jobs.hpp"

#include "server/base/spec_files.hpp"
#include "server/http/error_mapping.hpp"
#include "server/http/json_answer.hpp"
#include "server/http/json_body.hpp"
#include "server/registry/registry.hpp"
#include "server/scheduler/jobs.hpp"
#include "server/scheduler/scheduler.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>

namespace clearwell::http {

using Json = nlohmann::ordered_json;

Response accepted(const scheduler::Job& job) {
  Response response = json_response(to_json(job));
  response.status = 202;
  response.headers.emplace_back("Location", "/v1/jobs/" + std::to_string(job.job_id));
  return response;
}

std::string requested_by(const access::Caller& caller) {
  return caller.token_id == 0 ? "an operator on the server's machine, by HTTP"
                              : caller.name + " (token " + std::to_string(caller.token_id) + "), by HTTP";
}

Answer TrainModel::operator()(const Request& request) const {
  const auto body = read_object(request, {});
  if (const ApiError* error = std::get_if<ApiError>(&body)) return *error;
  const std::string& name = request.path_parameter("name");
  if (registry.list(name).empty() && !std::ranges::binary_search(base::spec_names(schedule.models_dir), name))
    return not_found(
        "unknown_model",
        "there is neither a model \"" + name + "\" nor a spec of that name; GET /v1/models lists the models", "name");
  return accepted(jobs.enqueue(scheduler::JobKind::kTrain, name, "{}", requested_by(request.caller)));
}

Answer ListJobs::operator()(const Request&) const {
  Json array = Json::array();
  for (const scheduler::Job& job : jobs.newest(100))
    array.push_back(to_json(job));
  return json_response({{"jobs", std::move(array)}});
}

Answer GetJob::operator()(const Request& request) const {
  const std::string& text = request.path_parameter("id");
  std::int64_t id = 0;
  const auto [stop, failure] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (failure == std::errc() && stop == text.data() + text.size()) {
    if (const auto job = jobs.find(id)) return json_response(to_json(*job));
  }
  return not_found("unknown_job", "there is no job \"" + text + "\"; GET /v1/jobs lists the newest", "id");
}

}  // namespace clearwell::http
