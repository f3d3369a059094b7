#include "server/scoring/scoring_service.hpp"

#include <limits>
#include <span>

namespace clearwell::scoring {
namespace {

using Row = std::span<const float>;

Row row_of(const ScoreRequest& request, std::size_t index) {
  const std::size_t n_features = request.rows.size() / request.n_rows;
  return Row(request.rows).subspan(index * n_features, n_features);
}

std::vector<Prediction> predict(const Predictor& predictor, const ScoreRequest& request) {
  std::vector<Prediction> predictions(request.n_rows);
  predictor.predict(request.rows, predictions);
  return predictions;
}

bool same_features(const Predictor& a, const Predictor& b) {
  if (a.n_features() != b.n_features() || a.spec().task != b.spec().task) return false;
  for (std::size_t i = 0; i < a.n_features(); ++i) {
    const spec::FeatureSpec& of_a = a.spec().features[i];
    const spec::FeatureSpec& of_b = b.spec().features[i];
    // Of categories a row holds positions in the list of one of the two.
    if (of_a.name != of_b.name || of_a.type != of_b.type || of_a.categories != of_b.categories) return false;
  }
  return true;
}

void add_to_log(std::vector<Inference>& log, const LoadedModel& model, std::string_view role,
                const ScoreRequest& request, const std::vector<Prediction>& predictions) {
  constexpr float kNone = std::numeric_limits<float>::quiet_NaN();
  const bool is_regression = model.predictor.spec().is_regression();
  for (std::size_t i = 0; i < predictions.size(); ++i) {
    const Row row = row_of(request, i);
    log.push_back({.model = model.version.name,
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
}

}  // namespace

ScoreResult ScoringService::score(const ServedModel& served, const ScoreRequest& request) const {
  const LoadedModel& champion = *served.champion;
  ScoreResult result;
  const auto start = std::chrono::steady_clock::now();
  const std::vector<Prediction> predictions = predict(champion.predictor, request);
  result.champion_time = std::chrono::steady_clock::now() - start;

  std::vector<Inference> inferences;
  inferences.reserve(request.n_rows * (served.challenger ? 2 : 1));
  add_to_log(inferences, champion, "champion", request, predictions);
  if (served.challenger && same_features(champion.predictor, served.challenger->predictor)) {
    const std::vector<Prediction> shadow = predict(served.challenger->predictor, request);
    add_to_log(inferences, *served.challenger, "challenger", request, shadow);
    result.n_shadow_rows = shadow.size();
    for (const Prediction& prediction : shadow)
      result.n_shadow_positive += prediction.positive ? 1 : 0;
  }
  const std::vector<std::int64_t> ids = log_.append(std::move(inferences));

  result.rows.reserve(request.n_rows);
  for (std::size_t i = 0; i < request.n_rows; ++i) {
    const Row row = row_of(request, i);
    result.rows.push_back(
        {.inference_id = ids[i],
         .prediction = predictions[i],
         .flags = flags_of(champion.predictor, row, unknown_in_row(request.unknown_categories, i)),
         .contributions = request.contributions ? champion.predictor.contributions(row) : std::vector<double>()});
  }
  return result;
}

}  // namespace clearwell::scoring
