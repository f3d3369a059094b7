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

/// How far one fold's figure is above what chance gives, and the variance of that when the model knows nothing; empty
/// where it has none. The figure is the ROC AUC, of a regression the correlation of values and targets.
struct Excess {
  std::optional<double> value;
  double variance = 0;
};

std::vector<float> margins_of(const FittedPipeline& fitted, const Estimator& estimator, const spec::DatasetSpec& spec,
                              const dataset::TrainingTable& fitted_to, const dataset::TrainingTable& judged) {
  std::vector<float> margins;
  for (const scoring::Prediction& prediction :
       score_model_file(write_model_file(fitted, spec, estimator.family(), fitted_to), judged))
    margins.push_back(prediction.margin);
  return margins;
}

/// Of numbers dealt out at random, n of them, a correlation has the variance 1 / (n - 1) whatever their distribution.
/// Source: Pitman (1937), Supplement to the J. R. Stat. Soc. 4(2): 225-232.
Excess excess_correlation(const std::vector<float>& values, const std::vector<double>& targets) {
  const auto n = static_cast<double>(values.size());
  if (n < 3) return {};
  double mean_value = 0;
  double mean_target = 0;
  for (std::size_t row = 0; row < values.size(); ++row) {
    mean_value += static_cast<double>(values[row]) / n;
    mean_target += targets[row] / n;
  }
  double vv = 0;
  double tt = 0;
  double vt = 0;
  for (std::size_t row = 0; row < values.size(); ++row) {
    const double v = static_cast<double>(values[row]) - mean_value;
    const double t = targets[row] - mean_target;
    vv += v * v;
    tt += t * t;
    vt += v * t;
  }
  if (!(vv > 0 && tt > 0)) return {};
  return {vt / std::sqrt(vv * tt), 1 / (n - 1)};
}

Excess judge_fold(const Estimator& estimator, const HyperParameters& candidate, const dataset::TrainingTable& table,
                  const spec::DatasetSpec& spec, const dataset::Folds& folds, int fold, const FitSettings& settings) {
  const dataset::TrainingTable fitted_to = dataset::take_rows(table, folds.train_rows(fold), spec);
  const dataset::TrainingTable judged = dataset::take_rows(table, folds.test_rows(fold), spec);
  if (judged.is_regression()) {
    const std::vector<FittedPipeline> fitted = estimator.fit(fitted_to, {&candidate, 1}, settings);
    return excess_correlation(margins_of(fitted[0], estimator, spec, fitted_to, judged), judged.targets);
  }
  const auto positives_in = [](const dataset::TrainingTable& rows) {
    return static_cast<std::size_t>(std::count(rows.labels.begin(), rows.labels.end(), std::uint8_t{1}));
  };
  if (positives_in(fitted_to) == 0 || positives_in(fitted_to) == fitted_to.n_rows()) return {};
  const std::vector<FittedPipeline> fitted = estimator.fit(fitted_to, {&candidate, 1}, settings);
  const std::vector<float> margins = margins_of(fitted[0], estimator, spec, fitted_to, judged);
  const auto positives = static_cast<double>(positives_in(judged));
  const double negatives = static_cast<double>(judged.n_rows()) - positives;
  const std::optional<double> roc_auc = evaluation::roc_auc(margins, judged.labels);
  if (!roc_auc) return {};
  return {*roc_auc - 0.5, (positives + negatives + 1) / (12 * std::max(1.0, positives) * std::max(1.0, negatives))};
}

}  // namespace

std::optional<dataset::LeakAlarm> label_permutation_alarm(const Estimator& estimator, const HyperParameters& candidate,
                                                          const dataset::TrainingTable& table,
                                                          const spec::DatasetSpec& spec, const dataset::Folds& folds,
                                                          const FitSettings& settings, unsigned n_threads) {
  dataset::TrainingTable permuted = table;
  random::SplitMix64 random(settings.seed);
  if (table.is_regression())
    random::shuffle(permuted.targets, random);
  else
    random::shuffle(permuted.labels, random);

  std::vector<Excess> judged(static_cast<std::size_t>(folds.n_folds));
  parallel_for(
      judged.size(), n_threads,
      [&](std::size_t fold) {
        judged[fold] = judge_fold(estimator, candidate, permuted, spec, folds, static_cast<int>(fold), settings);
      },
      settings.stop);
  double excess = 0;
  double variance = 0;
  double n = 0;
  for (const Excess& fold : judged) {
    if (!fold.value) continue;
    excess += *fold.value;
    variance += fold.variance;
    ++n;
  }
  if (n == 0 || excess < kAlarmingErrors * std::sqrt(variance)) return std::nullopt;
  char figures[64];
  const double by_chance = table.is_regression() ? 0 : 0.5;
  std::snprintf(figures, sizeof figures, "%.3f (%.1f", by_chance + excess / n, excess / std::sqrt(variance));
  const std::string figure = table.is_regression() ? "a correlation of " : "a ROC AUC of ";
  return dataset::LeakAlarm{"label_permutation", "with the labels dealt out anew, " + std::string(estimator.family()) +
                                                     " still reaches " + figure + figures + " standard errors above " +
                                                     (table.is_regression() ? "zero" : "one half") +
                                                     "): something knows the rows it is judged by"};
}

}  // namespace clearwell::training
