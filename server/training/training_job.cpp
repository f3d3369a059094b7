#include "server/training/training_job.hpp"

#include "common/hash/sha256.hpp"
#include "common/parity/parity.hpp"
#include "common/random/split_mix.hpp"
#include "server/base/version.hpp"
#include "server/dataset/drift_reference.hpp"
#include "server/dataset/fold_file.hpp"
#include "server/dataset/split.hpp"
#include "server/tracking/active_run.hpp"
#include "server/tracking/artifact_names.hpp"
#include "server/training/cancellation.hpp"
#include "server/training/data_record.hpp"
#include "server/training/evaluation_record.hpp"
#include "server/training/family_record.hpp"
#include "server/training/label_permutation.hpp"
#include "server/training/model_file.hpp"
#include "server/training/out_of_fold.hpp"
#include "server/training/summary.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <map>

namespace clearwell::training {
namespace {

constexpr int kMostFolds = 100;
constexpr int kMostRepeats = 100;

/// Everything that is known before the work begins.
struct Plan {
  std::vector<SearchSpace> spaces;
  dataset::TrainingTable table;
  std::vector<dataset::Folds> repeats;
  std::vector<std::size_t> fitted_rows;  // by the registered model
  std::uint64_t seed = 0;
};

Result<std::vector<SearchSpace>> chosen_spaces(const spec::DatasetSpec& spec, const std::vector<std::string>& families,
                                               std::uint64_t seed) {
  std::string known;
  for (const spec::FamilySpec& family : spec.families)
    known += (known.empty() ? "" : ", ") + family.family;
  for (const std::string& name : families) {
    const bool found =
        std::any_of(spec.families.begin(), spec.families.end(), [&](const auto& f) { return f.family == name; });
    if (!found)
      return Error{"'" + name + "' is not a family of the spec " + spec.name + "; it has " + known, "families"};
  }
  std::vector<SearchSpace> spaces;
  for (std::size_t index = 0; index < spec.families.size(); ++index) {
    if (!families.empty() && std::find(families.begin(), families.end(), spec.families[index].family) == families.end())
      continue;
    Result<SearchSpace> space = search_space(spec, index, seed);
    if (!space) return Error{"spec " + spec.name + ": " + space.error().message, space.error().field};
    spaces.push_back(std::move(*space));
  }
  if (spaces.empty()) return Error{"the spec " + spec.name + " names no model family", "families"};
  return spaces;
}

Result<Ok> check_between(int value, int low, int high, const std::string& name) {
  if (value >= low && value <= high) return Ok{};
  return Error{std::to_string(value) + " " + name + " are not accepted; " + std::to_string(low) + " to " +
                   std::to_string(high) + " are",
               name};
}

Result<std::vector<dataset::Folds>> draw_repeats(const dataset::TrainingTable& table, const spec::SplitSpec& split,
                                                 const TrainingRequest& request, std::uint64_t seed) {
  const int n_folds = request.folds.value_or(split.folds);
  const int n_repeats = request.repeats.value_or(split.repeats);
  const bool one = split.is_one_hold_out();
  if (Result<Ok> accepted = check_between(n_folds, one ? 1 : 2, one ? 1 : kMostFolds, "folds"); !accepted)
    return accepted.error();
  // What time divides is not drawn, so drawing it again changes nothing.
  const int most_repeats = split.method == spec::SplitMethod::time ? 1 : kMostRepeats;
  if (Result<Ok> accepted = check_between(n_repeats, 1, most_repeats, "repeats"); !accepted) return accepted.error();
  std::vector<dataset::Folds> repeats;
  for (int repeat = 0; repeat < n_repeats; ++repeat)
    repeats.push_back(
        dataset::draw_folds(table, split, n_folds, random::derived_seed(seed, static_cast<std::uint64_t>(repeat))));
  return repeats;
}

Result<Plan> make_plan(store::Database& database, const spec::DatasetSpec& spec, const TrainingRequest& request) {
  const std::uint64_t seed = request.seed.value_or(spec.split.seed);
  Result<std::vector<SearchSpace>> spaces = chosen_spaces(spec, request.families, seed);
  if (!spaces) return spaces.error();
  Result<dataset::TrainingTable> table = dataset::read_training_table(database, spec);
  if (!table) return table.error();
  Result<std::vector<dataset::Folds>> repeats = request.fold_file
                                                    ? dataset::parse_fold_file(*request.fold_file, table->source_rows)
                                                    : draw_repeats(*table, spec.split, request, seed);
  if (!repeats) return repeats.error();
  for (const dataset::Folds& folds : *repeats)
    if (Result<Ok> usable = dataset::check_folds(*table, folds); !usable) return usable.error();
  std::vector<std::size_t> fitted_rows = dataset::fitted_rows(*table, spec.split);
  return Plan{std::move(*spaces), std::move(*table), std::move(*repeats), std::move(fitted_rows), seed};
}

std::map<std::string, std::string> run_params(const Plan& plan, const spec::DatasetSpec& spec,
                                              const TrainingRequest& request) {
  std::map<std::string, std::string> params = {
      {"rows", std::to_string(plan.table.n_rows())},
      {"folds", std::to_string(plan.repeats[0].n_folds)},
      {"repeats", std::to_string(plan.repeats.size())},
      {"split", std::string(spec::to_string(spec.split.method))},
      {"fitted_rows", std::to_string(plan.fitted_rows.size())},
      {"folds_from", request.fold_file ? "file " + hash::sha256_hex(*request.fold_file) : "seed"},
      {"inner_folds", std::to_string(dataset::feasible_inner_folds(plan.table, kInnerFolds))},
      {"metric", spec.metric.name}};
  if (!spec.is_regression()) params["recall_floor"] = nlohmann::json(spec.metric.recall_floor).dump();
  return params;
}

std::map<std::string, std::string> run_tags(const Plan& plan, const spec::DatasetSpec& spec) {
  return {{"dataset_sha256", plan.table.sha256},
          {"spec_sha256", hash::sha256_hex(spec::to_json(spec))},
          {"code_version", base::version_line()},
          {"seed", std::to_string(plan.seed)},
          {"data_origin", plan.table.data_origin}};
}

/// The family that would be registered if the job ended now, in words.
std::string best_so_far(const std::vector<FamilyEvaluation>& evaluations) {
  const std::optional<std::size_t> best = best_family(evaluations);
  if (!best) return {};
  const FamilyEvaluation& evaluation = evaluations[*best];
  char figures[64];
  if (evaluation.error_metric) {
    const evaluation::EstimateErrors errors = pooled_errors(evaluation.folds);
    std::snprintf(figures, sizeof figures, " RMSE %.4g, MAE %.4g", errors.rmse().value_or(0), errors.mae().value_or(0));
    return "; best so far " + evaluation.family + figures;
  }
  std::snprintf(figures, sizeof figures, " precision %.3f, ROC AUC %.3f",
                pooled_precision(evaluation).precision.value_or(0),
                summarise(evaluation.folds, fold_metrics()[0]).mean.value_or(0));
  return "; best so far " + evaluation.family + figures;
}

FamilyEvaluation evaluate_family(const SearchSpace& space, const Plan& plan, const spec::DatasetSpec& spec,
                                 const TrainingRequest& request, std::vector<FamilyEvaluation> before,
                                 const JobProgress& progress) {
  const std::string family(space.estimator->family());
  const auto n_before = static_cast<double>(before.size());
  FamilyEvaluation& so_far = before.emplace_back();
  so_far.family = family;
  if (spec.is_regression()) so_far.error_metric = spec.metric;
  so_far.n_repeats = static_cast<int>(plan.repeats.size());
  const auto report = [&](double done, std::span<const FoldScores> judged) {
    so_far.folds.assign(judged.begin(), judged.end());
    progress(family + best_so_far(before), (n_before + done) / static_cast<double>(plan.spaces.size()));
  };
  try {
    return cross_validate(space, plan.table, spec,
                          {.repeats = plan.repeats,
                           .recall_floor = spec.metric.recall_floor,
                           .seed = plan.seed,
                           .n_threads = request.n_threads,
                           .progress = report,
                           .stop = request.stop});
  } catch (const TrainingError& error) {
    throw TrainingError("family " + family + ": " + error.what());
  }
}

/// Of the first repeat; the others judge the same rows again.
void log_out_of_fold(const tracking::ActiveRun& run, const Plan& plan, const FamilyEvaluation& evaluation) {
  const std::string csv = out_of_fold_csv(plan.table, plan.repeats[0], evaluation.out_of_fold[0]);
  run.log_artifact_or_tag(kOutOfFoldPath, "text/csv", csv);
}

std::vector<FamilyEvaluation> evaluate_families(const tracking::ActiveRun& run, const Plan& plan,
                                                const spec::DatasetSpec& spec, const TrainingRequest& request,
                                                const JobProgress& progress) {
  std::vector<FamilyEvaluation> evaluations;
  for (const SearchSpace& space : plan.spaces) {
    tracking::ActiveRun nested = run.start_nested(space.estimator->family());
    try {
      const auto begin = std::chrono::steady_clock::now();
      evaluations.push_back(evaluate_family(space, plan, spec, request, evaluations, progress));
      const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
      record_family(nested, space, evaluations.back(), seconds.count());
      record_evaluation(nested, evaluations.back(), plan.repeats, plan.table, spec);
      log_out_of_fold(nested, plan, evaluations.back());
      nested.finish();
    } catch (const Cancelled&) {
      nested.kill();
      throw;
    } catch (const std::exception& error) {
      nested.fail(error.what());
      throw;
    }
  }
  return evaluations;
}

std::vector<std::string> alarm_texts(const std::vector<dataset::LeakAlarm>& alarms) {
  std::vector<std::string> texts;
  for (const dataset::LeakAlarm& alarm : alarms)
    texts.push_back(alarm.kind + ": " + alarm.message);
  return texts;
}

/// What speaks against believing the figures. As a tag of the run, so that it stands beside them.
std::vector<dataset::LeakAlarm> raise_alarms(const tracking::ActiveRun& run, const Plan& plan,
                                             const spec::DatasetSpec& spec, const TrainingRequest& request,
                                             std::size_t best, const FamilyEvaluation& evaluation) {
  std::vector<dataset::LeakAlarm> alarms = dataset::leak_alarms(plan.table, spec);
  for (dataset::LeakAlarm& overlap : dataset::split_overlaps(plan.table, plan.repeats, spec))
    alarms.push_back(std::move(overlap));
  const auto permutation = label_permutation_alarm(
      *plan.spaces[best].estimator, evaluation.candidates[evaluation.final_selection.candidate], plan.table, spec,
      plan.repeats[0], {.seed = plan.seed, .stop = request.stop}, request.n_threads);
  if (permutation) alarms.push_back(*permutation);
  std::string text;
  for (const std::string& alarm : alarm_texts(alarms))
    text += (text.empty() ? "" : "\n") + alarm;
  if (!alarms.empty()) run.set_tags({{"alarms", text}});
  return alarms;
}

/// What needs no model, and what the registered file says of the rows kept from it.
void record_beside(const tracking::ActiveRun& run, const TrainingReport& report, const spec::DatasetSpec& spec) {
  constexpr std::string_view kJson = "application/json";
  run.log_artifact(tracking::kBaselinesPath, kJson, baselines_json(report.baselines, spec));
  if (!report.hold_out) return;
  run.log_artifact(tracking::kHoldOutPath, kJson, hold_out_json(*report.hold_out));
  std::vector<tracking::Metric> metrics;
  const auto add = [&](const char* key, const std::optional<double>& value) {
    if (value) metrics.push_back({key, *value, 0});
  };
  if (const auto& errors = report.hold_out->errors) {
    add("hold_out_mae", errors->mae());
    add("hold_out_rmse", errors->rmse());
    add("hold_out_r2", errors->r2());
  }
  add("hold_out_roc_auc", report.hold_out->roc_auc);
  add("hold_out_pr_auc", report.hold_out->pr_auc);
  add("hold_out_precision", report.hold_out->at_threshold.precision());
  add("hold_out_recall", report.hold_out->at_threshold.recall());
  run.log_metrics(metrics);
}

/// What the registered file will be compared with in service.
void record_drift_reference(const tracking::ActiveRun& run, const dataset::TrainingTable& fitted_to, const Plan& plan,
                            const FamilyEvaluation& evaluation, const scoring::Predictor& predictor,
                            const spec::DatasetSpec& spec) {
  const auto score_of = [&](const scoring::Prediction& prediction) {
    return spec.is_regression() ? prediction.margin : prediction.probability;
  };
  std::vector<float> fitted;
  for (std::size_t row = 0; row < fitted_to.n_rows(); ++row)
    fitted.push_back(score_of(predictor.predict(fitted_to.row(row))));
  std::vector<float> scores;
  std::vector<std::uint8_t> labels;
  for (std::size_t row = 0; row < plan.table.n_rows(); ++row) {
    if (!plan.repeats[0].is_judged(row)) continue;
    scores.push_back(score_of(evaluation.out_of_fold[0][row]));
    if (!spec.is_regression()) labels.push_back(plan.table.labels[row]);
  }
  run.log_artifact_or_tag(tracking::kDriftReferencePath, "application/json",
                          dataset::to_json(dataset::make_drift_reference(fitted_to, spec, scores, labels, fitted)));
}

/// Fits the winner to the rows that it may know, registers the file and judges it on the others.
void fit_and_register(const tracking::ActiveRun& run, const registry::Registry& registry, const Plan& plan,
                      const spec::DatasetSpec& spec, TrainingReport& report, const std::stop_token& stop) {
  const FamilyEvaluation& evaluation = report.evaluations[report.best];
  const Selection& chosen = evaluation.final_selection;
  const dataset::TrainingTable fitted_to = dataset::take_rows(plan.table, plan.fitted_rows, spec);
  const std::vector<FittedPipeline> fitted =
      plan.spaces[report.best].estimator->fit(fitted_to, std::span(evaluation.candidates).subspan(chosen.candidate, 1),
                                              {.seed = evaluation.final_seed, .stop = stop});
  const std::string file = write_model_file(fitted[0], spec, evaluation.family, fitted_to, chosen);

  const Result<scoring::Predictor> predictor = scoring::Predictor::load(file);
  if (!predictor) throw TrainingError("the model file just written is refused: " + predictor.error().message);
  report.n_fitted = fitted_to.n_rows();
  report.hold_out = judge_hold_out(*predictor, plan.table, spec);
  record_beside(run, report, spec);
  record_feature_importance(run, *predictor, fitted_to, spec);
  record_drift_reference(run, fitted_to, plan, evaluation, *predictor, spec);
  const std::string digest = parity::digest(*predictor, parity::vector_set(*predictor, parity::kSealRows));
  throw_if_cancelled(stop);
  report.registered = registry.register_version(
      {.name = spec.name,
       .run_id = run.run_id(),
       .family = evaluation.family,
       .threshold = spec.is_regression() ? std::nullopt : std::optional(predictor->facts().threshold),
       .metrics_json = metrics_json(evaluation),
       .parity_rows = static_cast<int>(parity::kSealRows),
       .parity_digest = digest,
       .data_origin = plan.table.data_origin,
       .alarms = alarm_texts(report.alarms)},
      file);
}

Result<TrainingReport> work(tracking::ActiveRun& run, const registry::Registry& registry, const Plan& plan,
                            const spec::DatasetSpec& spec, const TrainingRequest& request,
                            const JobProgress& progress) {
  TrainingReport report;
  report.baselines = baselines_of(plan.repeats[0], plan.table, spec);
  report.evaluations = evaluate_families(run, plan, spec, request, progress);
  const std::optional<std::size_t> best = best_family(report.evaluations);
  if (!best)
    return Error{
        "no family called a row of its outer folds positive, so none has evidence of its precision; nothing is "
        "registered",
        "families"};
  report.best = *best;
  progress("looking for leaks", 1);
  report.alarms = raise_alarms(run, plan, spec, request, *best, report.evaluations[*best]);
  progress("registering", 1);
  fit_and_register(run, registry, plan, spec, report, request.stop);
  run.finish();
  return report;
}

}  // namespace

Result<TrainingReport> train(const std::shared_ptr<store::Database>& database, const registry::Registry& registry,
                             const spec::DatasetSpec& spec, const TrainingRequest& request,
                             const JobProgress& progress) {
  const Result<Plan> plan = make_plan(*database, spec, request);
  if (!plan) return plan.error();
  tracking::end_abandoned_runs(*database);
  tracking::ActiveRun run = tracking::ActiveRun::start(database, spec.name, "train");
  try {
    run.log_params(run_params(*plan, spec, request));
    run.set_tags(run_tags(*plan, spec));
    std::vector<dataset::Finding> findings = record_data(run, *database, plan->table, spec);
    Result<TrainingReport> report = work(run, registry, *plan, spec, request, progress);
    if (report) report->findings = std::move(findings);
    if (!report) run.fail(report.error().message);
    return report;
  } catch (const Cancelled&) {
    run.kill();
    throw;
  } catch (const std::exception& error) {
    run.fail(error.what());
    throw;
  }
}

}  // namespace clearwell::training
