#include "server/dataset/data_drift.hpp"

#include "common/drift/equal_shares.hpp"
#include "server/dataset/column_values.hpp"

#include <nlohmann/json.hpp>

namespace clearwell::dataset {
namespace {

using Json = nlohmann::ordered_json;

template <typename T, typename Member>
Json member_or_null(const std::optional<T>& value, Member T::*member) {
  return value ? Json((*value).*member) : Json(nullptr);
}

Json or_null(const std::optional<double>& value) {
  return value ? Json(*value) : Json(nullptr);
}

}  // namespace

FeatureDrift compare_feature(const spec::FeatureSpec& spec, const drift::Distribution& earlier,
                             std::span<const double> now, std::int64_t missing, std::int64_t n_rows) {
  FeatureDrift drift{
      spec.name, spec.is_number() ? drift::population_stability(earlier, now) : drift::category_stability(earlier, now),
      // A distance along an order that categories do not have.
      spec.type == spec::FeatureType::categorical ? std::nullopt : drift::kolmogorov_smirnov(earlier, now),
      earlier.missing_share(), std::nullopt,
      drift::equal_shares_p_value(earlier.missing, earlier.missing + earlier.measured(), missing, n_rows)};
  if (n_rows > 0) drift.missing_now = static_cast<double>(missing) / static_cast<double>(n_rows);
  return drift;
}

std::vector<FeatureDrift> compare_with_earlier(const std::map<std::string, drift::Distribution>& earlier,
                                               const TrainingTable& table, const spec::DatasetSpec& spec) {
  std::vector<FeatureDrift> drifts;
  for (std::size_t feature = 0; feature < spec.features.size(); ++feature) {
    const auto found = earlier.find(spec.features[feature].name);
    if (found == earlier.end()) continue;
    const std::vector<double> now = sorted_values(table, feature);
    const auto n_rows = static_cast<std::int64_t>(table.n_rows());
    const std::int64_t missing = n_rows - static_cast<std::int64_t>(now.size());
    drifts.push_back(compare_feature(spec.features[feature], found->second, now, missing, n_rows));
  }
  return drifts;
}

std::string to_json(const std::vector<FeatureDrift>& drifts) {
  Json all = Json::array();
  for (const FeatureDrift& drift : drifts)
    all.push_back(
        {{"feature", drift.feature},
         {"psi", member_or_null(drift.population_stability, &drift::PopulationStability::index)},
         {"psi_by_chance", member_or_null(drift.population_stability, &drift::PopulationStability::by_chance)},
         {"ks", member_or_null(drift.kolmogorov_smirnov, &drift::KolmogorovSmirnov::distance)},
         {"ks_p_value", member_or_null(drift.kolmogorov_smirnov, &drift::KolmogorovSmirnov::p_value)},
         {"missing_before", or_null(drift.missing_before)},
         {"missing_now", or_null(drift.missing_now)},
         {"missing_p_value", or_null(drift.missing_p_value)}});
  return all.dump();
}

}  // namespace clearwell::dataset
