#include "server/training/label_permutation.hpp"

#include "common/evaluation/ranking.hpp"
#include "common/random/split_mix.hpp"
#include "server/training/model_file.hpp"
#include "server/training/task_pool.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace clearwell::training {
namespace {

constexpr double kAlarmingErrors = 4;

/// ROC AUC of one fold and the variance that it has when scores say nothing; empty where a class is missing.
struct FoldAuc {
  std::optional<double> roc_auc;
  double variance = 0;
};

FoldAuc judge_fold(const Estimator& estimator, const HyperParameters& candidate, const dataset::TrainingTable& table,
                   const spec::DatasetSpec& spec, const dataset::Folds& folds, int fold, const FitSettings& settings) {
  const dataset::TrainingTable fitted_to = dataset::take_rows(table, folds.train_rows(fold), spec);
  const dataset::TrainingTable judged = dataset::take_rows(table, folds.test_rows(fold), spec);
  const auto positives_in = [](const dataset::TrainingTable& rows) {
    return static_cast<std::size_t>(std::count(rows.labels.begin(), rows.labels.end(), std::uint8_t{1}));
  };
  if (positives_in(fitted_to) == 0 || positives_in(fitted_to) == fitted_to.n_rows()) return {};
  const std::vector<FittedPipeline> fitted = estimator.fit(fitted_to, {&candidate, 1}, settings);
  std::vector<float> margins;
  for (const scoring::Prediction& prediction :
       score_model_file(write_model_file(fitted[0], spec, estimator.family(), fitted_to), judged))
    margins.push_back(prediction.margin);
  const auto positives = static_cast<double>(positives_in(judged));
  const double negatives = static_cast<double>(judged.n_rows()) - positives;
  return {evaluation::roc_auc(margins, judged.labels),
          (positives + negatives + 1) / (12 * std::max(1.0, positives) * std::max(1.0, negatives))};
}

}  // namespace

std::optional<dataset::LeakAlarm> label_permutation_alarm(const Estimator& estimator, const HyperParameters& candidate,
                                                          const dataset::TrainingTable& table,
                                                          const spec::DatasetSpec& spec, const dataset::Folds& folds,
                                                          const FitSettings& settings, unsigned n_threads) {
  dataset::TrainingTable permuted = table;
  random::SplitMix64 random(settings.seed);
  random::shuffle(permuted.labels, random);

  std::vector<FoldAuc> judged(static_cast<std::size_t>(folds.n_folds));
  parallel_for(
      judged.size(), n_threads,
      [&](std::size_t fold) {
        judged[fold] = judge_fold(estimator, candidate, permuted, spec, folds, static_cast<int>(fold), settings);
      },
      settings.stop);
  double excess = 0;
  double variance = 0;
  double n = 0;
  for (const FoldAuc& fold : judged) {
    if (!fold.roc_auc) continue;
    excess += *fold.roc_auc - 0.5;
    variance += fold.variance;
    ++n;
  }
  if (n == 0 || excess < kAlarmingErrors * std::sqrt(variance)) return std::nullopt;
  char figures[64];
  std::snprintf(figures, sizeof figures, "%.3f (%.1f", 0.5 + excess / n, excess / std::sqrt(variance));
  return dataset::LeakAlarm{"label_permutation", "with the labels dealt out anew, " + std::string(estimator.family()) +
                                                     " still reaches a ROC AUC of " + figures +
                                                     " standard errors above one half): something knows the rows it "
                                                     "is judged by"};
}

}  // namespace clearwell::training
