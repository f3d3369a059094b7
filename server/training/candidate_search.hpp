#pragma once

#include "common/evaluation/confusion_matrix.hpp"
#include "common/evaluation/estimate_errors.hpp"
#include "server/dataset/folds.hpp"
#include "server/training/model_selection.hpp"
#include "server/training/search_space.hpp"
#include "server/training/task_pool.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

namespace clearwell::training {

/// What is searched: the candidates of a family, each fitted to the other folds of a set of rows and judged on each
/// fold. What it points to outlives the search.
struct CandidateSearch {
  const SearchSpace* space = nullptr;
  const spec::DatasetSpec* spec = nullptr;
  const dataset::TrainingTable* rows = nullptr;
  const dataset::Folds* folds = nullptr;  ///< of those rows
  double recall_floor = 0;
  FitSettings settings = {};
  /// In how many tasks the candidates of one fold are fitted; no matter for the result. One task shares the most work
  /// between candidates, several keep more threads busy.
  std::size_t tasks_per_fold = 1;
};

/// How a candidate did on one fold.
struct SearchFold {
  std::optional<double> roc_auc;
  evaluation::ConfusionMatrix at_threshold;  ///< the candidate's threshold on all folds' rows
  evaluation::EstimateErrors errors = {};    ///< of a regression, in place of the others

  bool operator==(const SearchFold&) const = default;
};

/// How a candidate did in a search.
struct Trial {
  CandidateScore score;  ///< on the rows of all folds
  std::vector<SearchFold> folds;
  std::size_t rungs = 0;   ///< how many rounds it was in; the last one gave these figures
  double fit_seconds = 0;  ///< of all its fits; a fit that several share counts in equal parts

  /// Same figures; time is none.
  bool operator==(const Trial& other) const;
};

struct SearchResult {
  std::vector<Trial> trials;  ///< [n_candidates]
  std::vector<std::vector<float>>
      margins;  ///< [n_candidates][n_rows]; empty for one that fell out before the last rung
};

/// The tasks of one search in a pool that may run others too.
/// \param judged  told after each task what part of the search it was, 0 to 1; from any thread
/// \param done    called once, by the last task
void start_search(TaskPool& pool, const CandidateSearch& search, std::function<void(double part)> judged,
                  std::function<void(SearchResult)> done);

/// One search for itself. \throws TrainingError; Cancelled
SearchResult search_candidates(const CandidateSearch& search, unsigned n_threads);

/// How finely to cut the folds' candidates so that the threads have work until the end.
/// \param n_folds  that are searched at the same time, in all
std::size_t tasks_per_fold(std::size_t n_folds, unsigned n_threads);

}  // namespace clearwell::training
