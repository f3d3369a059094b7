#pragma once

#include "server/dataset/training_table.hpp"

#include <cstddef>
#include <vector>

namespace clearwell::dataset {

/// A number for each row that has a category, by which a categorical feature can be ranked as a measurement is: the
/// share of positives among the rows of that category in the other half of the table (every second row), drawn a little
/// towards the share of that half. Its ROC AUC says what the bare feature tells of the label without having seen it: a
/// category of one row tells nothing.
/// \return  [n_rows], NaN where not measured
std::vector<float> category_signal(const TrainingTable& table, std::size_t feature);

/// What a feature's values are ranked by: the values themselves, or the signal of its categories.
/// \return  [n_rows], NaN where not measured
std::vector<float> ranking_values(const TrainingTable& table, std::size_t feature);

}  // namespace clearwell::dataset
