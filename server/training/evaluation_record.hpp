#pragma once

#include "common/scoring/predictor.hpp"
#include "server/training/cross_validation.hpp"

#include <span>

namespace clearwell::tracking {
class ActiveRun;
}

namespace clearwell::training {

/// Keeps with the family's run the plots of its out-of-fold probabilities, and as JSON the confusion matrix, the
/// calibration curve, the precision curve and the slices (slice_evaluation.hpp). \throws store::StoreError
void record_evaluation(const tracking::ActiveRun& run, const FamilyEvaluation& evaluation,
                       std::span<const dataset::Folds> repeats, const dataset::TrainingTable& table,
                       const spec::DatasetSpec& spec);

/// Keeps with the training run what the registered model uses: the mean magnitude of each feature's contribution over
/// at most 200 rows spread evenly through the table. \throws store::StoreError
void record_feature_importance(const tracking::ActiveRun& run, const scoring::Predictor& predictor,
                               const dataset::TrainingTable& table, const spec::DatasetSpec& spec);

}  // namespace clearwell::training
