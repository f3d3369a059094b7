#pragma once

#include "server/dataset/leak_alarm.hpp"
#include "server/training/cross_validation.hpp"

#include <optional>

namespace clearwell::training {

/// Fits one candidate once more, fold by fold, with the labels dealt out anew: then there is nothing to learn, and a
/// ROC AUC above one half by more than chance means that something knows the rows it is judged by. The alarm is raised
/// at four standard errors, which chance reaches once in 30,000 jobs.
/// \param folds     one division of the rows
/// \param settings  the seed also deals out the labels
/// Source of the standard error without a difference: Mann, Whitney (1947), Annals of Mathematical Statistics 18:
/// 50-60; of the test: Ojala, Garriga (2010), Journal of Machine Learning Research 11: 1833-1863. \throws TrainingError
std::optional<dataset::LeakAlarm> label_permutation_alarm(const Estimator& estimator, const HyperParameters& candidate,
                                                          const dataset::TrainingTable& table,
                                                          const spec::DatasetSpec& spec, const dataset::Folds& folds,
                                                          const FitSettings& settings, unsigned n_threads);

}  // namespace clearwell::training
