#pragma once

#include "common/evaluation/estimate_errors.hpp"
#include "server/dataset/folds.hpp"
#include "server/dataset/training_table.hpp"

#include <string>
#include <vector>

namespace clearwell::training {

/// An estimate of a number that takes no model, judged as the models are.
struct RegressionBaseline {
  std::string name;                               ///< `mean` or `persistence`
  std::vector<evaluation::EstimateErrors> folds;  ///< [n_folds]

  bool operator==(const RegressionBaseline&) const = default;
};

/// `mean`: of the targets that the fold's models are fitted to. Where the spec splits by time also `persistence`: the
/// number that the latest earlier sample had, of the same group where the spec has groups; rows without one are not
/// judged by it. A model that does not beat it knows nothing that the last sample did not say.
std::vector<RegressionBaseline> regression_baselines(const dataset::Folds& folds, const dataset::TrainingTable& table,
                                                     const spec::DatasetSpec& spec);

}  // namespace clearwell::training
