#include "server/training/model_file.hpp"

#include "common/onnx/wire.hpp"
#include "common/scoring/pipeline.hpp"
#include "server/training/training_ranges.hpp"

namespace clearwell::training {

std::string write_model_file(const FittedPipeline& fitted, const spec::DatasetSpec& spec, std::string_view family,
                             const dataset::TrainingTable& fitted_to, const Selection& selection) {
  const scoring::ModelFacts facts{
      .family = std::string(family),
      .data_origin = fitted_to.data_origin,
      .threshold = spec.is_regression() ? 0 : static_cast<double>(selection.probability_threshold()),
      .training_rows = fitted_to.n_rows(),
      .training_data_sha256 = fitted_to.sha256,
      .training_ranges = training_ranges(fitted_to)};
  return std::visit(
      [&](const auto& pipeline) {
        return onnx::write_model(scoring::build_model(pipeline, spec, facts, selection.calibration));
      },
      fitted);
}

std::vector<scoring::Prediction> score_model_file(std::string_view onnx_bytes, const dataset::TrainingTable& rows) {
  const Result<scoring::Predictor> predictor = scoring::Predictor::load(onnx_bytes);
  if (!predictor)
    throw TrainingError("the model file just written is refused: " + predictor.error().message + " (" +
                        predictor.error().field + ")");
  std::vector<scoring::Prediction> predictions(rows.n_rows());
  predictor->predict(rows.features, predictions);
  return predictions;
}

}  // namespace clearwell::training
