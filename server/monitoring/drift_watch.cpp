#include "server/monitoring/drift_watch.hpp"

#include "common/drift/feature_drift.hpp"
#include "common/evaluation/calibration_test.hpp"
#include "common/scoring/predictor.hpp"
#include "server/base/time_text.hpp"
#include "server/dataset/drift_reference.hpp"
#include "server/monitoring/estimated_precision.hpp"
#include "server/monitoring/realised_precision.hpp"
#include "server/registry/registry.hpp"
#include "server/store/database.hpp"
#include "server/store/sql.hpp"
#include "server/tracking/artifact_names.hpp"
#include "server/tracking/run_artifacts.hpp"

#include <algorithm>
#include <cmath>

namespace clearwell::monitoring {
namespace {

constexpr std::int64_t kMostRows = 20'000;  ///< of a window; more are drawn from, since they would say the same
constexpr int kMostWindows = 400;           ///< caught up after a long absence
constexpr std::string_view kNoReference = "the version's training kept nothing to compare with";

struct Span {
  base::TimePoint start;
  base::TimePoint end;
};

/// What was seen of one feature, or of the score.
struct Seen {
  std::vector<double> sorted;
  std::int64_t missing = 0;
};

struct NamedDrift {
  std::string feature;
  drift::FeatureDrift drift;
};

store::Params params_of(const registry::ModelVersion& version, const Span& span) {
  return store::Params()
      .add(version.name)
      .add(version.version)
      .add(base::format_time(span.start))
      .add(base::format_time(span.end));
}

/// One row in so many is looked at.
std::int64_t one_in(std::int64_t n_rows) {
  return std::max<std::int64_t>(1, (n_rows + kMostRows - 1) / kMostRows);
}

/// The windows that have ended since the version was last looked at.
std::vector<Span> windows_to_look_at(store::Database& database, const registry::ModelVersion& version,
                                     const DriftOptions& options, base::TimePoint now) {
  const double since = database.begin()
                           .run(store::sql::last_drift_window, store::Params().add(version.name).add(version.version))
                           .number(0, 0);
  const auto floor = [&](base::TimePoint moment) { return moment - moment.time_since_epoch() % options.window; };
  const base::TimePoint end = floor(now);
  base::TimePoint start = floor(base::TimePoint(std::chrono::seconds(std::llround(std::floor(since)))));
  start = std::max(start, end - kMostWindows * options.window);
  std::vector<Span> spans;
  for (; start < end; start += options.window)
    spans.push_back({start, start + options.window});
  return spans;
}

/// [n_features + 1], the last is the score; fewer where the window has no row.
std::vector<Seen> read_values(store::Transaction& transaction, const registry::ModelVersion& version, const Span& span,
                              std::int64_t n_rows) {
  const store::Rows rows = transaction.run(store::sql::inference_values, params_of(version, span).add(one_in(n_rows)));
  std::vector<Seen> seen;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const auto place = static_cast<std::size_t>(rows.integer(row, 0));
    seen.resize(std::max(seen.size(), place));
    const std::int64_t count = rows.integer(row, 2);
    if (const std::optional<double> value = rows.maybe_number(row, 1)) {
      seen[place - 1].sorted.insert(seen[place - 1].sorted.end(), static_cast<std::size_t>(count), *value);
    } else {
      seen[place - 1].missing += count;
    }
  }
  return seen;
}

/// Scores of new rows are like those that the models of the folds gave unseen rows, but those are other models; or like
/// the file's own of the rows that it was fitted to, but of these it may be too sure. What is like neither has drifted.
drift::FeatureDrift compare_scores(const dataset::DriftReference& reference, const Seen& seen) {
  const drift::FeatureDrift unseen = drift::compare(reference.unseen_score, seen.sorted, seen.missing);
  const drift::FeatureDrift fitted = drift::compare(reference.fitted_score, seen.sorted, seen.missing);
  if (!unseen.values || !fitted.values) return unseen;
  return unseen.values->p_value >= fitted.values->p_value ? unseen : fitted;
}

std::vector<NamedDrift> compare_window(const dataset::DriftReference& reference,
                                       const std::vector<std::string>& features, std::vector<Seen> seen,
                                       double false_alarm_rate) {
  seen.resize(features.size() + 1);
  std::vector<drift::FeatureDrift> drifts;
  for (std::size_t feature = 0; feature < features.size(); ++feature) {
    const auto found = reference.features.find(features[feature]);
    const drift::Distribution& before = found == reference.features.end() ? drift::Distribution() : found->second;
    drifts.push_back(drift::compare(before, seen[feature].sorted, seen[feature].missing));
  }
  drifts.push_back(compare_scores(reference, seen.back()));
  drift::judge(drifts, false_alarm_rate);
  std::vector<NamedDrift> named;
  for (std::size_t feature = 0; feature < drifts.size(); ++feature)
    named.push_back({feature < features.size() ? features[feature] : std::string(kScoreFeature), drifts[feature]});
  return named;
}

/// `ph, turbidity (missing)`; empty where nothing drifted.
std::string drifted_names(const std::vector<NamedDrift>& features) {
  std::string names;
  for (const NamedDrift& feature : features) {
    if (!feature.drift.drifted()) continue;
    const bool values = feature.drift.values && feature.drift.values->drifted;
    names += (names.empty() ? "" : ", ") + feature.feature + (values ? "" : " (missing)");
  }
  return names;
}

std::string outcome_of(const std::vector<NamedDrift>& features, std::string& reason) {
  reason = drifted_names(features);
  if (!reason.empty()) return "drift";
  const bool computed = std::ranges::any_of(features, [](const NamedDrift& f) { return f.drift.values.has_value(); });
  if (computed) return "stable";
  reason = features.back().drift.not_computed;  // the score's: every row has one
  return "not_computed";
}

void insert_feature(store::Transaction& transaction, const registry::ModelVersion& version, const Span& span,
                    const NamedDrift& named) {
  const std::optional<drift::ValueDrift>& values = named.drift.values;
  const std::optional<drift::MissingDrift>& missing = named.drift.missing;
  store::Params params;
  params.add(version.name).add(version.version).add(base::format_time(span.start)).add(named.feature);
  if (values) {
    params.add(to_string(values->method)).add(values->statistic).add(values->threshold).add(values->p_value);
    params.add(values->adjusted_p_value).add(values->psi).add(values->drifted);
  } else {
    for (int column = 0; column < 7; ++column)
      params.add_null();
  }
  params.add(named.drift.not_computed).add(named.drift.n_reference).add(named.drift.n_current);
  if (missing) {
    params.add(missing->before).add(missing->now).add(missing->p_value).add(missing->drifted);
  } else {
    for (int column = 0; column < 4; ++column)
      params.add_null();
  }
  transaction.run(store::sql::insert_feature_drift, params);
}

/// What a version is compared with: its reference, and its features in the order of the log. An error says why there is
/// none.
struct Baseline {
  dataset::DriftReference reference;
  std::vector<std::string> features;
};

Result<Baseline> baseline_of(store::Database& database, const registry::Registry& registry,
                             const registry::ModelVersion& version) {
  const auto artifact = tracking::find_artifact(database, version.run_id, tracking::kDriftReferencePath);
  if (!artifact) return Error{std::string(kNoReference), ""};
  Result<dataset::DriftReference> reference = dataset::parse_drift_reference(artifact->bytes);
  if (!reference) return reference.error();
  const Result<scoring::Predictor> predictor = scoring::Predictor::load(registry.read_file(version));
  if (!predictor) return predictor.error();
  Baseline baseline{std::move(*reference), {}};
  for (const spec::FeatureSpec& feature : predictor->spec().features)
    baseline.features.push_back(feature.name);
  return baseline;
}

/// What was found in one window.
struct Findings {
  std::string outcome = "not_computed";
  std::string reason;
  std::vector<NamedDrift> features;
};

Findings find_drift(store::Transaction& transaction, const registry::ModelVersion& version,
                    const Result<Baseline>& baseline, const Span& span, std::int64_t n_rows, double false_alarm_rate) {
  Findings found;
  if (!baseline) {
    found.reason = baseline.error().message;
  } else if (n_rows == 0) {
    found.reason = "the window has no inference";
  } else {
    found.features = compare_window(baseline->reference, baseline->features,
                                    read_values(transaction, version, span, n_rows), false_alarm_rate);
    found.outcome = outcome_of(found.features, found.reason);
  }
  return found;
}

/// Whether the laboratory's samples of the days before the window's end bear the version's probabilities out.
std::optional<double> laboratory_calibration(store::Transaction& transaction, const registry::ModelVersion& version,
                                             const Span& span) {
  const store::Rows rows = transaction.run(
      store::sql::labelled_probabilities,
      store::Params().add(version.name).add(version.version).add(base::format_time(span.end)).add(kRealisedDays));
  std::vector<float> probabilities;
  std::vector<std::uint8_t> labels;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    probabilities.push_back(static_cast<float>(rows.number(row, 0)));
    labels.push_back(rows.boolean(row, 1) ? 1 : 0);
  }
  return evaluation::calibration_p_value(probabilities, labels);
}

