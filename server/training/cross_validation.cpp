#include "server/training/cross_validation.hpp"

#include "common/evaluation/probability_scores.hpp"
#include "common/evaluation/ranking.hpp"
#include "common/hash/sha256.hpp"
#include "common/random/split_mix.hpp"
#include "server/training/model_file.hpp"
#include "server/training/parallel_for.hpp"

#include <mutex>

namespace clearwell::training {
namespace {

/// Rows that something is fitted to, and the inner folds that choose within them.
struct TrainingSet {
  dataset::TrainingTable rows;
  dataset::Folds inner;
  std::uint64_t seed = 0;
  std::vector<std::vector<float>> margins;  ///< [n_candidates][n_rows], out of fold
};

/// The training rows of each outer fold, and last the whole table.
std::vector<TrainingSet> make_training_sets(const SearchSpace& space, const dataset::TrainingTable& table,
                                            const spec::DatasetSpec& spec, const CrossValidation& settings) {
  std::vector<TrainingSet> sets;
  const auto add = [&](dataset::TrainingTable rows) {
    const std::uint64_t seed = random::derived_seed(settings.seed, sets.size());
    dataset::Folds inner =
        dataset::stratified_folds(rows.labels, dataset::feasible_folds(rows.labels, kInnerFolds), seed);
    std::vector<std::vector<float>> margins(space.candidates.size(), std::vector<float>(rows.n_rows()));
    sets.push_back({std::move(rows), std::move(inner), seed, std::move(margins)});
  };
  for (const dataset::Folds& folds : settings.repeats)
    for (int fold = 0; fold < folds.n_folds; ++fold)
      add(dataset::take_rows(table, folds.train_rows(fold), spec));
  add(table);
  return sets;
}

/// Scores one inner fold with every candidate, each fitted to the other inner folds.
void score_inner_fold(const SearchSpace& space, const spec::DatasetSpec& spec, TrainingSet& set, int inner_fold) {
  const dataset::TrainingTable fitted_to = dataset::take_rows(set.rows, set.inner.train_rows(inner_fold), spec);
  const std::vector<std::size_t> held_out = set.inner.test_rows(inner_fold);
  const dataset::TrainingTable judged = dataset::take_rows(set.rows, held_out, spec);
  const std::vector<FittedPipeline> fitted = space.estimator->fit(fitted_to, space.candidates, {.seed = set.seed});
  for (std::size_t candidate = 0; candidate < fitted.size(); ++candidate) {
    const std::string file = write_model_file(fitted[candidate], spec, space.estimator->family(), fitted_to);
    const std::vector<scoring::Prediction> predictions = score_model_file(file, judged);
    for (std::size_t index = 0; index < held_out.size(); ++index)
      set.margins[candidate][held_out[index]] = predictions[index].margin;
  }
}

/// How one outer fold went: its figures, and what its file said of each of its rows.
struct JudgedFold {
  FoldScores scores;
  std::vector<scoring::Prediction> predictions;  // [n_judged]
};

JudgedFold judge_outer_fold(const SearchSpace& space, const spec::DatasetSpec& spec, const TrainingSet& set,
                            const dataset::TrainingTable& judged, double recall_floor) {
  JudgedFold fold;
  FoldScores& scores = fold.scores;
  scores.selection = select_candidate(set.margins, set.rows.labels, recall_floor);
  const std::vector<FittedPipeline> fitted = space.estimator->fit(
      set.rows, std::span(space.candidates).subspan(scores.selection.candidate, 1), {.seed = set.seed});
  const std::string file = write_model_file(fitted[0], spec, space.estimator->family(), set.rows, scores.selection);
  scores.model_sha256 = hash::sha256_hex(file);

  fold.predictions = score_model_file(file, judged);
  std::vector<float> margins;
  std::vector<float> probabilities;
  for (std::size_t row = 0; row < judged.n_rows(); ++row) {
    const bool actual = judged.labels[row] != 0;
    const scoring::Prediction& prediction = fold.predictions[row];
    margins.push_back(prediction.margin);
    probabilities.push_back(prediction.probability);
    scores.at_half.add(prediction.margin >= space.estimator->even_margin(), actual);
    scores.at_threshold.add(prediction.positive, actual);
  }
  scores.roc_auc = evaluation::roc_auc(margins, judged.labels);
  scores.pr_auc = evaluation::average_precision(margins, judged.labels);
  scores.brier = evaluation::brier_score(probabilities, judged.labels);
  scores.log_loss = evaluation::log_loss(probabilities, judged.labels);
  return fold;
}

/// Counts finished steps; the callback sees them one at a time.
class Steps {
 public:
  Steps(std::size_t total, const Progress& progress) : total_(total), progress_(progress) {}
  void finish_one() {
    if (!progress_) return;
    const std::lock_guard lock(mutex_);
    progress_(static_cast<double>(++done_) / static_cast<double>(total_));
  }

 private:
  std::mutex mutex_;
  std::size_t done_ = 0;
  std::size_t total_;
  const Progress& progress_;
};

}  // namespace

FamilyEvaluation cross_validate(const SearchSpace& space, const dataset::TrainingTable& table,
                                const spec::DatasetSpec& spec, const CrossValidation& settings) {
  std::vector<TrainingSet> sets = make_training_sets(space, table, spec, settings);
  struct InnerFold {
    std::size_t set;
    int fold;
  };
  std::vector<InnerFold> inner_folds;
  for (std::size_t set = 0; set < sets.size(); ++set)
    for (int fold = 0; fold < sets[set].inner.n_folds; ++fold)
      inner_folds.push_back({set, fold});

  const std::size_t n_outer = sets.size() - 1;
  Steps steps(inner_folds.size() + n_outer, settings.progress);
  parallel_for(inner_folds.size(), settings.n_threads, [&](std::size_t index) {
    score_inner_fold(space, spec, sets[inner_folds[index].set], inner_folds[index].fold);
    steps.finish_one();
  });

  FamilyEvaluation evaluation{
      std::string(space.estimator->family()),
      space.candidates,
      static_cast<int>(settings.repeats.size()),
      std::vector<FoldScores>(n_outer),
      select_candidate(sets.back().margins, table.labels, settings.recall_floor),
      {settings.repeats.size(), std::vector<scoring::Prediction>(table.n_rows())},
  };
  struct OuterFold {
    std::size_t repeat;
    int fold;
  };
  std::vector<OuterFold> outer_folds;
  for (std::size_t repeat = 0; repeat < settings.repeats.size(); ++repeat)
    for (int fold = 0; fold < settings.repeats[repeat].n_folds; ++fold)
      outer_folds.push_back({repeat, fold});
  parallel_for(n_outer, settings.n_threads, [&](std::size_t index) {
    const OuterFold& outer = outer_folds[index];
    const std::vector<std::size_t> judged_rows = settings.repeats[outer.repeat].test_rows(outer.fold);
    const dataset::TrainingTable judged = dataset::take_rows(table, judged_rows, spec);
    const JudgedFold fold = judge_outer_fold(space, spec, sets[index], judged, settings.recall_floor);
    evaluation.folds[index] = fold.scores;
    for (std::size_t row = 0; row < judged_rows.size(); ++row)
      evaluation.out_of_fold[outer.repeat][judged_rows[row]] = fold.predictions[row];
    steps.finish_one();
  });
  return evaluation;
}

}  // namespace clearwell::training
