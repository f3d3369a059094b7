#include "server/scoring/inferences_of.hpp"

#include <limits>

namespace clearwell::scoring {

std::span<const float> row_of(const ScoreRequest& request, std::size_t index) {
  const std::size_t n_features = request.rows.size() / request.n_rows;
  return std::span(request.rows).subspan(index * n_features, n_features);
}

std::vector<Prediction> predict(const Predictor& predictor, const ScoreRequest& request) {
  std::vector<Prediction> predictions(request.n_rows);
  predictor.predict(request.rows, predictions);
  return predictions;
}

std::vector<Inference> inferences_of(const LoadedModel& model, std::string_view role, const ScoreRequest& request,
                                     std::span<const Prediction> predictions) {
  constexpr float kNone = std::numeric_limits<float>::quiet_NaN();
  const bool is_regression = model.predictor.spec().is_regression();
  std::vector<Inference> inferences;
  inferences.reserve(predictions.size());
  for (std::size_t i = 0; i < predictions.size(); ++i) {
    const std::span<const float> row = row_of(request, i);
    inferences.push_back({.model = model.version.name,
                          .version = model.version.version,
                          .role = role,
                          .features = {row.begin(), row.end()},
                          .margin = predictions[i].margin,
                          .probability = is_regression ? kNone : predictions[i].probability,
                          .threshold = is_regression ? kNone : static_cast<float>(model.predictor.facts().threshold),
                          .positive = predictions[i].positive,
                          .plant_id = request.plant_id,
                          .sensor_id = request.sensor_id});
  }
  return inferences;
}

}  // namespace clearwell::scoring
