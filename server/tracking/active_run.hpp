#pragma once

#include "server/store/database.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace clearwell::tracking {

inline constexpr std::size_t kMostArtifactBytes = std::size_t{16} << 20;  ///< the table has the same bound

/// Name of the tag that says why a run did not keep the file of this path.
std::string left_out_tag(std::string_view path);

/// One point of a metric.
struct Metric {
  std::string key;
  double value = 0;  ///< finite
  std::int64_t step = 0;
};

/// A part of a run that is told of once it has ended, with many others at once.
struct FinishedRun {
  std::string name;
  std::map<std::string, std::string> params;
  std::vector<Metric> metrics;
};

/// A run under way: from RUNNING to FINISHED, FAILED or KILLED. What is logged is there at once for others to read.
///
/// A run of its own holds a lock in the database as long as this process lives, so that a run left by a process that
/// was killed can be told from one that still works (end_abandoned_runs). A nested run lives under its parent's lock.
/// Not for use by two threads. All but fail() and kill() throw store::StoreError.
class ActiveRun {
 public:
  /// Creates the experiment when it is missing.
  static ActiveRun start(std::shared_ptr<store::Database> database, std::string_view experiment, std::string_view name);
  /// \pre  this run outlives it
  ActiveRun start_nested(std::string_view name) const;

  /// A run that nobody ended has failed.
  ~ActiveRun();
  ActiveRun(ActiveRun&&) noexcept;
  ActiveRun& operator=(ActiveRun&&) = delete;

  const std::string& run_id() const { return run_id_; }  ///< 32 hex digits

  void log_params(const std::map<std::string, std::string>& params) const;  ///< each key once
  void log_metrics(std::span<const Metric> metrics) const;                  ///< each key and step once
  void set_tags(const std::map<std::string, std::string>& tags) const;
  /// Keeps a file of at most kMostArtifactBytes with the run, each path once: small letters, digits and `_.-` between
  /// slashes.
  void log_artifact(std::string_view path, std::string_view media_type, std::string_view bytes) const;
  /// The same, or, of a larger file, the tag left_out_tag(path) that says so in its place.
  void log_artifact_or_tag(std::string_view path, std::string_view media_type, std::string_view bytes) const;

  /// Runs nested in this one, FINISHED, in one transaction. They begin when this one did.
  void add_finished(std::span<const FinishedRun> runs) const;

  /// \throws store::StoreError also when somebody else has ended it, having given this process up for dead
  void finish();
  /// With the reason as tag `error`. No effect on a run that has ended, nor where the database is away: this is called
  /// when something has gone wrong already, and end_abandoned_runs finds the run later.
  void fail(std::string_view error) noexcept;
  /// Somebody asked the work to stop. Otherwise as fail().
  void kill() noexcept;

 private:
  ActiveRun(std::shared_ptr<store::Database> database, std::int64_t experiment_id, std::string run_id,
            std::optional<store::Transaction> lock);
  void insert(std::string_view name, const std::optional<std::string>& parent_run_id) const;
  void end(std::string_view status);

  std::shared_ptr<store::Database> database_;  ///< null once moved from or ended
  std::int64_t experiment_id_;
  std::string run_id_;
  std::optional<store::Transaction> lock_;  ///< of a run that is not nested
};

/// Ends the runs of processes that are gone, as FAILED. \return their ids \throws store::StoreError
std::vector<std::string> end_abandoned_runs(store::Database& database);

}  // namespace clearwell::tracking
