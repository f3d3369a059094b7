#pragma once

#include "common/evaluation/confusion_matrix.hpp"
#include "common/scoring/predictor.hpp"
#include "server/dataset/folds.hpp"
#include "server/training/candidate_search.hpp"
#include "server/training/estimator.hpp"
#include "server/training/model_selection.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace clearwell::training {

inline constexpr int kInnerFolds = 5;  ///< fewer where a class has fewer rows

struct FoldScores;

/// Told as work goes on, from any thread but never from two at once: a share from 0 to 1, never falling, and the outer
/// folds judged so far, in no order.
using Progress = std::function<void(double done, std::span<const FoldScores> judged)>;

struct CrossValidation {
  std::span<const dataset::Folds> repeats;  ///< the outer folds, that judge
  double recall_floor = 0;
  std::uint64_t seed = 0;
  unsigned n_threads = 1;  ///< does not change any result
  Progress progress = {};
  std::stop_token stop = {};
};

/// How one outer fold judged: figures of one model file on rows that took no part in its fit, in the choice of its
/// hyper-parameters or in that of its threshold.
struct FoldScores {
  Selection selection;            ///< made on inner folds of the fold's training rows
  std::string model_sha256;       ///< of the file that was judged
  std::optional<double> roc_auc;  ///< empty where there is no evidence, here and below
  std::optional<double> pr_auc;   ///< average precision
  std::optional<double> brier;
  std::optional<double> log_loss;
  evaluation::ConfusionMatrix at_half;       ///< margin >= the family's even margin, as its library would decide
  evaluation::ConfusionMatrix at_threshold;  ///< as the file itself decides
  evaluation::EstimateErrors errors = {};    ///< of a regression, in place of all the others

  bool operator==(const FoldScores&) const = default;
};

/// A family judged, and what it would be fitted with next.
struct FamilyEvaluation {
  std::string family;
  std::optional<spec::MetricSpec> error_metric = {};  ///< of a regression: what its candidates are chosen by
  std::vector<HyperParameters> candidates;
  int n_repeats = 0;
  std::vector<FoldScores> folds;  ///< repeat by repeat
  Selection final_selection;      ///< made by inner folds of all rows that the registered model may be fitted to
  std::uint64_t final_seed = 0;   ///< of those inner folds, and for that fit
  std::vector<Trial> trials;      ///< [n_candidates], on the same inner folds
  /// [n_repeats][n_rows], by the file of the row's fold; of rows that are never judged, nothing.
  std::vector<std::vector<scoring::Prediction>> out_of_fold;

  spec::Task task() const { return error_metric ? spec::Task::regression : spec::Task::classification; }
  bool operator==(const FamilyEvaluation&) const = default;
};

/// Nested cross-validation. Outer folds judge. Inside the training rows of each, a cross-validation of its own chooses
/// hyper-parameters and threshold, stratified, with each group in one of its folds where the spec splits by group; they
/// are then fitted to all those training rows, written as a model file, and the file scores the outer fold's rows once.
/// A single fold fitted to the very rows that the registered model is fitted to is judged by that model's own file.
/// \pre  check_folds holds for each repeat
/// \throws TrainingError, also where a class has too few groups to be divided; Cancelled when settings.stop asked for
/// it
FamilyEvaluation cross_validate(const SearchSpace& space, const dataset::TrainingTable& table,
                                const spec::DatasetSpec& spec, const CrossValidation& settings);

}  // namespace clearwell::training
