#include "server/scheduler/jobs.hpp"

#include "server/base/time_text.hpp"
#include "server/scheduler/daily_schedule.hpp"
#include "server/store/sql.hpp"
#include "server/training/cancellation.hpp"

#include <exception>
#include <utility>

namespace clearwell::scheduler {
namespace {

Job job_of(const store::Rows& rows, std::size_t row) {
  enum Column : std::size_t {
    kJobId,
    kKind,
    kModel,
    kRequest,
    kRequestedBy,
    kReason,
    kStatus,
    kAttempts,
    kScheduledFor,
    kNotBefore,
    kCreatedAt,
    kStartedAt,
    kEndedAt,
    kResult,
    kError
  };
  return {.job_id = rows.integer(row, kJobId),
          .kind = rows.text(row, kKind),
          .model = rows.text(row, kModel),
          .request_json = rows.text(row, kRequest),
          .requested_by = rows.text(row, kRequestedBy),
          .reason = rows.text(row, kReason),
          .status = rows.text(row, kStatus),
          .attempts = static_cast<int>(rows.integer(row, kAttempts)),
          .scheduled_for = rows.maybe_text(row, kScheduledFor),
          .not_before = rows.maybe_text(row, kNotBefore),
          .created_at = rows.text(row, kCreatedAt),
          .started_at = rows.maybe_text(row, kStartedAt),
          .ended_at = rows.maybe_text(row, kEndedAt),
          .result_json = rows.maybe_text(row, kResult),
          .error = rows.maybe_text(row, kError)};
}

std::optional<Job> read_job(store::Transaction& transaction, std::int64_t job_id) {
  const store::Rows rows = transaction.run(store::sql::jobs, store::Params().add(job_id).add(1));
  return rows.empty() ? std::nullopt : std::optional(job_of(rows, 0));
}

/// The transaction holds the job's lock from here on, unless somebody else does.
bool try_lock_job(store::Transaction& transaction, std::int64_t job_id) {
  return transaction.run(store::sql::try_lock, store::Params().add("clearwell job " + std::to_string(job_id)))
      .boolean(0, 0);
}

Job insert(store::Transaction& transaction, std::int64_t job_id, JobKind kind, std::string_view model,
           std::string_view request_json, std::string_view requested_by, JobReason reason, std::string_view status,
           base::TimePoint now) {
  transaction.run(store::sql::insert_job, store::Params()
                                              .add(job_id)
                                              .add(to_string(kind))
                                              .add(model)
                                              .add(request_json)
                                              .add(requested_by)
                                              .add(status)
                                              .add(base::format_time(now))
                                              .add(to_string(reason)));
  return read_job(transaction, job_id).value();
}

std::int64_t reserve_job_id(store::Transaction& transaction) {
  return transaction.run(store::sql::reserve_job_id).integer(0, 0);
}

}  // namespace

std::string_view to_string(JobKind kind) {
  constexpr std::string_view kNames[] = {"train", "retrain", "promote", "rollback"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::string_view to_string(JobReason reason) {
  constexpr std::string_view kNames[] = {"request", "schedule", "drift", "precision"};
  return kNames[static_cast<std::size_t>(reason)];
}

// ActiveJob -----------------------------------------------------------------------------------------------------------

ActiveJob::ActiveJob(store::Database& database, base::Clock clock, store::Transaction lock, Job job)
    : database_(&database), clock_(std::move(clock)), lock_(std::move(lock)), job_(std::move(job)) {}

ActiveJob::ActiveJob(ActiveJob&& other) noexcept
    : database_(std::exchange(other.database_, nullptr)),
      clock_(std::move(other.clock_)),
      lock_(std::move(other.lock_)),
      job_(std::move(other.job_)) {}

ActiveJob::~ActiveJob() {
  if (database_ == nullptr) return;
  try {
    fail("it ended without a result");
  } catch (const std::exception&) {
    // The database is away. The lock goes with its connection, and take_up_abandoned will find the job.
  }
}

Job ActiveJob::finish(std::string_view result_json) {
  return end("FINISHED", result_json, std::nullopt);
}

Job ActiveJob::fail(std::string_view error) {
  return end("FAILED", std::nullopt, error);
}

Job ActiveJob::kill() {
  return end("KILLED", std::nullopt, "it was asked to stop");
}

Job ActiveJob::retry(std::string_view error) {
  const std::optional<std::chrono::minutes> wait = retry_after(job_.attempts);
  return wait && job_.not_before ? requeue(clock_() + *wait, error, false) : fail(error);
}

Job ActiveJob::interrupt() {
  return requeue(clock_(), "the process was asked to stop", true);
}

Job ActiveJob::end(std::string_view status, std::optional<std::string_view> result_json,
                   std::optional<std::string_view> error) {
  return leave(
      store::sql::end_job,
      store::Params().add(job_.job_id).add(status).add(base::format_time(clock_())).add(result_json).add(error));
}

Job ActiveJob::requeue(base::TimePoint not_before, std::string_view error, bool interrupted) {
  return leave(store::sql::requeue_job,
               store::Params().add(job_.job_id).add(base::format_time(not_before)).add(error).add(interrupted));
}

Job ActiveJob::leave(std::string_view sql, const store::Params& params) {
  store::Transaction transaction = database_->begin();
  transaction.run(sql, params);
  Job left = read_job(transaction, job_.job_id).value();
  transaction.commit();
  database_ = nullptr;
  return left;
}

// Jobs ----------------------------------------------------------------------------------------------------------------

Job Jobs::enqueue(JobKind kind, std::string_view model, std::string_view request_json, std::string_view requested_by,
                  JobReason reason) const {
  store::Transaction transaction = database_.begin();
  Job job = enqueue(transaction, kind, model, request_json, requested_by, reason);
  transaction.commit();
  return job;
}

Job Jobs::enqueue(store::Transaction& transaction, JobKind kind, std::string_view model, std::string_view request_json,
                  std::string_view requested_by, JobReason reason) const {
  transaction.run(store::sql::lock_job_queue, store::Params().add(model));
  const store::Rows open = transaction.run(store::sql::open_job, store::Params().add(to_string(kind)).add(model));
  if (!open.empty()) return read_job(transaction, open.integer(0, 0)).value();
  Job job = insert(transaction, reserve_job_id(transaction), kind, model, request_json, requested_by, reason, "QUEUED",
                   clock_());
  transaction.run(store::sql::notify, store::Params().add(kJobsChannel).add(std::to_string(job.job_id)));
  return job;
}

void Jobs::enqueue_retraining(std::span<const std::string> models, base::TimePoint scheduled_for) const {
  store::Transaction transaction = database_.begin();
  transaction.run(
      store::sql::insert_scheduled_jobs,
      store::Params().add(base::format_time(scheduled_for)).add_array(models).add(base::format_time(clock_())));
  transaction.commit();
}

ActiveJob Jobs::begin(JobKind kind, std::string_view model, std::string_view request_json,
                      std::string_view requested_by) const {
  store::Transaction transaction = database_.begin();
  const std::int64_t job_id = reserve_job_id(transaction);
  // The lock first: once the job can be seen, nobody may take it for abandoned.
  store::Transaction lock = database_.begin();
  try_lock_job(lock, job_id);
  Job job =
      insert(transaction, job_id, kind, model, request_json, requested_by, JobReason::kRequest, "RUNNING", clock_());
  transaction.commit();
  return ActiveJob(database_, clock_, std::move(lock), std::move(job));
}

Result<Job> Jobs::run(JobKind kind, std::string_view model, std::string_view request_json,
                      std::string_view requested_by, const Work& work) const {
  ActiveJob job = begin(kind, model, request_json, requested_by);
  Result<std::string> result = Error{};
  try {
    result = work();
  } catch (const training::Cancelled&) {
    job.kill();
    throw;
  } catch (const std::exception& error) {
    job.fail(error.what());
    throw;
  }
  if (result) return job.finish(*result);
  job.fail(result.error().message);
  return result.error();
}

std::optional<ActiveJob> Jobs::begin_next() const {
  const std::string now = base::format_time(clock_());
  store::Transaction lock = database_.begin();
  const store::Rows next = lock.run(store::sql::next_job, store::Params().add(now));
  if (next.empty() || !try_lock_job(lock, next.integer(0, 0))) return std::nullopt;
  store::Transaction transaction = database_.begin();
  const store::Rows started = transaction.run(store::sql::start_job, store::Params().add(next.integer(0, 0)).add(now));
  if (started.affected() == 0) return std::nullopt;  // somebody was faster
  Job job = read_job(transaction, next.integer(0, 0)).value();
  transaction.commit();
  return ActiveJob(database_, clock_, std::move(lock), std::move(job));
}

std::vector<std::int64_t> Jobs::take_up_abandoned() const {
  store::Transaction transaction = database_.begin();
  const store::Rows running = transaction.run(store::sql::running_jobs);
  std::vector<std::int64_t> taken_up;
  for (std::size_t row = 0; row < running.size(); ++row) {
    store::Transaction lock = database_.begin();
    if (!try_lock_job(lock, running.integer(row, 0))) continue;
    ActiveJob abandoned(database_, clock_, std::move(lock), find(running.integer(row, 0)).value());
    abandoned.retry("the process that worked on it ended without a word");
    taken_up.push_back(running.integer(row, 0));
  }
  return taken_up;
}

std::optional<Job> Jobs::find(std::int64_t job_id) const {
  store::Transaction transaction = database_.begin();
  return read_job(transaction, job_id);
}

std::vector<Job> Jobs::newest(int limit) const {
  store::Transaction transaction = database_.begin();
  const store::Rows rows = transaction.run(store::sql::jobs, store::Params().add_null().add(limit));
  std::vector<Job> jobs;
  for (std::size_t row = 0; row < rows.size(); ++row)
    jobs.push_back(job_of(rows, row));
  return jobs;
}

}  // namespace clearwell::scheduler
