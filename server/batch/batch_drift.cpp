#include "server/batch/batch_drift.hpp"

#include "server/dataset/data_statistics.hpp"
#include "server/tracking/artifact_names.hpp"
#include "server/tracking/run_artifacts.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace clearwell::batch {

std::map<std::string, drift::Distribution> training_distributions(store::Database& database,
                                                                  const registry::ModelVersion& version,
                                                                  const spec::DatasetSpec& spec) {
  const auto statistics = tracking::find_artifact(database, version.run_id, tracking::kStatisticsPath);
  if (!statistics) return {};
  Result<std::map<std::string, drift::Distribution>> distributions =
      dataset::read_distributions(statistics->bytes, spec);
  if (!distributions) return {};  // of a run that kept them in another form
  return std::move(distributions).value();
}

BatchDrift::BatchDrift(const spec::DatasetSpec& spec, std::map<std::string, drift::Distribution> trained_on)
    : spec_(spec), trained_on_(std::move(trained_on)), values_(spec.features.size()) {}

// Source of the sampling: Vitter (1985), ACM TOMS 11(1): 37-57, algorithm R.
void BatchDrift::add(std::span<const float> row) {
  ++n_rows_;
  for (std::size_t feature = 0; feature < row.size(); ++feature) {
    if (std::isnan(row[feature])) continue;
    Values& values = values_[feature];
    ++values.measured;
    if (values.kept.size() < kMostValues) {
      values.kept.push_back(row[feature]);
    } else if (const std::uint64_t place = random_.below(static_cast<std::uint64_t>(values.measured));
               place < kMostValues) {
      values.kept[place] = row[feature];
    }
  }
}

std::vector<dataset::FeatureDrift> BatchDrift::compare() const {
  std::vector<dataset::FeatureDrift> drifts;
  for (std::size_t feature = 0; feature < values_.size(); ++feature) {
    const auto earlier = trained_on_.find(spec_.features[feature].name);
    if (earlier == trained_on_.end()) continue;
    std::vector<double> sorted(values_[feature].kept.begin(), values_[feature].kept.end());
    std::sort(sorted.begin(), sorted.end());
    drifts.push_back(dataset::compare_feature(spec_.features[feature], earlier->second, sorted,
                                              n_rows_ - values_[feature].measured, n_rows_));
  }
  return drifts;
}

std::string BatchDrift::to_json(const registry::ModelVersion& version) const {
  const nlohmann::ordered_json report = {{"model", version.name},
                                         {"version", version.version},
                                         {"rows", n_rows_},
                                         {"drift", nlohmann::ordered_json::parse(dataset::to_json(compare()))}};
  return report.dump();
}

std::vector<std::string> moved_features(const std::vector<dataset::FeatureDrift>& drifts) {
  constexpr double kSmallMove = 0.1;
  std::vector<std::string> names;
  for (const dataset::FeatureDrift& drift : drifts) {
    const auto& stability = drift.population_stability;
    if (stability && stability->index >= kSmallMove && stability->index > stability->by_chance)
      names.push_back(drift.feature);
  }
  return names;
}

}  // namespace clearwell::batch
