#pragma once

#include "common/scoring/predictor.hpp"
#include "server/dataset/training_table.hpp"

#include <vector>

namespace clearwell::training {

/// Lowest, highest and median measured value of each feature, and the share of rows in which it is missing. All 0 with
/// a missing share of 1 where it was never measured. The median of an even count is the mean of the middle two. Of a
/// categorical feature the median is the most frequent category, the first of equally frequent ones.
/// \return  [n_features]
std::vector<scoring::TrainingRange> training_ranges(const dataset::TrainingTable& rows);

}  // namespace clearwell::training
