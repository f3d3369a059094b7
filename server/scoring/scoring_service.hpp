#pragma once

#include "server/scoring/flags.hpp"
#include "server/scoring/inference_log.hpp"
#include "server/scoring/loaded_model.hpp"
#include "server/scoring/outcomes.hpp"
#include "server/scoring/score_request.hpp"
#include "server/scoring/shadow.hpp"

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
  std::vector<OutcomeCount> outcomes;
  std::chrono::duration<double> champion_time{};  ///< scoring alone, without the log
  bool logged = true;                             ///< in the database; false: on disk, until the database is back
  bool key_taken = false;                         ///< the request was answered before; nothing else is told
  std::vector<std::size_t> incomputable_rows;     ///< then nothing is stored, and nothing else is told
};

/// Scores rows and keeps what was answered. Safe for use by many threads.
class ScoringService {
 public:
  ScoringService(InferenceLog& log, Shadow& shadow) : log_(log), shadow_(shadow) {}

  /// The champion answers; a challenger that measures the same features scores the rows afterwards, in shadow. When
  /// this returns, every answer of the champion is durable. \throws store::Overloaded, store::StoreError; then nothing
  /// is stored \param key  with which the request may be repeated \pre  served.champion is not null, and request was
  /// read by its spec
  ScoreResult score(const ServedModel& served, const ScoreRequest& request,
                    const std::optional<IdempotencyKey>& key = std::nullopt) const;

  /// What score() answered when it gave these ids, once more and without a trace.
  /// \pre  the version is the one that answered, and ids.size() == request.n_rows
  static ScoreResult repeat(const LoadedModel& model, const ScoreRequest& request,
                            const std::vector<std::int64_t>& ids);

 private:
  InferenceLog& log_;
  Shadow& shadow_;
};

}  // namespace clearwell::scoring
