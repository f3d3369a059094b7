#include "server/scheduler/scheduler.hpp"

#include "server/base/spec_files.hpp"
#include "server/monitoring/drift_policy.hpp"
#include "server/monitoring/realised_precision.hpp"
#include "server/scheduler/daily_schedule.hpp"
#include "server/scheduler/retrain.hpp"
#include "server/tracking/active_run.hpp"
#include "server/training/cancellation.hpp"
#include "server/training/estimator.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <exception>
#include <thread>

namespace clearwell::scheduler {
namespace {

void no_progress(std::string_view, double) {}

bool is_from_a_monitor(const Job& job) {
  return job.reason == to_string(JobReason::kDrift) || job.reason == to_string(JobReason::kPrecision);
}

std::string json_of(const training::TrainingReport& report) {
  return nlohmann::json{{"version", report.registered.version},
                        {"family", report.registered.family},
                        {"run_id", report.registered.run_id},
                        {"alarms", report.registered.alarms}}
      .dump();
}

}  // namespace

Scheduler::Scheduler(std::shared_ptr<store::Database> database, registry::Registry registry, SchedulerOptions options,
                     base::Clock clock, SchedulerObserver observer)
    : database_(std::move(database)),
      registry_(std::move(registry)),
      options_(std::move(options)),
      clock_(std::move(clock)),
      observer_(std::move(observer)),
      jobs_(*database_, clock_),
      leadership_(*database_),
      compliance_(*database_),
      precision_(*database_, registry_, jobs_) {}

bool Scheduler::work_once(const std::stop_token& stop) {
  if (!leadership_.hold()) return false;
  tracking::end_abandoned_runs(*database_);
  jobs_.take_up_abandoned();
  if (options_.retrain_at)
    jobs_.enqueue_retraining(base::spec_names(options_.models_dir), latest_occurrence(clock_(), *options_.retrain_at));
  watch(stop);
  std::optional<ActiveJob> job = jobs_.begin_next();
  if (!job) return false;
  observer_.started(job->job());
  observer_.ended(run(*job, stop));
  return true;
}

void Scheduler::watch(const std::stop_token& stop) {
  constexpr std::chrono::minutes kEvery{1};  // a window's end is not waited for longer, and a fault not met more often
  if (clock_() < next_watch_) {
    if (has_plants_left_) judge_plants(stop);
    return;
  }
  next_watch_ = clock_() + kEvery;
  monitoring::match_samples(*database_, options_.label_within, clock_());
  if (options_.demotes) watch_precision();
  const monitoring::DriftLook look = monitoring::watch_drift(*database_, registry_, options_.drift, clock_());
  for (const registry::ModelVersion& version : look.looked_at)
    observer_.drift_watched(version, monitoring::drift_windows(*database_, version.name, version.version, 1).at(0));
  for (const monitoring::Unwatched& unwatched : look.unwatched)
    observer_.drift_unwatched(unwatched.version, unwatched.reason);
  if (options_.drift.asks_for_retraining) ask_for_retraining();
  judge_plants(stop);  // last: it takes longest, and one plant's fault shall hold up nothing else
}

void Scheduler::judge_plants(const std::stop_token& stop) {
  has_plants_left_ = false;
  has_plants_left_ = compliance_.look(clock_(), stop).has_left;
}

void Scheduler::watch_precision() {
  const PrecisionLook look = precision_.look();
  for (const registry::Promotion& demotion : look.demotions)
    observer_.demoted(demotion);
  for (const monitoring::Unwatched& unwatched : look.unwatched)
    observer_.precision_unwatched(unwatched.version, unwatched.reason);
}

/// Asked at every look and not only after a new window: what a fault kept from being asked for is not lost.
void Scheduler::ask_for_retraining() {
  for (const monitoring::LastingDrift& drift : monitoring::lasting_drifts(*database_)) {
    const nlohmann::json cause = {
        {"version", drift.version}, {"window_end", drift.window_end}, {"drifted", drift.drifted}};
    store::Transaction transaction = database_->begin();
    const Job job =
        jobs_.enqueue(transaction, JobKind::kRetrain, drift.model, cause.dump(), "drift monitor", JobReason::kDrift);
    monitoring::note_retraining(transaction, drift, job.job_id);
    transaction.commit();
  }
}

/// What data, spec or algorithm do not allow will not be otherwise in a minute; what the world refuses may be.
Job Scheduler::run(ActiveJob& job, const std::stop_token& stop) const {
  const Result<spec::DatasetSpec> spec = base::load_spec(options_.models_dir, job.job().model);
  if (!spec) return job.fail(spec.error().message);
  const training::TrainingRequest request{.n_threads = options_.n_threads, .stop = stop};
  try {
    if (job.job().kind == to_string(JobKind::kTrain)) {
      const Result<training::TrainingReport> trained =
          training::train(database_, registry_, *spec, request, no_progress);
      return trained ? job.finish(json_of(*trained)) : job.fail(trained.error().message);
    }
    const RetrainRequest retraining{.if_due = true,
                                    .decided_by = job.job().requested_by,
                                    .asked_by_monitor = is_from_a_monitor(job.job()),
                                    .training = request};
    const Result<RetrainReport> retrained = retrain(database_, registry_, *spec, retraining, no_progress);
    return retrained ? job.finish(to_json(*retrained)) : job.fail(retrained.error().message);
  } catch (const training::Cancelled&) {
    return job.interrupt();
  } catch (const training::TrainingError& error) {
    return job.fail(error.what());
  } catch (const std::exception& error) {
    if (stop.stop_requested()) return job.interrupt();  // who stops the program ends long statements, too
    return job.retry(error.what());
  }
}

void Scheduler::work(const std::stop_token& stop) {
  using SteadyClock = std::chrono::steady_clock;
  constexpr std::chrono::milliseconds kStopWithin{250};
  constexpr std::chrono::seconds kLookEvery{5};  // at a schedule that knows minutes, and for a leader that died
  SteadyClock::time_point next_look{};
  while (!stop.stop_requested()) {
    try {
      const bool notified = database_->wait_for_notification(kJobsChannel, kStopWithin);
      if (stop.stop_requested() || (!notified && SteadyClock::now() < next_look)) continue;
      while (!stop.stop_requested() && work_once(stop)) {
      }
    } catch (const store::StoreError& error) {
      if (stop.stop_requested()) return;
      observer_.store_away(error.what());
      std::this_thread::sleep_for(kStopWithin);
    } catch (const std::exception& error) {
      observer_.failed(error.what());
    }
    next_look = SteadyClock::now() + kLookEvery;
  }
}

}  // namespace clearwell::scheduler
