#include "server/monitoring/store_facts.hpp"

#include "common/limits/limits.hpp"
#include "server/monitoring/estimated_precision.hpp"
#include "server/monitoring/precision_policy.hpp"
#include "server/monitoring/realised_precision.hpp"
#include "server/monitoring/telemetry.hpp"
#include "server/registry/promotions.hpp"
#include "server/store/database.hpp"
#include "server/store/sql.hpp"

#include <set>

namespace clearwell::monitoring {
namespace {

/// \param rows  label values, then the number
std::vector<Sample> samples_of(const store::Rows& rows, std::size_t n_labels) {
  std::vector<Sample> samples;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    Sample& sample = samples.emplace_back();
    for (std::size_t label = 0; label < n_labels; ++label)
      sample.labels.push_back(rows.text(row, label));
    sample.value = rows.number(row, n_labels);
  }
  return samples;
}

std::set<std::string> jurisdictions_of(const store::Rows& plants) {
  std::set<std::string> jurisdictions;
  for (std::size_t row = 0; row < plants.size(); ++row)
    jurisdictions.insert(plants.text(row, 1));
  return jurisdictions;
}

/// Every verdict that the law may give there, 0 times.
std::vector<Sample> possible_verdicts(const std::set<std::string>& jurisdictions) {
  std::vector<Sample> none;
  for (const std::string& jurisdiction : jurisdictions) {
    for (const limits::Parameter& parameter : limits::parameters()) {
      if (limits::limits_of(jurisdiction, parameter.code).empty()) continue;
      for (const auto verdict : {limits::Verdict::within, limits::Verdict::beyond, limits::Verdict::cannot_be_judged})
        none.push_back({{parameter.code, jurisdiction, std::string(limits::to_string(verdict))}, 0});
    }
  }
  return none;
}

/// What the confirmed limits there protect. A parameter may have several of one kind: one after the other in time.
std::vector<Sample> protected_by_limits(const std::set<std::string>& jurisdictions) {
  std::set<std::vector<std::string>> kinds;
  for (const std::string& jurisdiction : jurisdictions) {
    for (const limits::Parameter& parameter : limits::parameters()) {
      for (const limits::Limit& limit : limits::limits_of(jurisdiction, parameter.code))
        if (limit.confirmed) kinds.insert({parameter.code, jurisdiction, std::string(limits::to_string(limit.kind))});
    }
  }
  std::vector<Sample> samples;
  for (const std::vector<std::string>& labels : kinds)
    samples.push_back({labels, 1});
  return samples;
}

store::Params promotion_outcomes() {
  const std::vector<std::string_view> outcomes = registry::promotion_outcomes();
  return store::Params().add_array(std::vector<std::string>(outcomes.begin(), outcomes.end()));
}

void show_realised_precision(const std::vector<RealisedOutcomes>& all, Telemetry& telemetry) {
  std::vector<Sample> precision, lower, upper, recall, samples;
  for (const RealisedOutcomes& realised : all) {
    const std::vector<std::string> labels = {realised.model, std::to_string(realised.version)};
    const evaluation::ConfusionMatrix& outcomes = realised.outcomes;
    if (const auto share = outcomes.precision()) precision.push_back({labels, *share});
    if (const auto ends = precision_interval(outcomes)) {
      lower.push_back({labels, ends->lower});
      upper.push_back({labels, ends->upper});
    }
    if (const auto share = outcomes.recall()) recall.push_back({labels, *share});
    samples.push_back({labels, static_cast<double>(outcomes.rows())});
  }
  telemetry.model_precision_realised.replace(precision);
  telemetry.model_precision_realised_lower.replace(lower);
  telemetry.model_precision_realised_upper.replace(upper);
  telemetry.model_recall_realised.replace(recall);
  telemetry.model_labelled_samples.replace(samples);
}

/// \param rows  name, feature, method, statistic, PSI, whether it has drifted, share of gaps
void show_drift(const store::Rows& rows, Telemetry& telemetry) {
  std::vector<Sample> drift, drifted, missing;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const std::string& name = rows.text(row, 0);
    const std::string& feature = rows.text(row, 1);
    if (const auto statistic = rows.maybe_number(row, 3))
      drift.push_back({{name, feature, rows.text(row, 2)}, *statistic});
    if (const auto psi = rows.maybe_number(row, 4)) drift.push_back({{name, feature, "psi"}, *psi});
    if (const auto has_drifted = rows.maybe_number(row, 5)) drifted.push_back({{name, feature}, *has_drifted});
    if (const auto share = rows.maybe_number(row, 6)) missing.push_back({{name, feature}, *share});
  }
  telemetry.feature_drift.replace(drift);
  telemetry.feature_drifted.replace(drifted);
  telemetry.feature_missing_ratio.replace(missing);
}

/// \param rows  name, version, precision, lower, upper, why it is switched off
void show_estimated_precision(const store::Rows& rows, Telemetry& telemetry) {
  std::vector<Sample> precision, lower, upper, off;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const std::vector<std::string> labels = {rows.text(row, 0), rows.text(row, 1)};
    if (const auto value = rows.maybe_number(row, 2)) {
      precision.push_back({labels, *value});
      lower.push_back({labels, rows.number(row, 3)});
      upper.push_back({labels, rows.number(row, 4)});
    }
    for (const std::string_view reason : reasons_to_switch_off())
      off.push_back({{labels[0], labels[1], std::string(reason)}, rows.text(row, 5) == reason ? 1.0 : 0.0});
  }
  telemetry.model_precision_estimated.replace(precision);
  telemetry.model_precision_estimated_lower.replace(lower);
  telemetry.model_precision_estimated_upper.replace(upper);
  telemetry.model_precision_estimation_off.replace(off);
}

}  // namespace

void read_store_facts(store::Database& database, Telemetry& telemetry) {
  store::Transaction transaction = database.begin();
  const auto read = [&](std::string_view query, std::size_t n_labels, const store::Params& params = {}) {
    return samples_of(transaction.run(query, params), n_labels);
  };
  telemetry.last_sample_timestamp.replace(read(store::sql::last_sample_timestamps, 1));
  telemetry.samples.advance_to(read(store::sql::sample_totals, 2));
  const std::set<std::string> jurisdictions = jurisdictions_of(transaction.run(store::sql::plant_jurisdictions));
  telemetry.limit_info.replace(protected_by_limits(jurisdictions));
  telemetry.judged_results.advance_to(possible_verdicts(jurisdictions));
  telemetry.judged_results.advance_to(read(store::sql::verdict_totals, 3));
  telemetry.training_runs.advance_to(read(store::sql::training_run_totals, 2));
  telemetry.training_duration.replace(read(store::sql::training_durations, 1));
  telemetry.training_last_success_timestamp.replace(read(store::sql::training_last_success_timestamps, 1));
  show_drift(transaction.run(store::sql::feature_drift_now), telemetry);
  telemetry.drift_window_end_timestamp.replace(read(store::sql::drift_window_ends, 1));
  show_estimated_precision(transaction.run(store::sql::estimated_precision_now), telemetry);
  show_realised_precision(realised_outcomes(database), telemetry);
  telemetry.promotions.advance_to(read(store::sql::promotion_totals, 2, promotion_outcomes()));
  telemetry.jobs.advance_to(read(store::sql::job_totals, 2));
  telemetry.audit_chain_faults.replace(read(store::sql::audit_chain_faults, 0));
  telemetry.database_size.replace(read(store::sql::database_size, 0));
}

}  // namespace clearwell::monitoring
