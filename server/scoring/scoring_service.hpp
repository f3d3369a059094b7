#pragma once

#include "server/scoring/flags.hpp"
#include "server/scoring/inference_log.hpp"
#include "server/scoring/loaded_model.hpp"
#include "server/scoring/score_request.hpp"

#include <chrono>
#include <cstdint>
#include <vector>

namespace clearwell::scoring {

/// The answer to one row.
struct ScoredRow {
  std::int64_t inference_id = 0;
  Prediction prediction;
  std::vector<Flag> flags;
  std::vector<double> contributions;  ///< [n_features + 1], the last is the bias; empty unless asked for
};

struct ScoreResult {
  std::vector<ScoredRow> rows;
  std::size_t n_shadow_rows = 0;  ///< rows that the challenger scored, in the log only
  std::size_t n_shadow_positive = 0;
  std::chrono::duration<double> champion_time{};  ///< scoring alone, without the log
};

/// Scores rows and keeps what was answered. Safe for use by many threads.
class ScoringService {
 public:
  explicit ScoringService(InferenceLog& log) : log_(log) {}

  /// The champion answers; the challenger, where there is one that measures the same features, scores in shadow. When
  /// this returns, every answer is durable in the log. \throws Overloaded, store::StoreError; then nothing is stored
  /// \pre  served.champion is not null, and request was read by its spec
  ScoreResult score(const ServedModel& served, const ScoreRequest& request) const;

 private:
  InferenceLog& log_;
};

}  // namespace clearwell::scoring
