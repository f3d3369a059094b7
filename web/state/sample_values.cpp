#include "web/state/sample_values.hpp"

#include <algorithm>
#include <optional>

namespace clearwell::state {
namespace {

std::optional<double> value_for(const spec::FeatureSpec& feature, const SampleResult& result) {
  if (!feature.is_number()) {
    const std::optional<std::size_t> category = feature.category_index(result.text);
    return category ? std::optional<double>(static_cast<double>(*category)) : std::nullopt;
  }
  if (result.canonical_value && result.canonical_unit == feature.unit) return result.canonical_value;
  return result.unit == feature.unit ? result.value : std::nullopt;
}

}  // namespace

std::vector<FeatureEntry> entries_of(const spec::DatasetSpec& spec, const LaboratorySample& sample) {
  std::vector<FeatureEntry> entries;
  for (const spec::FeatureSpec& feature : spec.features) {
    std::optional<double> highest;
    std::string text;
    for (const SampleResult& result : sample.results) {
      if (result.parameter != feature.parameter) continue;
      const std::optional<double> value = value_for(feature, result);
      if (!value || (highest && *value <= *highest)) continue;
      highest = value;
      text = result.text;
    }
    FeatureEntry entry;
    entry.value = std::clamp(highest.value_or(0), feature.plausible.low, feature.plausible.high);
    entry.measured = highest.has_value() && feature.plausible.contains(*highest);
    if (highest && !entry.measured) {
      entry.problem = EntryProblem::out_of_range;
      entry.typed = text;
    }
    entries.push_back(entry);
  }
  return entries;
}

std::size_t n_measured(const std::vector<FeatureEntry>& entries) {
  return static_cast<std::size_t>(
      std::count_if(entries.begin(), entries.end(), [](const FeatureEntry& entry) { return entry.measured; }));
}

}  // namespace clearwell::state
