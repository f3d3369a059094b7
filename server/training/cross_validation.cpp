#include "server/training/cross_validation.hpp"

#include "common/evaluation/probability_scores.hpp"
#include "common/evaluation/ranking.hpp"
#include "common/hash/sha256.hpp"
#include "common/random/split_mix.hpp"
#include "server/training/model_file.hpp"
#include "server/training/task_pool.hpp"

#include <algorithm>
#include <memory>
#include <mutex>

namespace clearwell::training {
namespace {

/// Rows that something is fitted to, and the inner folds that choose within them.
struct TrainingSet {
  dataset::TrainingTable rows;
  dataset::Folds inner;
  std::uint64_t seed = 0;
};

/// How one outer fold went: its figures, and what its file said of each of its rows.
struct JudgedFold {
  FoldScores scores;
  std::vector<scoring::Prediction> predictions;  // [n_judged]
};

JudgedFold judge_outer_fold(const SearchSpace& space, const spec::DatasetSpec& spec, const TrainingSet& set,
                            const Selection& selection, const dataset::TrainingTable& judged,
                            const std::stop_token& stop) {
  JudgedFold fold;
  FoldScores& scores = fold.scores;
  scores.selection = selection;
  const std::vector<FittedPipeline> fitted = space.estimator->fit(
      set.rows, std::span(space.candidates).subspan(selection.candidate, 1), {.seed = set.seed, .stop = stop});
  const std::string file = write_model_file(fitted[0], spec, space.estimator->family(), set.rows, selection);
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

class NestedCrossValidation {
 public:
  NestedCrossValidation(const SearchSpace& space, const dataset::TrainingTable& table, const spec::DatasetSpec& spec,
                        const CrossValidation& settings)
      : space_(space), table_(table), spec_(spec), settings_(settings) {
    for (std::size_t repeat = 0; repeat < settings.repeats.size(); ++repeat)
      for (int fold = 0; fold < settings.repeats[repeat].n_folds; ++fold)
        outer_folds_.push_back({repeat, fold});
    evaluation_.family = space.estimator->family();
    evaluation_.candidates = space.candidates;
    evaluation_.n_repeats = static_cast<int>(settings.repeats.size());
    evaluation_.folds.resize(outer_folds_.size());
    evaluation_.out_of_fold.assign(settings.repeats.size(), std::vector<scoring::Prediction>(table.n_rows()));
  }

  FamilyEvaluation run() {
    for (std::size_t set = n_sets(); set-- > 0;)
      pool_.add([this, set] { start(set); });
    pool_.run(settings_.n_threads, settings_.stop);
    return std::move(evaluation_);
  }

 private:
  struct OuterFold {
    std::size_t repeat;
    int fold;
  };

  /// The training rows of each outer fold, and last the whole table.
  std::size_t n_sets() const { return outer_folds_.size() + 1; }
  bool is_whole_table(std::size_t set) const { return set == outer_folds_.size(); }

  void start(std::size_t index) {
    const auto set = std::make_shared<TrainingSet>();
    set->rows = is_whole_table(index) ? table_ : dataset::take_rows(table_, train_rows(index), spec_);
    set->seed = random::derived_seed(settings_.seed, index);
    const int n_inner = dataset::feasible_folds(set->rows.labels, kInnerFolds);
    set->inner = dataset::stratified_folds(set->rows.labels, n_inner, set->seed);
    const CandidateSearch search{.space = &space_,
                                 .spec = &spec_,
                                 .rows = &set->rows,
                                 .folds = &set->inner,
                                 .recall_floor = settings_.recall_floor,
                                 .settings = {.seed = set->seed, .stop = settings_.stop},
                                 .tasks_per_fold = tasks_per_fold(n_sets() * kInnerFolds, settings_.n_threads)};
    start_search(
        pool_, search, [this](double part) { tell(part * kShareOfSearch / static_cast<double>(n_sets())); },
        [this, set, index](const SearchResult& result) { finish(*set, index, result); });
  }

  void finish(const TrainingSet& set, std::size_t index, const SearchResult& result) {
    const Selection selection = select_candidate(result.margins, set.rows.labels, settings_.recall_floor);
    if (is_whole_table(index)) {
      evaluation_.final_selection = selection;
      evaluation_.trials = result.trials;
    } else {
      judge(set, index, selection);
    }
    tell((1 - kShareOfSearch) / static_cast<double>(n_sets()));
  }

  void judge(const TrainingSet& set, std::size_t index, const Selection& selection) {
    const OuterFold& outer = outer_folds_[index];
    const std::vector<std::size_t> judged_rows = settings_.repeats[outer.repeat].test_rows(outer.fold);
    const dataset::TrainingTable judged = dataset::take_rows(table_, judged_rows, spec_);
    const JudgedFold fold = judge_outer_fold(space_, spec_, set, selection, judged, settings_.stop);
    for (std::size_t row = 0; row < judged_rows.size(); ++row)
      evaluation_.out_of_fold[outer.repeat][judged_rows[row]] = fold.predictions[row];
    const std::lock_guard lock(mutex_);
    evaluation_.folds[index] = fold.scores;
    judged_so_far_.push_back(fold.scores);
  }

  std::vector<std::size_t> train_rows(std::size_t set) const {
    return settings_.repeats[outer_folds_[set].repeat].train_rows(outer_folds_[set].fold);
  }

  void tell(double part) {
    if (!settings_.progress) return;
    const std::lock_guard lock(mutex_);
    done_ += part;
    settings_.progress(std::min(done_, 1.0), judged_so_far_);
  }

  static constexpr double kShareOfSearch = 0.9;  // the rest is the fit of what was chosen

  const SearchSpace& space_;
  const dataset::TrainingTable& table_;
  const spec::DatasetSpec& spec_;
  const CrossValidation& settings_;
  std::vector<OuterFold> outer_folds_;
  TaskPool pool_;
  FamilyEvaluation evaluation_;
  std::mutex mutex_;
  double done_ = 0;
  std::vector<FoldScores> judged_so_far_;
};

}  // namespace

FamilyEvaluation cross_validate(const SearchSpace& space, const dataset::TrainingTable& table,
                                const spec::DatasetSpec& spec, const CrossValidation& settings) {
  return NestedCrossValidation(space, table, spec, settings).run();
}

}  // namespace clearwell::training
