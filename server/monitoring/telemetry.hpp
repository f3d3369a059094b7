#pragma once

#include "server/monitoring/program_telemetry.hpp"

namespace clearwell::monitoring {

/// Every metric that `clearwell serve` exposes beside those of any program, on one screen.
struct Telemetry : ProgramTelemetry {
  /// \param watched_dir  whose file system's room is exposed; empty: no such series
  Telemetry(const std::string& version, const std::string& commit, std::filesystem::path watched_dir = {})
      : ProgramTelemetry(version, commit, std::move(watched_dir)) {
    for (const char* outcome : {"accepted", "duplicate", "conflict", "rejected"})
      readings.declare({outcome});
    inferences_journaled.declare({});
    inferences_replayed.declare({});
  }

  // Scoring. An inference is one scored row; `failed` is one whose log could not be written and which was not answered.
  CounterFamily inferences{exposition,
                           {"clearwell_inferences_total",
                            "Rows scored, by what came of them: positive, negative, value (of a regression) or failed.",
                            {"model", "role", "outcome"}}};
  CounterFamily inferences_journaled{exposition,
                                     {"clearwell_inferences_journaled_total",
                                      "Inferences that went to the journal on disk because the database was away.",
                                      {}}};
  CounterFamily inferences_replayed{
      exposition,
      {"clearwell_inferences_replayed_total", "Inferences that came from the journal to the database.", {}}};
  CounterFamily shadow_dropped{
      exposition,
      {"clearwell_shadow_dropped_total",
       "Rows that the challenger did not score in shadow, because more came than it could take.",
       {"model"}}};
  HistogramFamily inference_duration{
      exposition,
      {"clearwell_inference_duration_seconds",
       "Time the champion takes to score the rows of one request, without the log.",
       {"model"}},
      {.00001, .000025, .00005, .0001, .00025, .0005, .001, .0025, .005, .01, .025, .1, .25, 1}};
  GaugeFamily model_info{
      exposition,
      {"clearwell_model_info", "Model versions that this process serves.", {"model", "version", "alias", "family"}}};

  // What the store says, read at each scrape: every process that shares it says the same, so take the max, not the sum.
  GaugeFamily last_sample_timestamp{
      exposition,
      {"clearwell_last_sample_timestamp_seconds", "When the plant's newest certified sample was taken.", {"plant"}}};
  GaugeFamily training_last_success_timestamp{exposition,
                                              {"clearwell_training_last_success_timestamp_seconds",
                                               "When the model's newest version was registered.",
                                               {"model"}}};

  // What champions are asked against what they were trained on, in the newest window of time. A feature of which
  // nothing is known has no series; an outage shows as a window's end that does not move on.
  GaugeFamily feature_drift{
      exposition,
      {"clearwell_feature_drift",
       "How far a feature of the champion, or its (score), moved since training, by the method's own statistic.",
       {"model", "feature", "method"}}};
  GaugeFamily feature_drifted{
      exposition,
      {"clearwell_feature_drifted",
       "1: the feature's values or gaps have drifted, corrected for the number of features; 0: they have not.",
       {"model", "feature"}}};
  GaugeFamily feature_missing_ratio{exposition,
                                    {"clearwell_feature_missing_ratio",
                                     "Share of the champion's inferences in which the feature was not measured.",
                                     {"model", "feature"}}};
  GaugeFamily drift_window_end_timestamp{
      exposition,
      {"clearwell_drift_window_end_timestamp_seconds",
       "End of the newest window in which drift of the champion could be computed; 0 when there was none.",
       {"model"}}};

  // What the laboratory said of answers about its samples of the last 90 days. Without a positive answer there is no
  // evidence, and no series.
  GaugeFamily model_precision_realised{
      exposition,
      {"clearwell_model_precision_realised",
       "Share of the version's positive answers that a laboratory sample near in time confirmed.",
       {"model", "version"}}};
  GaugeFamily model_precision_realised_lower{
      exposition,
      {"clearwell_model_precision_realised_lower", "Lower end of its 95 % interval (Wilson).", {"model", "version"}}};
  GaugeFamily model_precision_realised_upper{
      exposition,
      {"clearwell_model_precision_realised_upper", "Upper end of its 95 % interval (Wilson).", {"model", "version"}}};
  GaugeFamily model_recall_realised{exposition,
                                    {"clearwell_model_recall_realised",
                                     "Share of the positive samples that the version had called positive.",
                                     {"model", "version"}}};
  GaugeFamily model_labelled_samples{exposition,
                                     {"clearwell_model_labelled_samples",
                                      "Laboratory samples that tell of the version's answers.",
                                      {"model", "version"}}};

