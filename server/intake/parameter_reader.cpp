#include "server/intake/parameter_reader.hpp"

#include "server/intake/number_text.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <utility>

namespace clearwell::intake {
namespace {

constexpr std::size_t kPairsKept = 10'000;  // a file with more has no names in that column
constexpr std::size_t kPairsReported = 1'000;

std::string as_text(double number) {
  std::ostringstream text;
  text << number;
  return text.str();
}

std::string joined(const std::string& unit, const std::string& basis) {
  if (basis.empty()) return unit;
  return unit.empty() ? basis : unit + " " + basis;
}

const NamedParameter* find_named(const FileMapping& mapping, std::string_view name) {
  if (!mapping.rows) return nullptr;
  for (const NamedParameter& named : mapping.rows->parameters)
    for (const std::string& known : named.names)
      if (equal_ignoring_case(known, name)) return &named;
  return nullptr;
}

const limits::Parameter* find_by_title(std::string_view name) {
  for (const limits::Parameter& parameter : limits::parameters())
    if (equal_ignoring_case(parameter.code, name) || equal_ignoring_case(parameter.title.en, name) ||
        equal_ignoring_case(parameter.title.es, name))
      return &parameter;
  return nullptr;
}

}  // namespace

std::optional<double> UnderstoodParameter::converted(double value) const {
  if (!conversion || conversion->is_identity()) return value;
  const double canonical = conversion->to_canonical(value);
  return std::isfinite(canonical) ? std::optional(canonical) : std::nullopt;
}

std::string UnderstoodParameter::fault_of(double value) const {
  if (!conversion || !known->possible) return "";
  const double canonical = conversion->to_canonical(value);
  if (known->possible->contains(canonical)) return "";
  return "is " + as_text(canonical) + (known->unit.empty() ? "" : " " + known->unit) + ", and water has " +
         as_text(known->possible->low) + " to " + as_text(known->possible->high) +
         (unit.empty() ? "" : ": is the unit \"" + unit + "\" right?");
}

UnderstoodParameter& ParameterReader::understand(std::string_view name, std::string_view unit, std::string_view basis) {
  const auto key = std::tuple(std::string(name), std::string(unit), std::string(basis));
  if (const auto seen = seen_.find(key); seen != seen_.end()) return seen->second;
  if (seen_.size() >= kPairsKept) seen_.clear();
  return seen_.emplace(key, find(std::string(name), std::string(unit), std::string(basis))).first->second;
}

UnderstoodParameter ParameterReader::find(const std::string& name, std::string unit, std::string basis) const {
  UnderstoodParameter found;
  found.name = name;
  const NamedParameter* const named = find_named(mapping_, name);
  found.known = named != nullptr ? limits::find_parameter(named->parameter) : find_by_title(name);
  found.parameter = named != nullptr ? named->parameter : found.known != nullptr ? found.known->code : name;

  const bool basis_is_stated = !basis.empty();
  if (unit.empty() && named != nullptr) unit = named->unit;
  if (basis.empty() && named != nullptr) basis = named->basis;
  if (const auto meant = mapping_.units.find(unit); meant != mapping_.units.end()) {
    found.remark = "unit '" + unit + "' read as '" + meant->second + "'";
    unit = meant->second;
  }
  found.unit = unit;
  find_conversion(found, basis, basis_is_stated);
  return found;
}

UnderstoodParameter& ParameterReader::understand(const WideColumn& column, const std::string& name) {
  const auto key = std::tuple(name, column.unit, column.basis);
  if (const auto seen = seen_.find(key); seen != seen_.end()) return seen->second;
  UnderstoodParameter found;
  found.name = name;
  found.parameter = column.parameter;
  found.known = limits::find_parameter(column.parameter);
  found.unit = column.unit;
  found.remark = column.unit_remark;
  find_conversion(found, column.basis, false);
  return seen_.emplace(key, std::move(found)).first->second;
}

// A basis that the row states must be understood; one that the mapping supposes gives way to one in the unit's text.
void ParameterReader::find_conversion(UnderstoodParameter& found, const std::string& basis, bool basis_is_stated) {
  const std::string with_basis = joined(found.unit, basis);
  if (basis_is_stated || found.known == nullptr) found.unit = with_basis;
  if (found.known == nullptr) return;
  Result<units::Conversion> understood = limits::understand_unit(*found.known, with_basis);
  found.converted_from = with_basis;
  if (!understood && !basis_is_stated && !basis.empty())
    understood = limits::understand_unit(*found.known, found.converted_from = found.unit);
  else if (understood && !basis_is_stated && !basis.empty())
    found.remark += (found.remark.empty() ? "" : "; ") + ("taken as " + basis);
  if (understood)
    found.conversion = *understood;
  else
    found.fault = understood.error().message;
}

std::vector<UnderstoodParameter> ParameterReader::understood() const {
  std::vector<UnderstoodParameter> all;
  for (const auto& [key, found] : seen_) {
    if (all.size() == kPairsReported) break;
    if (found.results > 0) all.push_back(found);
  }
  return all;
}

}  // namespace clearwell::intake
