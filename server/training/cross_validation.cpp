#include "server/training/cross_validation.hpp"

#include "common/evaluation/probability_scores.hpp"
#include "common/evaluation/ranking.hpp"
#include "common/hash/sha256.hpp"
#include "common/random/split_mix.hpp"
#include "server/dataset/split.hpp"
#include "server/training/model_file.hpp"
#include "server/training/task_pool.hpp"

#include <algorithm>
#include <array>
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
  if (judged.is_regression()) {
    for (std::size_t row = 0; row < judged.n_rows(); ++row)
      scores.errors.add(static_cast<double>(fold.predictions[row].margin), judged.targets[row]);
    return fold;
  }
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

/// Groups can be so few that no division leaves both classes to fit to.
void check_inner_folds(const dataset::Folds& inner, const dataset::TrainingTable& rows) {
  if (rows.is_regression()) {
    if (inner.n_folds < 2) throw TrainingError("there are too few rows or groups to be divided into inner folds");
    return;
  }
  for (int fold = 0; fold < std::max(inner.n_folds, 1); ++fold) {
    std::array<bool, 2> has{};
    for (const std::size_t row : inner.train_rows(fold))
      has[rows.labels[row]] = true;
    if (inner.n_folds < 2 || !has[0] || !has[1])
      throw TrainingError("a class has too few groups to be divided into inner folds");
  }
}

class NestedCrossValidation {
 public:
  NestedCrossValidation(const SearchSpace& space, const dataset::TrainingTable& table, const spec::DatasetSpec& spec,
                        const CrossValidation& settings)
      : space_(space), table_(table), spec_(spec), settings_(settings) {
    for (std::size_t repeat = 0; repeat < settings.repeats.size(); ++repeat)
      for (int fold = 0; fold < settings.repeats[repeat].n_folds; ++fold)
        sets_.push_back({OuterFold{repeat, fold}, settings.repeats[repeat].train_rows(fold)});
    plan_final_set();
    evaluation_.family = space.estimator->family();
    if (spec.is_regression()) evaluation_.error_metric = spec.metric;
    evaluation_.candidates = space.candidates;
    evaluation_.n_repeats = static_cast<int>(settings.repeats.size());
    evaluation_.folds.resize(std::count_if(sets_.begin(), sets_.end(), [](const Set& set) { return set.judged; }));
    evaluation_.out_of_fold.assign(settings.repeats.size(), std::vector<scoring::Prediction>(table.n_rows()));
  }

  FamilyEvaluation run() {
    for (std::size_t set = sets_.size(); set-- > 0;)
      pool_.add([this, set] { start(set); });
    pool_.run(settings_.n_threads, settings_.stop);
    return std::move(evaluation_);
  }

 private:
  struct OuterFold {
    std::size_t repeat;
    int fold;
  };

  /// Rows that candidates are searched on and the chosen one is fitted to.
  struct Set {
    std::optional<OuterFold> judged;  // by the file that comes of it
    std::vector<std::size_t> rows;
    bool is_final = false;  // those of the registered model
  };

  void plan_final_set() {
    std::vector<std::size_t> rows = dataset::fitted_rows(table_, spec_.split);
    if (sets_.size() != 1 || sets_[0].rows != rows) sets_.push_back({std::nullopt, std::move(rows)});
    sets_.back().is_final = true;
    evaluation_.final_seed = random::derived_seed(settings_.seed, sets_.size() - 1);
  }

  void start(std::size_t index) {
    const auto set = std::make_shared<TrainingSet>();
    set->rows = dataset::take_rows(table_, sets_[index].rows, spec_);
    set->seed = random::derived_seed(settings_.seed, index);
    set->inner = dataset::inner_folds(set->rows, spec_.split, kInnerFolds, set->seed);
    check_inner_folds(set->inner, set->rows);
    const CandidateSearch search{.space = &space_,
                                 .spec = &spec_,
                                 .rows = &set->rows,
                                 .folds = &set->inner,
                                 .recall_floor = settings_.recall_floor,
                                 .settings = {.seed = set->seed, .stop = settings_.stop},
                                 .tasks_per_fold = tasks_per_fold(sets_.size() * kInnerFolds, settings_.n_threads)};
    start_search(
        pool_, search, [this](double part) { tell(part * kShareOfSearch / static_cast<double>(sets_.size())); },
        [this, set, index](const SearchResult& result) { finish(*set, index, result); });
  }

  void finish(const TrainingSet& set, std::size_t index, const SearchResult& result) {
    const Selection selection = set.rows.is_regression()
                                    ? select_candidate(result.margins, set.rows.targets, spec_.metric)
                                    : select_candidate(result.margins, set.rows.labels, settings_.recall_floor);
    if (sets_[index].is_final) {
      evaluation_.final_selection = selection;
      evaluation_.trials = result.trials;
    }
    if (sets_[index].judged) judge(set, index, selection);
    tell((1 - kShareOfSearch) / static_cast<double>(sets_.size()));
  }

  void judge(const TrainingSet& set, std::size_t index, const Selection& selection) {
    const OuterFold& outer = *sets_[index].judged;
    const std::vector<std::size_t> judged_rows = settings_.repeats[outer.repeat].test_rows(outer.fold);
    const dataset::TrainingTable judged = dataset::take_rows(table_, judged_rows, spec_);
    const JudgedFold fold = judge_outer_fold(space_, spec_, set, selection, judged, settings_.stop);
    for (std::size_t row = 0; row < judged_rows.size(); ++row)
      evaluation_.out_of_fold[outer.repeat][judged_rows[row]] = fold.predictions[row];
    const std::lock_guard lock(mutex_);
    evaluation_.folds[index] = fold.scores;
    judged_so_far_.push_back(fold.scores);
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
  std::vector<Set> sets_;  // the judged ones first
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