  GaugeFamily model_precision_floor{exposition,
                                    {"clearwell_model_precision_floor",
                                     "Least precision that may be found in use; of the versions that are served.",
                                     {"model", "version"}}};

  // What the champion's own probabilities say of its precision in the newest window, while they are to be believed.
  GaugeFamily model_precision_estimated{
      exposition,
      {"clearwell_model_precision_estimated",
       "Precision that the version's positive answers should have by their calibrated probabilities.",
       {"model", "version"}}};
  GaugeFamily model_precision_estimated_lower{
      exposition,
      {"clearwell_model_precision_estimated_lower", "Lower end of its 95 % interval.", {"model", "version"}}};
  GaugeFamily model_precision_estimated_upper{
      exposition,
      {"clearwell_model_precision_estimated_upper", "Upper end of its 95 % interval.", {"model", "version"}}};
  GaugeFamily model_precision_estimation_off{
      exposition,
      {"clearwell_model_precision_estimation_off",
       "1: the estimate is switched off for this reason: not_computed, drift, training_calibration, "
       "laboratory_calibration or too_few_positives; 0: not for this one.",
       {"model", "version", "reason"}}};

  // Missed: time() - due is more than a night. `due` moves on only when a retraining has come to a good end.
  GaugeFamily retrain_last_success_timestamp{
      exposition,
      {"clearwell_retrain_last_success_timestamp_seconds",
       "When the model's newest retraining finished, also one that found nothing new, or a version was registered.",
       {"model"}}};
  GaugeFamily retrain_due_timestamp{
      exposition,
      {"clearwell_retrain_due_timestamp_seconds",
       "When the schedule wants the model retrained: its first time after the last success.",
       {"model"}}};

  CounterFamily training_runs{exposition,
                              {"clearwell_training_runs_total",
                               "Training jobs that have ended: finished, failed or killed.",
                               {"model", "outcome"}}};
  GaugeFamily training_duration{
      exposition,
      {"clearwell_training_duration_seconds", "How long the model's newest successful training took.", {"model"}}};
  CounterFamily promotions{exposition,
                           {"clearwell_promotions_total",
                            "Decisions about who is champion: promoted, refused, forced, rolled_back or demoted.",
                            {"model", "outcome"}}};
  CounterFamily jobs{exposition,
                     {"clearwell_jobs_total",
                      "Jobs that have ended, asked for by a person or the schedule: finished, failed or killed.",
                      {"kind", "outcome"}}};
  CounterFamily samples{exposition,
                        {"clearwell_samples_total",
                         "Laboratory samples that came in: accepted, duplicate or rejected.",
                         {"plant", "outcome"}}};
  // Judged once, when the sample comes in, by the limits of the program that takes it. The law's verdict on one value,
  // which is a breach only where the limit holds for each sample.
  CounterFamily judged_results{
      exposition,
      {"clearwell_judged_results_total",
       "Results of accepted samples by what the law of the plant says of them: within, beyond or cannot_be_judged.",
       {"parameter", "jurisdiction", "verdict"}}};
  GaugeFamily audit_chain_faults{
      exposition,
      {"clearwell_audit_chain_faults",
       "Of the newest 500 entries of the audit trail, those that do not fit their hash, their neighbour or the head.",
       {}}};
  GaugeFamily limit_info{exposition,
                         {"clearwell_limit_info",
                          "Confirmed limits of the plants' jurisdictions, by what they protect: health, indicator, "
                          "aesthetic or operational.",
                          {"parameter", "jurisdiction", "kind"}}};

  // Readings that instruments sent over HTTP. (Those of files are counted by the import.)
  CounterFamily readings{exposition,
                         {"clearwell_readings_total",
                          "Readings received over HTTP: accepted, duplicate, conflict or rejected.",
                          {"outcome"}}};

  GaugeFamily database_size{exposition,
                            {"clearwell_database_size_bytes", "Size of the database on its server's disk.", {}}};
};

}  // namespace clearwell::monitoring
