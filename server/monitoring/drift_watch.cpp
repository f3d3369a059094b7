#include "server/monitoring/drift_watch.hpp"

#include "common/drift/feature_drift.hpp"
#include "common/scoring/predictor.hpp"
#include "server/dataset/drift_reference.hpp"
#include "server/monitoring/precision_estimates.hpp"
#include "server/monitoring/watched_window.hpp"
#include "server/registry/registry.hpp"
#include "server/store/sql.hpp"
#include "server/tracking/artifact_names.hpp"
#include "server/tracking/run_artifacts.hpp"

#include <algorithm>
#include <cmath>
#include <exception>

namespace clearwell::monitoring {
namespace {

constexpr int kMostWindows = 400;  ///< caught up after a long absence
constexpr std::string_view kNoReference = "the version's training kept nothing to compare with";

/// What was seen of one feature, or of the score.
struct Seen {
  std::vector<double> sorted;
  std::int64_t missing = 0;
};

struct NamedDrift {
  std::string feature;
  drift::FeatureDrift drift;
};

/// The windows that have ended since the version was last looked at. Where the length of windows has changed since, the
/// next one begins where it may without a part of what was looked at.
std::vector<WatchedWindow> windows_to_look_at(store::Database& database, const registry::ModelVersion& version,
                                              const DriftOptions& options, base::TimePoint now) {
  const store::Rows last =
      database.begin().run(store::sql::last_drift_window, store::Params().add(version.name).add(version.version));
  const auto floor = [&](base::TimePoint moment) { return moment - moment.time_since_epoch() % options.window; };
  const base::TimePoint since(std::chrono::seconds(std::llround(std::floor(last.number(0, 0)))));
  const bool was_looked_at = last.boolean(0, 1);
  const base::TimePoint end = floor(now);
  base::TimePoint start = floor(since);
  if (was_looked_at && start < since) start += options.window;
  start = std::max(start, end - kMostWindows * options.window);
  std::vector<WatchedWindow> windows;
  for (; start < end; start += options.window)
    windows.push_back({version, start, start + options.window});
  return windows;
}

/// [n_features + 1], the last is the score; fewer where the window has no row.
std::vector<Seen> read_values(store::Transaction& transaction, const WatchedWindow& window, std::int64_t n_rows) {
  const store::Rows rows = transaction.run(store::sql::inference_values, window.params().add(one_in(n_rows)));
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
  const auto compared_with = [&](const drift::Distribution& before) {
    return drift::compare(spec::FeatureType::numeric, before, seen.sorted, seen.missing);
  };
  const drift::FeatureDrift unseen = compared_with(reference.unseen_score);
  const drift::FeatureDrift fitted = compared_with(reference.fitted_score);
  if (!unseen.values || !fitted.values) return unseen;
  return unseen.values->p_value >= fitted.values->p_value ? unseen : fitted;
}

std::vector<NamedDrift> compare_window(const dataset::DriftReference& reference,
                                       const std::vector<spec::FeatureSpec>& features, std::vector<Seen> seen,
                                       double false_alarm_rate) {
  seen.resize(features.size() + 1);
  std::vector<drift::FeatureDrift> drifts;
  for (std::size_t feature = 0; feature < features.size(); ++feature) {
    const auto found = reference.features.find(features[feature].name);
    const drift::Distribution& before = found == reference.features.end() ? drift::Distribution() : found->second;
    drifts.push_back(drift::compare(features[feature].type, before, seen[feature].sorted, seen[feature].missing));
  }
  drifts.push_back(compare_scores(reference, seen.back()));
  drift::judge(drifts, false_alarm_rate);
  std::vector<NamedDrift> named;
  for (std::size_t feature = 0; feature < drifts.size(); ++feature)
    named.push_back({feature < features.size() ? features[feature].name : std::string(kScoreFeature), drifts[feature]});
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

void insert_feature(store::Transaction& transaction, const WatchedWindow& window, const NamedDrift& named) {
  const std::optional<drift::ValueDrift>& values = named.drift.values;
  const std::optional<drift::MissingDrift>& missing = named.drift.missing;
  store::Params params;
  params.add(window.version.name).add(window.version.version).add(base::format_time(window.start)).add(named.feature);
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
  std::vector<spec::FeatureSpec> features;
};

Result<Baseline> baseline_of(store::Database& database, const registry::Registry& registry,
                             const registry::ModelVersion& version) {
  const auto artifact = tracking::find_artifact(database, version.run_id, tracking::kDriftReferencePath);
  if (!artifact) return Error{std::string(kNoReference), ""};
  Result<dataset::DriftReference> reference = dataset::parse_drift_reference(artifact->bytes);
  if (!reference) return reference.error();
  const Result<scoring::Predictor> predictor = scoring::Predictor::load(registry.read_file(version));
  if (!predictor) return predictor.error();
  return Baseline{std::move(*reference), predictor->spec().features};
}

/// What was found in one window.
struct Findings {
  std::string outcome = "not_computed";
  std::string reason;
  std::vector<NamedDrift> features;
};

Findings find_drift(store::Transaction& transaction, const WatchedWindow& window, const Result<Baseline>& baseline,
                    std::int64_t n_rows, double false_alarm_rate) {
  Findings found;
  if (!baseline) {
    found.reason = baseline.error().message;
  } else if (n_rows == 0) {
    found.reason = "the window has no inference";
  } else {
    found.features = compare_window(baseline->reference, baseline->features, read_values(transaction, window, n_rows),
                                    false_alarm_rate);
    found.outcome = outcome_of(found.features, found.reason);
  }
  return found;
}

void look_at(store::Database& database, const WatchedWindow& window, const Result<Baseline>& baseline,
             const DriftOptions& options, base::TimePoint now) {
  store::Transaction transaction = database.begin();
  const store::Rows counts = transaction.run(store::sql::count_inferences, window.params());
  const std::int64_t n_rows = counts.integer(0, 0);
  const Findings found = find_drift(transaction, window, baseline, n_rows, options.false_alarm_rate);
  const store::Rows inserted =
      transaction.run(store::sql::insert_drift_window,
                      window.params().add(n_rows).add(found.outcome).add(found.reason).add(base::format_time(now)));
  if (inserted.affected() == 0) return;
  for (const NamedDrift& feature : found.features)
    insert_feature(transaction, window, feature);
  const bool is_regression = !window.version.threshold;
  if (!is_regression)
    estimate_window(transaction, window, counts.integer(0, 1), found.outcome,
                    baseline ? baseline->reference.calibration : std::nullopt);
  transaction.commit();
}

/// \return  whether there was any
bool look_at_new_windows(store::Database& database, const registry::Registry& registry,
                         const registry::ModelVersion& version, const DriftOptions& options, base::TimePoint now) {
  const std::vector<WatchedWindow> windows = windows_to_look_at(database, version, options, now);
  if (windows.empty()) return false;
  const Result<Baseline> baseline = baseline_of(database, registry, version);
  for (const WatchedWindow& window : windows)
    look_at(database, window, baseline, options, now);
  return true;
}

}  // namespace

DriftLook watch_drift(store::Database& database, const registry::Registry& registry, const DriftOptions& options,
                      base::TimePoint now) {
  DriftLook look;
  for (const registry::ModelVersion& version : registry.list()) {
    if (std::ranges::find(version.aliases, "champion") == version.aliases.end()) continue;
    try {
      if (look_at_new_windows(database, registry, version, options, now)) look.looked_at.push_back(version);
    } catch (const store::StoreUnavailable&) {
      throw;  // it keeps every model from being watched
    } catch (const std::exception& error) {
      look.unwatched.push_back({version, error.what()});
    }
  }
  return look;
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

std::string drift_windows_json(store::Database& database, std::string_view name, int version, int limit) {
  return database.begin().run(store::sql::model_drift, store::Params().add(name).add(version).add(limit)).text(0, 0);
}

}  // namespace clearwell::monitoring
