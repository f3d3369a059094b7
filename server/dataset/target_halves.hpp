#pragma once

#include "common/spec/dataset_spec.hpp"
#include "server/dataset/feature_statistics.hpp"

/// What is told of a classifier's data by class is told of a regression's by the lower and the upper half of its
/// numbers, which the labels of its table are.
namespace clearwell::dataset {

/// The spec with the halves named as classes are: `above 12.5 mm`, `up to 12.5 mm`. A classifier's as it is.
spec::DatasetSpec with_named_halves(spec::DatasetSpec spec, const TrainingTable& table);

/// The numbers themselves, described as a feature is. \pre  a regression's table
FeatureStatistics describe_targets(const TrainingTable& table, const spec::DatasetSpec& spec);

}  // namespace clearwell::dataset