void insert_estimate(store::Transaction& transaction, const registry::ModelVersion& version, const Span& span,
                     const PrecisionEstimate& found) {
  store::Params params = params_of(version, span).add(found.n_positive);
  if (found.estimate) {
    params.add(found.estimate->precision).add(found.estimate->lower).add(found.estimate->upper);
  } else {
    params.add_null().add_null().add_null();
  }
  transaction.run(store::sql::insert_precision_estimate, params.add(found.off));
}

void look_at(store::Database& database, const registry::ModelVersion& version, const Result<Baseline>& baseline,
             const Span& span, const DriftOptions& options, base::TimePoint now) {
  store::Transaction transaction = database.begin();
  const std::int64_t n_rows = transaction.run(store::sql::count_inferences, params_of(version, span)).integer(0, 0);
  const Findings found = find_drift(transaction, version, baseline, span, n_rows, options.false_alarm_rate);
  const store::Rows inserted = transaction.run(
      store::sql::insert_drift_window,
      params_of(version, span).add(n_rows).add(found.outcome).add(found.reason).add(base::format_time(now)));
  if (inserted.affected() == 0) return;
  for (const NamedDrift& feature : found.features)
    insert_feature(transaction, version, span, feature);

  std::vector<float> probabilities;
  const store::Rows positive =
      transaction.run(store::sql::positive_probabilities, params_of(version, span).add(one_in(n_rows)));
  for (std::size_t row = 0; row < positive.size(); ++row)
    probabilities.push_back(static_cast<float>(positive.number(row, 0)));
  const EstimationGrounds grounds{
      .drift_outcome = found.outcome,
      .training_calibration = baseline ? baseline->reference.calibration_p_value : std::nullopt,
      .laboratory_calibration = laboratory_calibration(transaction, version, span)};
  insert_estimate(transaction, version, span, estimate_precision(probabilities, grounds));
  transaction.commit();
}

}  // namespace

