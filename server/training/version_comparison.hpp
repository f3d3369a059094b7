#pragma once

#include "server/registry/promotion_policy.hpp"
#include "server/registry/registry.hpp"

#include <vector>

namespace clearwell::training {

/// On which rows champion and challenger can honestly be compared, and what each said of them. In the order in which
/// they tell most:
///
/// `newer_samples`: every certified sample that came after the champion was trained. The champion is judged by its
/// file. The challenger is judged by its file on samples that came after its own training too; on a sample that it was
/// trained on, by the fold model of its run that had not seen the sample. Scoring the champion's file on rows it was
/// trained on would flatter it, and so would scoring the challenger's.
///
/// `same_folds`: all samples that the challenger was trained on, each judged by the fold model that had not seen it: of
/// the challenger's family, and of the champion's family in the same run. That compares the two recipes,
/// hyper-parameters and threshold chosen anew inside each fold, not the two files. Two versions of one family are one
/// recipe here: only newer samples can tell them apart.
///
/// Where rows are missing, the evidence says why. \throws store::StoreError, registry::ArtifactError, TrainingError
std::vector<registry::Evidence> compare_versions(store::Database& database, const registry::Registry& registry,
                                                 const registry::ModelVersion& champion,
                                                 const registry::ModelVersion& challenger);

}  // namespace clearwell::training
