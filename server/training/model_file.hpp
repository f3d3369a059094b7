#pragma once

#include "common/scoring/predictor.hpp"
#include "server/training/estimator.hpp"
#include "server/training/model_selection.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace clearwell::training {

/// The bytes of the ONNX file that holds the pipeline, what was selected with it (calibration and threshold) and what
/// is known of the rows it was fitted to. Without a selection: not calibrated, and even odds decide.
std::string write_model_file(const FittedPipeline& fitted, const spec::DatasetSpec& spec, std::string_view family,
                             const dataset::TrainingTable& fitted_to, const Selection& selection = {});

/// What the file says of each row. Every figure of an evaluation comes from here: what is measured is what is shipped.
/// \return  [n_rows]
/// \throws TrainingError when our own reader refuses the file
std::vector<scoring::Prediction> score_model_file(std::string_view onnx_bytes, const dataset::TrainingTable& rows);

}  // namespace clearwell::training
