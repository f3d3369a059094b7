#pragma once

#include "common/limits/limits.hpp"
#include "common/spec/dataset_spec.hpp"
#include "server/base/clock.hpp"
#include "server/http/message.hpp"
#include "server/registry/model_version.hpp"
#include "server/registry/promotions.hpp"
#include "server/scheduler/jobs.hpp"
#include "server/store/audit_trail.hpp"
#include "server/store/water_store.hpp"

#include <nlohmann/json_fwd.hpp>

/// How the things of the domain look in JSON. openapi.yaml says the same to people.
namespace clearwell::http {

/// Ends the object with the status 200.
Response json_response(const nlohmann::ordered_json& body);

nlohmann::ordered_json to_json(const spec::LocalizedText& text);
nlohmann::ordered_json to_json(const limits::Limit& limit);
nlohmann::ordered_json to_json(const store::Plant& plant);
nlohmann::ordered_json to_json(const registry::ModelVersion& version);
nlohmann::ordered_json to_json(const registry::Promotion& promotion);
nlohmann::ordered_json to_json(const scheduler::Job& job);
nlohmann::ordered_json to_json(const store::StoredAuditEntry& stored);

/// The limits that the jurisdiction sets for the parameter at that time, as an array.
nlohmann::ordered_json limits_json(std::string_view jurisdiction, std::string_view parameter, base::TimePoint at);

/// How a parameter is called and written; what is not in the catalogue goes by its code.
struct ParameterLabel {
  spec::LocalizedText title;
  std::string unit;
  int decimals = 2;
};
ParameterLabel label_of(std::string_view parameter, std::string_view unit_if_unknown);

/// The double whose shortest text is the float's shortest text: 0.83 and not 0.8299999833106995. Cast to float it is
/// the same float again.
double shortest(float value);

}  // namespace clearwell::http
