#include "server/dataset/drift_reference.hpp"

#include "server/dataset/distribution_json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace clearwell::dataset {
namespace {

using Json = nlohmann::ordered_json;

/// A point takes about thirty bytes of JSON, and a run keeps files of 16 MiB.
constexpr std::size_t kMostPointsOfAll = 400'000;

Json json_of(const evaluation::CalibrationTest& test) {
  return {{"p_value", test.p_value},
          {"mean_probability", test.mean_probability},
          {"mean_gap", test.mean_gap},
          {"slope", test.slope}};
}

/// Empty where it is not what json_of wrote.
std::optional<evaluation::CalibrationTest> read_calibration(const Json& json) {
  if (!json.is_object()) return std::nullopt;
  evaluation::CalibrationTest test;
  for (const auto& [name, member] :
       {std::pair("p_value", &test.p_value), std::pair("mean_probability", &test.mean_probability),
        std::pair("mean_gap", &test.mean_gap), std::pair("slope", &test.slope)}) {
    const auto found = json.find(name);
    if (found == json.end() || !found->is_number()) return std::nullopt;
    *member = found->get<double>();
  }
  return test;
}

Error incomplete(const std::string& place) {
  return Error{"drift reference: a distribution is missing or incomplete", place};
}

}  // namespace

DriftReference make_drift_reference(const TrainingTable& fitted_to, const spec::DatasetSpec& spec,
                                    std::span<const float> unseen_scores, std::span<const std::uint8_t> unseen_labels,
                                    std::span<const float> fitted_scores) {
  const std::size_t most_points = kMostPointsOfAll / (spec.features.size() + 2);
  DriftReference reference;
  for (std::size_t feature = 0; feature < spec.features.size(); ++feature) {
    std::vector<double> values;
    for (std::size_t row = 0; row < fitted_to.n_rows(); ++row)
      if (const float value = fitted_to.row(row)[feature]; !std::isnan(value)) values.push_back(value);
    std::ranges::sort(values);
    const auto missing = static_cast<std::int64_t>(fitted_to.n_rows() - values.size());
    reference.features.emplace(spec.features[feature].name, drift::distribution_of(values, missing, most_points));
  }
  const auto distribution_of_scores = [&](std::span<const float> given) {
    std::vector<double> scores(given.begin(), given.end());
    std::ranges::sort(scores);
    return drift::distribution_of(scores, 0, most_points);
  };
  reference.unseen_score = distribution_of_scores(unseen_scores);
  reference.fitted_score = distribution_of_scores(fitted_scores);
  if (!unseen_labels.empty()) reference.calibration = evaluation::test_calibration(unseen_scores, unseen_labels);
  return reference;
}

std::string to_json(const DriftReference& reference) {
  Json features = Json::object();
  for (const auto& [name, distribution] : reference.features)
    features[name] = json_of(distribution);
  const Json json = {{"features", std::move(features)},
                     {"unseen_score", json_of(reference.unseen_score)},
                     {"fitted_score", json_of(reference.fitted_score)},
                     {"calibration", reference.calibration ? json_of(*reference.calibration) : Json(nullptr)}};
  return json.dump();
}

Result<DriftReference> parse_drift_reference(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object() || !json.contains("features") || !json["features"].is_object())
    return Error{"drift reference: there is no object of features", "features"};
  DriftReference reference;
  for (const auto& [name, feature] : json["features"].items()) {
    std::optional<drift::Distribution> read = read_distribution(feature);
    if (!read) return incomplete("features." + name);
    reference.features.emplace(name, std::move(*read));
  }
  for (const auto& [name, score] :
       {std::pair("unseen_score", &reference.unseen_score), std::pair("fitted_score", &reference.fitted_score)}) {
    std::optional<drift::Distribution> read = read_distribution(json.value(name, Json()));
    if (!read) return incomplete(name);
    *score = std::move(*read);
  }
  const Json calibration = json.value("calibration", Json());
  if (calibration.is_null()) return reference;
  reference.calibration = read_calibration(calibration);
  if (!reference.calibration) return Error{"drift reference: the calibration is incomplete", "calibration"};
  return reference;
}

}  // namespace clearwell::dataset
