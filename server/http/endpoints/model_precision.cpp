#include "server/http/endpoints/model_precision.hpp"

#include "common/evaluation/wilson.hpp"
#include "server/http/endpoints/version_of_path.hpp"
#include "server/http/json_answer.hpp"
#include "server/monitoring/precision_estimates.hpp"
#include "server/monitoring/realised_precision.hpp"

#include <nlohmann/json.hpp>

namespace clearwell::http {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kWindowDays = 30;
constexpr int kEstimates = 60;
constexpr int kMostFalsePositives = 1000;

/// {"value","lower","upper"}, or null without evidence.
Json share_json(std::int64_t successes, std::int64_t trials) {
  const auto ends = evaluation::wilson_interval(static_cast<double>(successes), static_cast<double>(trials));
  if (!ends) return nullptr;
  return {{"value", static_cast<double>(successes) / static_cast<double>(trials)},
          {"lower", ends->lower},
          {"upper", ends->upper}};
}

Json window_json(const monitoring::RealisedOutcomes& window) {
  const evaluation::ConfusionMatrix& outcomes = window.outcomes;
  return {{"from", window.from},
          {"to", window.to},
          {"samples", outcomes.rows()},
          {"true_positives", outcomes.true_positives},
          {"false_positives", outcomes.false_positives},
          {"false_negatives", outcomes.false_negatives},
          {"true_negatives", outcomes.true_negatives},
          {"precision", share_json(outcomes.true_positives, outcomes.predicted_positives())},
          {"recall", share_json(outcomes.true_positives, outcomes.actual_positives())}};
}

}  // namespace

Answer GetModelPrecision::operator()(const Request& request) const {
  const auto found = version_of_path(registry, request);
  if (const ApiError* error = std::get_if<ApiError>(&found)) return *error;
  const auto& version = std::get<registry::ModelVersion>(found);
  Json windows = Json::array();
  for (const auto& window : monitoring::realised_windows(database, version.name, version.version, kWindowDays))
    windows.push_back(window_json(window));
  return json_response({{"model", version.name},
                        {"version", version.version},
                        {"realised", std::move(windows)},
                        {"estimated", Json::parse(monitoring::precision_estimates_json(database, version.name,
                                                                                       version.version, kEstimates))}});
}

Answer ListFalsePositives::operator()(const Request& request) const {
  const auto found = version_of_path(registry, request);
  if (const ApiError* error = std::get_if<ApiError>(&found)) return *error;
  const auto& version = std::get<registry::ModelVersion>(found);
  return json_response({{"model", version.name},
                        {"version", version.version},
                        {"false_positives", Json::parse(monitoring::false_positives_json(
                                                database, version.name, version.version, kMostFalsePositives))}});
}

}  // namespace clearwell::http
