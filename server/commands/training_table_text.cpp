#include "server/commands/training_table_text.hpp"

#include "common/spec/data_origin.hpp"
#include "server/training/summary.hpp"

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <sstream>

namespace clearwell::commands {
namespace {

constexpr int kNameWidth = 22;
constexpr int kColumnWidth = 16;
constexpr std::string_view kColumns[] = {"roc_auc",   "accuracy_at_half", "precision_at_half",
                                         "precision", "recall",           "predicted_positives"};
constexpr std::string_view kErrorColumns[] = {"mae", "rmse", "r2"};
constexpr std::string_view kErrorTitles[] = {"MAE", "RMSE", "R2"};
constexpr std::string_view kTitles[] = {"ROC AUC",   "accuracy 0.5", "precision 0.5",
                                        "precision", "recall",       "called positive"};

std::string fixed(double value, int digits) {
  std::ostringstream text;
  text << std::fixed << std::setprecision(digits) << value;
  return text.str();
}

std::string cell(const training::MetricSummary& summary, int digits) {
  if (!summary.mean) return "no evidence";
  return fixed(*summary.mean, digits) + (summary.sd ? " (" + fixed(*summary.sd, digits) + ")" : "");
}

std::string line(std::string_view name, const std::vector<std::string>& cells) {
  std::ostringstream text;
  text << std::left << std::setw(kNameWidth) << name;
  for (const std::string& content : cells)
    text << std::setw(kColumnWidth) << content;
  std::string trimmed = text.str();
  trimmed.erase(trimmed.find_last_not_of(' ') + 1);
  return trimmed + '\n';
}

std::string family_line(const training::FamilyEvaluation& evaluation) {
  std::vector<std::string> cells;
  for (const std::string_view column : kColumns)
    for (const training::FoldMetric& metric : training::fold_metrics())
      if (metric.name == column)
        cells.push_back(cell(training::summarise(evaluation.folds, metric), column == "predicted_positives" ? 0 : 3));
  return line(evaluation.family, cells);
}

/// Digits after the point that leave four of a number worth reading.
int digits_of(double size) {
  return std::clamp(3 - static_cast<int>(std::floor(std::log10(std::max(size, 1e-9)))), 0, 9);
}

/// A line of errors: of a family, or of a baseline summed up as one.
std::string error_line(const training::FamilyEvaluation& evaluation) {
  const double size = training::pooled_errors(evaluation.folds).rmse().value_or(1);
  std::vector<std::string> cells;
  for (const std::string_view column : kErrorColumns)
    for (const training::FoldMetric& metric : training::fold_metrics(spec::Task::regression))
      if (metric.name == column)
        cells.push_back(cell(training::summarise(evaluation.folds, metric), column == "r2" ? 3 : digits_of(size)));
  return line(evaluation.family, cells);
}

std::string cell(const std::optional<double>& value) {
  return value ? fixed(*value, 3) : "no evidence";
}

/// What a model without any knowledge reaches, and what the law's numbers do; no figure means anything without it.
std::string baseline_lines(const training::Baselines& baselines, const spec::DatasetSpec& spec) {
  const std::optional<double> share = baselines.judged.positive_share();
  std::string text =
      line("always no", {"0.500", cell(1 - share.value_or(0)), "no evidence", "no evidence", "0.000", "0"}) +
      line("always yes",
           {"0.500", cell(share), cell(share), cell(share), "1.000", std::to_string(baselines.judged.all())});
  if (!baselines.limits_rule) return text;
  const evaluation::ConfusionMatrix& matrix = baselines.by_limits_rule;
  return text + line("limits of " + spec.limits_rule->jurisdiction,
                     {"-", cell(matrix.accuracy()), cell(matrix.precision()), cell(matrix.precision()),
                      cell(matrix.recall()), std::to_string(matrix.predicted_positives())});
}

/// What the line of the limits rule leaves unsaid.
std::string limits_rule_remark(const training::Baselines& baselines, const spec::DatasetSpec& spec) {
  if (!baselines.limits_rule) return "";
  std::string unconfirmed;
  for (const std::string& feature : baselines.limits_rule->unconfirmed)
    unconfirmed += (unconfirmed.empty() ? "" : ", ") + feature;
  return "Limits of " + spec.limits_rule->jurisdiction + ": a sample with a value beyond one is called " +
         (spec.limits_rule->beyond_is_positive ? spec.label.positive_means : spec.label.negative_means).en +
         (unconfirmed.empty() ? "" : "; those of " + unconfirmed + " are not confirmed") + ".\n";
}

std::string hold_out_text(const training::HoldOut& hold_out, double recall_floor) {
  if (hold_out.errors)
    return "The registered file on the " + std::to_string(hold_out.rows) + " samples from " + hold_out.from +
           " on, which it was not fitted to: MAE " + cell(hold_out.errors->mae()) + ", RMSE " +
           cell(hold_out.errors->rmse()) + ", R2 " + cell(hold_out.errors->r2()) + ".\n";
  std::string text = "The registered file on the " + std::to_string(hold_out.rows) + " samples from " + hold_out.from +
                     " on (" + std::to_string(hold_out.positives) + " positive), which it was not fitted to: ROC AUC " +
                     cell(hold_out.roc_auc) + ", precision " + cell(hold_out.at_threshold.precision()) +
                     " and recall " + cell(hold_out.at_threshold.recall()) + " at its threshold";
  if (hold_out.at_recall_floor)
    text += "; their own curve has precision " + fixed(hold_out.at_recall_floor->precision, 3) + " at recall " +
            fixed(recall_floor, 2);
  return text + ".\n";
}

std::string pooled_line(const training::FamilyEvaluation& evaluation) {
  const training::PooledPrecision pooled = training::pooled_precision(evaluation);
  if (!pooled.interval) return evaluation.family + ": called no row positive: no evidence of its precision\n";
  return evaluation.family + ": precision " + fixed(*pooled.precision, 3) + " over all folds together, 95 % between " +
         fixed(pooled.interval->lower, 3) + " and " + fixed(pooled.interval->upper, 3) + "\n";
}

/// What is to be known of the data before any figure is read.
std::string data_warnings(const training::TrainingReport& report) {
  std::string text;
  for (const dataset::Finding& finding : report.findings)
    if (finding.severity == dataset::Severity::warning) text += "Data: " + finding.text.en + "\n";
  return text.empty() ? text : text + "\n";
}

std::string folds_text(const training::TrainingReport& report) {
  const std::size_t n_folds = report.evaluations[0].folds.size();
  return "Mean (standard deviation) over " + std::to_string(n_folds) + (n_folds == 1 ? " fold" : " folds") +
         " that took no part in the fit.";
}

/// The families of a regression beside what needs no model.
std::string error_table(const training::TrainingReport& report, const spec::DatasetSpec& spec) {
  std::string text = line("family", {std::begin(kErrorTitles), std::end(kErrorTitles)});
  for (const training::RegressionBaseline& baseline : report.baselines.regression)
    text += error_line(training::as_evaluation(baseline, spec));
  for (const training::FamilyEvaluation& evaluation : report.evaluations)
    text += error_line(evaluation);
  text += folds_text(report) + " MAE and RMSE in " + (spec.label.unit.empty() ? "the label's unit" : spec.label.unit) +
          "; the family of the lowest " + (spec.metric.name == "mae" ? "MAE" : "RMSE") +
          " over all folds together is registered.\n";
  if (report.hold_out) text += hold_out_text(*report.hold_out, 0);
  return text;
}

std::string class_table(const training::TrainingReport& report, const spec::DatasetSpec& spec) {
  std::string text = line("family", {std::begin(kTitles), std::end(kTitles)}) + baseline_lines(report.baselines, spec);
  for (const training::FamilyEvaluation& evaluation : report.evaluations)
    text += family_line(evaluation);
  text += folds_text(report) +
          " Precision and recall at the threshold that inner folds chose for a "
          "recall of " +
          fixed(spec.metric.recall_floor, 2) + " or more.\n";
  text += limits_rule_remark(report.baselines, spec);
  for (const training::FamilyEvaluation& evaluation : report.evaluations)
    text += pooled_line(evaluation);
  if (report.hold_out) text += hold_out_text(*report.hold_out, spec.metric.recall_floor);
  return text;
}

}  // namespace

std::string training_table_text(const training::TrainingReport& report, const spec::DatasetSpec& spec) {
  std::string text = data_warnings(report);
  text += spec.is_regression() ? error_table(report, spec) : class_table(report, spec);

  const registry::ModelVersion& version = report.registered;
  text += "\nRegistered " + version.name + " version " + std::to_string(version.version) + " (" +
          (version.aliases.empty() ? "no alias" : version.aliases[0]) + "): " + version.family +
          (version.threshold ? ", threshold " + fixed(*version.threshold, 4) : "") + ", fitted to " +
          std::to_string(report.n_fitted) + " " + version.data_origin + " samples\n";
  for (const dataset::LeakAlarm& alarm : report.alarms)
    text += "LEAK ALARM: " + alarm.message + "\n";
  if (!report.alarms.empty()) text += "These figures are not to be believed, and this version is not promoted.\n";
  return text + spec::disclaimer_of(spec.label, version.data_origin).en + '\n';
}

}  // namespace clearwell::commands
