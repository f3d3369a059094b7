#include "server/dataset/target_halves.hpp"

#include "server/base/localized_text.hpp"

#include <utility>

namespace clearwell::dataset {

spec::DatasetSpec with_named_halves(spec::DatasetSpec spec, const TrainingTable& table) {
  if (!table.is_regression()) return spec;
  const spec::LocalizedText median = base::short_number_text(median_target(table));
  const spec::LocalizedText unit = base::in_all_languages(spec.label.unit.empty() ? "" : " " + spec.label.unit);
  spec.label.positive_means = base::fill({"above {0}{1}", "más de {0}{1}"}, {median, unit});
  spec.label.negative_means = base::fill({"up to {0}{1}", "hasta {0}{1}"}, {median, unit});
  return spec;
}

FeatureStatistics describe_targets(const TrainingTable& table, const spec::DatasetSpec& spec) {
  TrainingTable targets;
  targets.n_features = 1;
  targets.features.assign(table.targets.begin(), table.targets.end());
  targets.labels = table.labels;
  spec::FeatureSpec feature;
  feature.name = spec.label.name;
  feature.plausible = spec.label.plausible;
  return describe_feature(targets, feature, 0);
}

}  // namespace clearwell::dataset