std::vector<registry::ModelVersion> watch_drift(store::Database& database, const registry::Registry& registry,
                                                const DriftOptions& options, base::TimePoint now) {
  std::vector<registry::ModelVersion> looked_at;
  for (const registry::ModelVersion& version : registry.list()) {
    if (std::ranges::find(version.aliases, "champion") == version.aliases.end()) continue;
    const std::vector<Span> spans = windows_to_look_at(database, version, options, now);
    if (spans.empty()) continue;
    const Result<Baseline> baseline = baseline_of(database, registry, version);
    for (const Span& span : spans)
      look_at(database, version, baseline, span, options, now);
    looked_at.push_back(version);
  }
  return looked_at;
}

std::vector<DriftWindow> drift_windows(store::Database& database, std::string_view name, int version, int limit) {
  const store::Rows rows =
      database.begin().run(store::sql::drift_windows, store::Params().add(name).add(version).add(limit));
  std::vector<DriftWindow> windows;
  for (std::size_t row = 0; row < rows.size(); ++row)
    windows.push_back({.start = rows.text(row, 0),
                       .end = rows.text(row, 1),
                       .n_rows = rows.integer(row, 2),
                       .outcome = rows.text(row, 3),
                       .reason = rows.text(row, 4),
                       .retrain_job_id = rows.maybe_integer(row, 5)});
  return windows;
}

std::string precision_estimates_json(store::Database& database, std::string_view name, int version, int limit) {
  return database.begin()
      .run(store::sql::precision_estimates, store::Params().add(name).add(version).add(limit))
      .text(0, 0);
}

std::string drift_windows_json(store::Database& database, std::string_view name, int version, int limit) {
  return database.begin().run(store::sql::model_drift, store::Params().add(name).add(version).add(limit)).text(0, 0);
}

void note_retraining(store::Database& database, const registry::ModelVersion& version, const DriftWindow& window,
                     std::int64_t job_id) {
  store::Transaction transaction = database.begin();
  transaction.run(store::sql::set_drift_retrain_job,
                  store::Params().add(version.name).add(version.version).add(window.start).add(job_id));
  transaction.commit();
}

}  // namespace clearwell::monitoring
