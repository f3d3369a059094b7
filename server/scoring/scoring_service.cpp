#include "server/scoring/scoring_service.hpp"

#include "server/scoring/incomputable_rows.hpp"
#include "server/scoring/inferences_of.hpp"

#include <span>

namespace clearwell::scoring {
namespace {

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

std::vector<ScoredRow> scored_rows(const Predictor& predictor, const ScoreRequest& request,
                                   const std::vector<Prediction>& predictions, const std::vector<std::int64_t>& ids) {
  std::vector<ScoredRow> rows;
  rows.reserve(request.n_rows);
  for (std::size_t i = 0; i < request.n_rows; ++i) {
    const std::span<const float> row = row_of(request, i);
    rows.push_back({.inference_id = ids[i],
                    .prediction = predictions[i],
                    .flags = flags_of(predictor, row, unknown_in_row(request.unknown_categories, i)),
                    .contributions = request.contributions ? predictor.contributions(row) : std::vector<double>()});
  }
  return rows;
}

}  // namespace

ScoreResult ScoringService::score(const ServedModel& served, const ScoreRequest& request,
                                  const std::optional<IdempotencyKey>& key) const {
  if (request.n_rows == 0) return {};  // of a partial request without a sound row
  const LoadedModel& champion = *served.champion;
  const auto start = std::chrono::steady_clock::now();
  const std::vector<Prediction> predictions = predict(champion.predictor, request);
  const auto champion_time = std::chrono::steady_clock::now() - start;
  ScoreResult result;
  result.incomputable_rows = find_incomputable(predictions);
  if (!result.incomputable_rows.empty()) return result;
  const Logged logged =
      log_.append(inferences_of(champion, served.pinned ? "pinned" : "champion", request, predictions), key);
  result.key_taken = logged.key_taken;
  if (logged.key_taken) return result;
  if (served.challenger && same_features(champion.predictor, served.challenger->predictor))
    shadow_.offer(served.challenger, request);
  result.rows = scored_rows(champion.predictor, request, predictions, logged.ids);
  result.outcomes = count_outcomes(champion.predictor.spec().is_regression(), predictions);
  result.champion_time = champion_time;
  result.logged = logged.in_database;
  return result;
}

ScoreResult ScoringService::repeat(const LoadedModel& model, const ScoreRequest& request,
                                   const std::vector<std::int64_t>& ids) {
  ScoreResult result;
  result.rows = scored_rows(model.predictor, request, predict(model.predictor, request), ids);
  return result;
}

}  // namespace clearwell::scoring
