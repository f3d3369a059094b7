#pragma once

#include "common/scoring/standardisation.hpp"
#include "server/dataset/training_table.hpp"

#include <vector>

namespace clearwell::training {

/// Learns medians, shares of categories, means and standard deviations from these rows alone. \throws TrainingError for
/// an infinite value
scoring::Standardisation fit_standardisation(const dataset::TrainingTable& rows);

/// \return  [n_rows, n_columns of the standardisation], row by row
std::vector<double> standardised_rows(const dataset::TrainingTable& rows,
                                      const scoring::Standardisation& standardisation);

}  // namespace clearwell::training
