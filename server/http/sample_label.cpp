#include "server/http/sample_label.hpp"

#include "server/base/spec_files.hpp"
#include "server/dataset/feature_value.hpp"
#include "server/http/json_body.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <stdexcept>

namespace clearwell::http {
namespace {

/// As JSON writes it: `0.5`.
std::string number_text(double number) {
  return nlohmann::json(number).dump();
}

std::string in_unit(const std::string& unit) {
  return unit.empty() ? " without a unit" : " in " + unit;
}

ApiError unknown_spec(const std::filesystem::path& models_dir, const std::string& name) {
  std::string known;
  for (const std::string& other : base::spec_names(models_dir))
    known += (known.empty() ? "" : ", ") + other;
  return invalid_body("model", "there is no spec \"" + name + "\"; accepted: " + (known.empty() ? "none" : known));
}

std::optional<ApiError> label_fault(const spec::DatasetSpec& spec, const std::optional<bool>& label,
                                    const std::optional<double>& value) {
  if (!spec.is_regression()) {
    if (label) return std::nullopt;
    return invalid_body("label", "the label of " + spec.name + " must be true (" + spec.label.positive_means.en +
                                     ") or false (" + spec.label.negative_means.en + "), not a number");
  }
  const spec::Range& plausible = spec.label.plausible;
  if (value && plausible.contains(*value)) return std::nullopt;
  return invalid_body("label", "the label of " + spec.name + " must be a number from " + number_text(plausible.low) +
                                   " to " + number_text(plausible.high) + in_unit(spec.label.unit) + ", not " +
                                   (value ? number_text(*value) : "true or false"));
}

std::optional<ApiError> result_fault(const spec::DatasetSpec& spec, const store::ReportedResult& result,
                                     const std::string& path) {
  for (const spec::FeatureSpec& feature : spec.features) {
    if (feature.parameter != result.parameter) continue;
    if (!feature.is_number())
      return invalid_body(path, result.parameter + " of " + spec.name + " is one of: " + feature.accepted_categories() +
                                    "; such results come by an import only");
    if (result.value &&
        !dataset::feature_value(feature, *result.value, result.unit, result.canonical_value).has_value())
      return invalid_body(path + ".unit", result.parameter + " of " + spec.name + " is a number" +
                                              in_unit(feature.unit) + ", and \"" + result.unit +
                                              "\" does not become that");
  }
  return std::nullopt;
}

}  // namespace

const spec::DatasetSpec* SampleLabels::find_spec(const std::string& name) {
  const auto [known, is_new] = specs_.try_emplace(name);
  if (is_new && std::ranges::binary_search(base::spec_names(models_dir_), name)) {
    Result<spec::DatasetSpec> spec = base::load_spec(models_dir_, name);
    if (!spec) throw std::runtime_error(spec.error().message);
    known->second = std::move(*spec);
  }
  return known->second ? &*known->second : nullptr;
}

std::optional<ApiError> SampleLabels::find_label_fault(const std::string& model, const std::optional<bool>& label,
                                                       const std::optional<double>& value) {
  const spec::DatasetSpec* const spec = find_spec(model);
  return spec == nullptr ? unknown_spec(models_dir_, model) : label_fault(*spec, label, value);
}

std::optional<ApiError> SampleLabels::find_fault(const store::EnteredSample& sample) {
  if (!sample.model) return std::nullopt;
  if (auto fault = find_label_fault(*sample.model, sample.label, sample.label_value)) return fault;
  const spec::DatasetSpec* const spec = find_spec(*sample.model);
  if (spec->split.by_group() && sample.group.empty())
    return invalid_body("group", "group is missing: " + spec->name + " is split by " + spec->group->name);
  for (std::size_t i = 0; i < sample.results.size(); ++i)
    if (auto fault = result_fault(*spec, sample.results[i], "results[" + std::to_string(i) + "]")) return fault;
  return std::nullopt;
}

}  // namespace clearwell::http
