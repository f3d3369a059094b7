#include "server/training/candidate_search.hpp"

#include "common/evaluation/ranking.hpp"
#include "common/random/split_mix.hpp"
#include "server/training/model_file.hpp"

#include <algorithm>
#include <chrono>
#include <memory>
#include <mutex>
#include <numeric>

namespace clearwell::training {
namespace {

constexpr std::size_t kTasksPerThread = 8;  // the last to finish holds the others up by half a task

using Positions = std::vector<std::size_t>;

class Search : public std::enable_shared_from_this<Search> {
 public:
  Search(TaskPool& pool, const CandidateSearch& search, std::function<void(double)> judged,
         std::function<void(SearchResult)> done)
      : pool_(pool), search_(search), judged_(std::move(judged)), done_(std::move(done)) {
    result_.trials.resize(search.space->candidates.size());
    result_.margins.resize(search.space->candidates.size());
    for (const Rung& rung : search.space->rungs)
      work_ += static_cast<double>(rung.n_candidates) * rung.share;
    work_ *= search.folds->n_folds;
  }

  void start() {
    Positions all(search_.space->candidates.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    begin_rung(std::move(all));
  }

 private:
  const Rung& rung() const { return search_.space->rungs[rung_]; }

  void begin_rung(Positions candidates) {
    for (const std::size_t candidate : candidates)
      result_.margins[candidate].resize(search_.rows->n_rows());
    const std::vector<Positions> parts = cut(candidates);
    racing_ = std::move(candidates);
    open_tasks_ = parts.size() * static_cast<std::size_t>(search_.folds->n_folds);
    for (int fold = search_.folds->n_folds; fold-- > 0;)
      for (const Positions& part : parts)
        pool_.add([self = shared_from_this(), fold, part] {
          self->judge(fold, part);
          self->finish_task(part.size());
        });
  }

  std::vector<HyperParameters> values_of(const Positions& candidates) const {
    std::vector<HyperParameters> values;
    for (const std::size_t candidate : candidates)
      values.push_back(search_.space->candidates[candidate]);
    return values;
  }

  /// The candidates in up to tasks_per_fold parts; those that share work stay together.
  std::vector<Positions> cut(const Positions& candidates) const {
    const std::vector<Positions> groups = search_.space->estimator->groups(values_of(candidates));
    std::vector<Positions> parts(std::min(search_.tasks_per_fold, groups.size()));
    for (std::size_t group = 0; group < groups.size(); ++group)
      for (const std::size_t position : groups[group])
        parts[group % parts.size()].push_back(candidates[position]);
    return parts;
  }

  Positions fitted_rows(int fold) const {
    Positions rows = search_.folds->train_rows(fold);
    if (rung().share >= 1) return rows;
    const std::uint64_t seed = random::derived_seed(search_.settings.seed, static_cast<std::uint64_t>(fold));
    return stratified_share(rows, search_.rows->labels, rung().share, seed);
  }

  void judge(int fold, const Positions& candidates) {
    const dataset::TrainingTable fitted_to = dataset::take_rows(*search_.rows, fitted_rows(fold), *search_.spec);
    const Positions held_out = search_.folds->test_rows(fold);
    const dataset::TrainingTable judged = dataset::take_rows(*search_.rows, held_out, *search_.spec);
    const auto begin = std::chrono::steady_clock::now();
    const std::vector<FittedPipeline> fitted =
        search_.space->estimator->fit(fitted_to, values_of(candidates), search_.settings);
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
    for (std::size_t index = 0; index < candidates.size(); ++index) {
      const std::string file =
          write_model_file(fitted[index], *search_.spec, search_.space->estimator->family(), fitted_to);
      const std::vector<scoring::Prediction> predictions = score_model_file(file, judged);
      for (std::size_t row = 0; row < held_out.size(); ++row)
        result_.margins[candidates[index]][held_out[row]] = predictions[row].margin;
    }
    const std::lock_guard lock(mutex_);
    for (const std::size_t candidate : candidates)
      result_.trials[candidate].fit_seconds += seconds.count() / static_cast<double>(candidates.size());
  }

  void finish_task(std::size_t n_candidates) {
    judged_(static_cast<double>(n_candidates) * rung().share / work_);
    {
      const std::lock_guard lock(mutex_);
      if (--open_tasks_ > 0) return;
    }
    end_rung();
  }

  void end_rung() {
    std::vector<CandidateScore> scores;
    for (const std::size_t candidate : racing_) {
      describe(result_.trials[candidate], result_.margins[candidate]);
      scores.push_back(result_.trials[candidate].score);
    }
    if (++rung_ == search_.space->rungs.size()) return done_(std::move(result_));
    Positions kept;
    for (const std::size_t position : best_candidates(scores, rung().n_candidates))
      kept.push_back(racing_[position]);
    std::sort(kept.begin(), kept.end());
    for (const std::size_t candidate : racing_)
      if (!std::binary_search(kept.begin(), kept.end(), candidate)) result_.margins[candidate] = {};
    begin_rung(std::move(kept));
  }

  void describe(Trial& trial, const std::vector<float>& margins) const {
    trial.rungs = rung_ + 1;
    trial.folds.assign(static_cast<std::size_t>(search_.folds->n_folds), {});
    if (search_.rows->is_regression())
      describe_numbers(trial, margins);
    else
      describe_classes(trial, margins);
  }

  void describe_numbers(Trial& trial, const std::vector<float>& values) const {
    const std::vector<double>& targets = search_.rows->targets;
    trial.score = score_candidate(values, targets, search_.spec->metric);
    for (std::size_t row = 0; row < values.size(); ++row)
      trial.folds[static_cast<std::size_t>(search_.folds->fold_of_row[row])].errors.add(
          static_cast<double>(values[row]), targets[row]);
  }

  void describe_classes(Trial& trial, const std::vector<float>& margins) const {
    const std::vector<std::uint8_t>& labels = search_.rows->labels;
    trial.score = score_candidate(margins, labels, search_.recall_floor);
    for (int fold = 0; fold < search_.folds->n_folds; ++fold) {
      SearchFold& figures = trial.folds[static_cast<std::size_t>(fold)];
      std::vector<float> fold_margins;
      std::vector<std::uint8_t> fold_labels;
      for (const std::size_t row : search_.folds->test_rows(fold)) {
        fold_margins.push_back(margins[row]);
        fold_labels.push_back(labels[row]);
        figures.at_threshold.add(margins[row] >= trial.score.threshold.threshold, labels[row] != 0);
      }
      figures.roc_auc = evaluation::roc_auc(fold_margins, fold_labels);
    }
  }

  TaskPool& pool_;
  const CandidateSearch search_;
  const std::function<void(double)> judged_;
  const std::function<void(SearchResult)> done_;
  double work_ = 0;  // of all rungs, in candidates fitted to all rows of a fold
  std::size_t rung_ = 0;
  Positions racing_;  // ascending
  std::mutex mutex_;
  std::size_t open_tasks_ = 0;
  SearchResult result_;
};

}  // namespace

bool Trial::operator==(const Trial& other) const {
  return score == other.score && folds == other.folds && rungs == other.rungs;
}

void start_search(TaskPool& pool, const CandidateSearch& search, std::function<void(double)> judged,
                  std::function<void(SearchResult)> done) {
  std::make_shared<Search>(pool, search, std::move(judged), std::move(done))->start();
}

SearchResult search_candidates(const CandidateSearch& search, unsigned n_threads) {
  TaskPool pool;
  SearchResult found;
  start_search(
      pool, search, [](double) {}, [&](SearchResult result) { found = std::move(result); });
  pool.run(n_threads, search.settings.stop);
  return found;
}

std::size_t tasks_per_fold(std::size_t n_folds, unsigned n_threads) {
  return std::max<std::size_t>(1, (kTasksPerThread * n_threads + n_folds - 1) / n_folds);
}

}  // namespace clearwell::training
