#pragma once

#include "common/result.hpp"
#include "server/base/clock.hpp"
#include "server/store/database.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace clearwell::scheduler {

/// Channel of the NOTIFY that follows a job put into the queue.
inline constexpr std::string_view kJobsChannel = "clearwell_jobs";

enum class JobKind { kTrain, kRetrain, kPromote, kRollback };

/// `train`, `retrain`, `promote`, `rollback`.
std::string_view to_string(JobKind kind);

/// Somebody asked, its time had come, the model's inputs had moved, or laboratories doubt its answers.
enum class JobReason { kRequest, kSchedule, kDrift, kPrecision };

/// `request`, `schedule`, `drift`, `precision`.
std::string_view to_string(JobReason reason);

/// Work that somebody or the schedule asked for. A row of ops.jobs. Times are RFC 3339 in UTC.
struct Job {
  std::int64_t job_id = 0;
  std::string kind;
  std::string model;
  std::string request_json;
  std::string requested_by;
  std::string reason;                        ///< as of JobReason
  std::string status;                        ///< QUEUED, RUNNING, FINISHED, FAILED or KILLED
  int attempts = 0;                          ///< begun
  std::optional<std::string> scheduled_for;  ///< empty where somebody asked for it
  std::optional<std::string> not_before;     ///< of the next attempt; empty for a job that was never in the queue
  std::string created_at;
  std::optional<std::string> started_at;  ///< of the last attempt
  std::optional<std::string> ended_at;
  std::optional<std::string> result_json;
  std::optional<std::string> error;  ///< of the last attempt

  bool operator==(const Job&) const = default;
};

/// A job at work in this process. It holds a lock in the database, so that a job left by a process that was killed can
/// be told from one at work. One that nobody ended has failed. Not for use by two threads.
class ActiveJob {
 public:
  ~ActiveJob();
  ActiveJob(ActiveJob&&) noexcept;
  ActiveJob& operator=(ActiveJob&&) = delete;

  const Job& job() const { return job_; }  ///< as it was when the work began

  /// Each ends the job and answers it as it is then. \throws store::StoreError; then another may be tried
  Job finish(std::string_view result_json);
  Job fail(std::string_view error);
  Job kill();  ///< somebody asked the work to stop, and it is not to be taken up again
  /// It goes wrong for now: again later, with waits that grow (retry_after), unless it was never in the queue.
  Job retry(std::string_view error);
  /// The process is to stop: whoever comes next takes it up again at once.
  Job interrupt();

 private:
  friend class Jobs;
  ActiveJob(store::Database& database, base::Clock clock, store::Transaction lock, Job job);
  Job end(std::string_view status, std::optional<std::string_view> result_json, std::optional<std::string_view> error);
  Job requeue(base::TimePoint not_before, std::string_view error, bool interrupted);
  Job leave(std::string_view sql, const store::Params& params);

  store::Database* database_;  ///< null once moved from or ended
  base::Clock clock_;
  store::Transaction lock_;
  Job job_;
};

/// The queue and the history of jobs. Safe for use by many threads and processes. All of it throws store::StoreError.
class Jobs {
 public:
  Jobs(store::Database& database, base::Clock clock) : database_(database), clock_(std::move(clock)) {}

  /// Puts a job into the queue and wakes who works on it. \return that job, or the one of this kind on this model that
  /// waits or is at work already: nothing is to be done twice because two asked for it
  Job enqueue(JobKind kind, std::string_view model, std::string_view request_json, std::string_view requested_by,
              JobReason reason = JobReason::kRequest) const;
  /// The same as a part of that transaction. Until it ends, others who ask for work on this model wait.
  Job enqueue(store::Transaction& transaction, JobKind kind, std::string_view model, std::string_view request_json,
              std::string_view requested_by, JobReason reason) const;
  /// Puts a retraining of each of these models into the queue that is due since `scheduled_for`: it has not been asked
  /// for yet, and no version has been registered since. Of many missed times only the last is caught up.
  void enqueue_retraining(std::span<const std::string> models, base::TimePoint scheduled_for) const;

  /// What a job does: its result as JSON, or why there is none.
  using Work = std::function<Result<std::string>()>;
  /// Does the work at once, in this process, as a job beside the queue: FINISHED, FAILED, or KILLED where somebody
  /// asked it to stop. Errors and exceptions are those of the work.
  Result<Job> run(JobKind kind, std::string_view model, std::string_view request_json, std::string_view requested_by,
                  const Work& work) const;
  /// The next job of the queue, empty when none is due.
  std::optional<ActiveJob> begin_next() const;
  /// Puts the jobs back into the queue, or ends them, whose process is gone. \return their ids
  std::vector<std::int64_t> take_up_abandoned() const;

  std::optional<Job> find(std::int64_t job_id) const;
  std::vector<Job> newest(int limit) const;

 private:
  ActiveJob begin(JobKind kind, std::string_view model, std::string_view request_json,
                  std::string_view requested_by) const;

  store::Database& database_;
  base::Clock clock_;
};

}  // namespace clearwell::scheduler
