#include "common/limits/limits.hpp"

#include "common/limits/catalogue.hpp"
#include "common/limits/possible_values.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstdlib>
#include <utility>

namespace clearwell::limits {
namespace {

constexpr std::array<std::pair<Qualifier, std::string_view>, 3> kQualifiers = {
    {{Qualifier::equal, "="}, {Qualifier::below, "<"}, {Qualifier::above, ">"}}};

const Catalogue& catalogue() {
  static const Catalogue loaded = [] {
    Result<Catalogue> parsed = parse_catalogue(kParametersJson, kLegalLimitsJson);
    assert(parsed);
    if (!parsed) std::abort();  // the build embedded broken data: no verdict is better than a wrong one
    return std::move(parsed).value();
  }();
  return loaded;
}

template <typename T>
const T* find_by_code(const std::vector<T>& items, std::string_view code) {
  const auto found = std::find_if(items.begin(), items.end(), [code](const T& item) { return item.code == code; });
  return found == items.end() ? nullptr : &*found;
}

}  // namespace

Verdict judge(MeasuredValue measured, const Limit& limit) {
  if (!limit.confirmed || !std::isfinite(measured.value)) return Verdict::cannot_be_judged;
  return compare(possible_values(measured, limit.counted), limit);
}

std::span<const Parameter> parameters() {
  return catalogue().parameters;
}

const Parameter* find_parameter(std::string_view code) {
  return find_by_code(catalogue().parameters, code);
}

std::span<const Jurisdiction> jurisdictions() {
  return catalogue().jurisdictions;
}

const Jurisdiction* find_jurisdiction(std::string_view code) {
  return find_by_code(catalogue().jurisdictions, code);
}

std::span<const Limit> limits_of(std::string_view jurisdiction, std::string_view parameter) {
  const std::vector<Limit>& all = catalogue().limits;
  const auto asked = [&](const Limit& limit) {
    return limit.jurisdiction == jurisdiction && limit.parameter == parameter;
  };
  const auto first = std::find_if(all.begin(), all.end(), asked);
  const auto last = std::find_if_not(first, all.end(), asked);
  return std::span<const Limit>(all).subspan(static_cast<std::size_t>(first - all.begin()),
                                             static_cast<std::size_t>(last - first));
}

bool is_in_force(const Limit& limit, std::string_view day) {
  const std::string_view date = day.substr(0, 10);  // ISO dates sort as texts
  return limit.valid_from <= date && (limit.valid_to.empty() || date <= limit.valid_to);
}

std::vector<Limit> limits_in_force(std::string_view jurisdiction, std::string_view parameter, std::string_view day) {
  std::vector<Limit> in_force;
  for (const Limit& limit : limits_of(jurisdiction, parameter))
    if (is_in_force(limit, day)) in_force.push_back(limit);
  return in_force;
}

Result<units::Conversion> understand_unit(const Parameter& parameter, std::string_view text) {
  const units::Quantity* const quantity = units::find_quantity(parameter.quantity);
  assert(quantity != nullptr);  // the catalogue was checked
  Result<units::Conversion> understood = units::understand(text, parameter.unit, *quantity, parameter.bases);
  if (!understood) return Error{parameter.code + ": " + understood.error().message, understood.error().field};
  return understood;
}

std::optional<Verdict> judge_by_law(MeasuredValue measured, std::string_view unit, std::string_view jurisdiction,
                                    std::string_view parameter, std::string_view day) {
  if (day.empty() && !limits_of(jurisdiction, parameter).empty()) return Verdict::cannot_be_judged;
  const std::vector<Limit> applying = limits_in_force(jurisdiction, parameter, day);
  if (applying.empty()) return std::nullopt;
  const Result<units::Conversion> conversion = understand_unit(*find_parameter(parameter), unit);
  if (!conversion) return Verdict::cannot_be_judged;
  measured.value = conversion->to_canonical(measured.value);

  bool judged = false;
  bool doubtful = false;
  for (const Limit& limit : applying) {
    if (!limit.confirmed) continue;
    const Verdict verdict = judge(measured, limit);
    if (verdict == Verdict::beyond) return verdict;
    judged = true;
    doubtful = doubtful || verdict == Verdict::cannot_be_judged;
  }
  return judged && !doubtful ? Verdict::within : Verdict::cannot_be_judged;
}

std::string_view to_string(LimitKind kind) {
  switch (kind) {
    case LimitKind::health:
      return "health";
    case LimitKind::indicator:
      return "indicator";
    case LimitKind::aesthetic:
      return "aesthetic";
    case LimitKind::operational:
      return "operational";
  }
  return "";
}

std::string_view to_string(ComplianceRule rule) {
  switch (rule) {
    case ComplianceRule::each_sample:
      return "each_sample";
    case ComplianceRule::annual_average:
      return "annual_average";
    case ComplianceRule::locational_annual_average:
      return "locational_annual_average";
    case ComplianceRule::percentile_90:
      return "percentile_90";
    case ComplianceRule::monthly_share:
      return "monthly_share";
  }
  return "";
}

std::string_view to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::within:
      return "within";
    case Verdict::beyond:
      return "beyond";
    case Verdict::cannot_be_judged:
      return "cannot_be_judged";
  }
  return "";
}

std::string_view to_string(Qualifier qualifier) {
  for (const auto& [known, text] : kQualifiers)
    if (known == qualifier) return text;
  return "";
}

std::optional<Qualifier> parse_qualifier(std::string_view text) {
  for (const auto& [qualifier, known] : kQualifiers)
    if (known == text) return qualifier;
  return std::nullopt;
}

}  // namespace clearwell::limits
