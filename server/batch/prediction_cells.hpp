#pragma once

#include "common/scoring/predictor.hpp"

#include <string>

namespace clearwell::batch {

class CsvWriter;

/// Whether the numbers of a row were not too large for the model to compute with.
bool is_computable(const scoring::Prediction& prediction);

/// Writes the cell `prediction` and, unless of a regression, the cell `probability`.
/// \param prediction  null: both stay empty
void write_prediction(CsvWriter& writer, const scoring::Prediction* prediction, bool is_regression);

}  // namespace clearwell::batch
