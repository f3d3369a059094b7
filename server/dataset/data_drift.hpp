#pragma once

#include "common/drift/distribution.hpp"
#include "common/drift/kolmogorov_smirnov.hpp"
#include "common/drift/population_stability.hpp"
#include "server/dataset/training_table.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace clearwell::dataset {

/// How far one feature moved since an earlier training set. What is empty was not computed: too few values on a side.
struct FeatureDrift {
  std::string feature;
  std::optional<drift::PopulationStability> population_stability;
  std::optional<drift::KolmogorovSmirnov> kolmogorov_smirnov;
  std::optional<double> missing_before;   ///< share of rows
  std::optional<double> missing_now;      ///< share of rows
  std::optional<double> missing_p_value;  ///< of missing shares this different by chance alone

  bool operator==(const FeatureDrift&) const = default;
};

/// One feature's values beside what was kept of it earlier.
/// \param now      measured values, or a sample of them, ascending; of categories their positions
/// \param missing  of n_rows, those without a value
FeatureDrift compare_feature(const spec::FeatureSpec& spec, const drift::Distribution& earlier,
                             std::span<const double> now, std::int64_t missing, std::int64_t n_rows);

/// Every feature that the earlier set has too, in the order of the spec.
/// \param earlier  by feature name
std::vector<FeatureDrift> compare_with_earlier(const std::map<std::string, drift::Distribution>& earlier,
                                               const TrainingTable& table, const spec::DatasetSpec& spec);

/// [{"feature","psi","psi_by_chance","ks","ks_p_value","missing_before","missing_now","missing_p_value"}, …]
std::string to_json(const std::vector<FeatureDrift>& drift);

}  // namespace clearwell::dataset
