#include "server/monitoring/plant_compliance.hpp"

#include "common/limits/limits.hpp"
#include "common/limits/result_text.hpp"

#include <map>
#include <optional>

namespace clearwell::monitoring {
namespace {

std::optional<limits::Finding> finding_of(std::string_view name) {
  using enum limits::Finding;
  for (const limits::Finding finding : {value, not_detected, present, absent})
    if (limits::to_string(finding) == name) return finding;
  return std::nullopt;
}

/// In the parameter's own unit; empty where nobody can say what was measured.
std::optional<limits::MeasuredValue> measured(const store::ResultOfDay& result, const limits::Parameter& parameter) {
  const auto finding = finding_of(result.finding);
  const auto qualifier = limits::parse_qualifier(result.qualifier);
  if (!finding || !qualifier) return std::nullopt;
  if (!result.value) return limits::measured_value({*finding, {}, result.unit}, parameter, std::nullopt);
  const Result<units::Conversion> conversion = limits::understand_unit(parameter, result.unit);
  if (!conversion) return std::nullopt;
  return limits::MeasuredValue{conversion->to_canonical(*result.value), *qualifier};
}

/// By parameter, those that the catalogue knows.
std::map<std::string, std::vector<limits::DatedResult>> dated_results(std::span<const store::ResultOfDay> results) {
  std::map<std::string, std::vector<limits::DatedResult>> dated;
  for (const store::ResultOfDay& result : results)
    if (const limits::Parameter* const parameter = limits::find_parameter(result.parameter))
      dated[result.parameter].push_back({result.day, result.place, measured(result, *parameter)});
  return dated;
}

}  // namespace

std::vector<JudgedLimit> judge_plant(std::string_view jurisdiction, std::span<const store::ResultOfDay> results,
                                     std::string_view from, std::string_view to, std::string_view today) {
  std::vector<JudgedLimit> judged;
  for (const auto& [code, dated] : dated_results(results)) {
    for (const limits::Limit& limit : limits::limits_of(jurisdiction, code)) {
      JudgedLimit one{&limit, limits::judge_compliance(limit, dated, from, to, today)};
      if (!one.periods.empty()) judged.push_back(std::move(one));
    }
  }
  return judged;
}

}  // namespace clearwell::monitoring
