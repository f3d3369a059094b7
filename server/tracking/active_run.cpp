#include "server/tracking/active_run.hpp"

#include "server/base/random_id.hpp"
#include "server/store/sql.hpp"

#include <exception>

namespace clearwell::tracking {
namespace {

store::Rows run(store::Database& database, std::string_view sql, const store::Params& params) {
  store::Transaction transaction = database.begin();
  store::Rows rows = transaction.run(sql, params);
  transaction.commit();
  return rows;
}

struct KeysAndValues {
  std::vector<std::string> keys;
  std::vector<std::string> values;

  explicit KeysAndValues(const std::map<std::string, std::string>& pairs) {
    for (const auto& [key, value] : pairs) {
      keys.push_back(key);
      values.push_back(value);
    }
  }
};

}  // namespace

std::string left_out_tag(std::string_view path) {
  return "left_out." + std::string(path);
}

ActiveRun::ActiveRun(std::shared_ptr<store::Database> database, std::int64_t experiment_id, std::string run_id,
                     std::optional<store::Transaction> lock)
    : database_(std::move(database)),
      experiment_id_(experiment_id),
      run_id_(std::move(run_id)),
      lock_(std::move(lock)) {}

ActiveRun ActiveRun::start(std::shared_ptr<store::Database> database, std::string_view experiment,
                           std::string_view name) {
  const std::int64_t experiment_id =
      run(*database, store::sql::upsert_experiment, store::Params().add(experiment)).integer(0, 0);
  std::string run_id = base::random_hex(16);
  // The lock first: once the run can be seen, nobody may take it for abandoned.
  std::optional<store::Transaction> lock(database->begin());
  lock->run(store::sql::lock_run, store::Params().add(run_id));
  ActiveRun started(std::move(database), experiment_id, std::move(run_id), std::move(lock));
  started.insert(name, std::nullopt);
  return started;
}

ActiveRun ActiveRun::start_nested(std::string_view name) const {
  ActiveRun nested(database_, experiment_id_, base::random_hex(16), std::nullopt);
  nested.insert(name, run_id_);
  return nested;
}

ActiveRun::ActiveRun(ActiveRun&&) noexcept = default;

ActiveRun::~ActiveRun() {
  fail("it ended without a result");
}

void ActiveRun::insert(std::string_view name, const std::optional<std::string>& parent_run_id) const {
  run(*database_, store::sql::insert_run,
      store::Params().add(run_id_).add(experiment_id_).add(parent_run_id).add(name));
}

void ActiveRun::log_params(const std::map<std::string, std::string>& params) const {
  const KeysAndValues columns(params);
  run(*database_, store::sql::insert_params,
      store::Params().add(run_id_).add_array(columns.keys).add_array(columns.values));
}

void ActiveRun::log_metrics(std::span<const Metric> metrics) const {
  std::vector<std::string> keys;
  std::vector<double> values;
  std::vector<std::int64_t> steps;
  for (const Metric& metric : metrics) {
    keys.push_back(metric.key);
    values.push_back(metric.value);
    steps.push_back(metric.step);
  }
  run(*database_, store::sql::insert_metrics,
      store::Params().add(run_id_).add_array(keys).add_array(values).add_array(steps));
}

void ActiveRun::set_tags(const std::map<std::string, std::string>& tags) const {
  const KeysAndValues columns(tags);
  run(*database_, store::sql::upsert_tags,
      store::Params().add(run_id_).add_array(columns.keys).add_array(columns.values));
}

void ActiveRun::log_artifact(std::string_view path, std::string_view media_type, std::string_view bytes) const {
  run(*database_, store::sql::insert_run_artifact,
      store::Params().add(run_id_).add(path).add(media_type).add_bytes(bytes));
}

void ActiveRun::log_artifact_or_tag(std::string_view path, std::string_view media_type, std::string_view bytes) const {
  if (bytes.size() <= kMostArtifactBytes) return log_artifact(path, media_type, bytes);
  set_tags(
      {{left_out_tag(path), std::string(path) + " has " + std::to_string(bytes.size()) +
                                " bytes, and a run keeps files of at most " + std::to_string(kMostArtifactBytes)}});
}

void ActiveRun::add_finished(std::span<const FinishedRun> runs) const {
  std::vector<std::string> run_ids, names;
  std::vector<std::string> param_runs, param_keys, param_values;
  std::vector<std::string> metric_runs, metric_keys;
  std::vector<double> metric_values;
  std::vector<std::int64_t> metric_steps;
  for (const FinishedRun& finished : runs) {
    run_ids.push_back(base::random_hex(16));
    names.push_back(finished.name);
    for (const auto& [key, value] : finished.params) {
      param_runs.push_back(run_ids.back());
      param_keys.push_back(key);
      param_values.push_back(value);
    }
    for (const Metric& metric : finished.metrics) {
      metric_runs.push_back(run_ids.back());
      metric_keys.push_back(metric.key);
      metric_values.push_back(metric.value);
      metric_steps.push_back(metric.step);
    }
  }
  store::Transaction transaction = database_->begin();
  transaction.run(store::sql::insert_finished_runs, store::Params().add(run_id_).add_array(run_ids).add_array(names));
  transaction.run(store::sql::insert_params_of_runs,
                  store::Params().add_array(param_runs).add_array(param_keys).add_array(param_values));
  transaction.run(
      store::sql::insert_metrics_of_runs,
      store::Params().add_array(metric_runs).add_array(metric_keys).add_array(metric_values).add_array(metric_steps));
  transaction.commit();
}

void ActiveRun::finish() {
  end("FINISHED");
}

void ActiveRun::fail(std::string_view error) noexcept {
  if (!database_) return;
  try {
    set_tags({{"error", std::string(error)}});
    end("FAILED");
  } catch (const std::exception&) {
    // The database is away. The lock goes with its connection, and end_abandoned_runs will find the run.
  }
}

void ActiveRun::kill() noexcept {
  if (!database_) return;
  try {
    end("KILLED");
  } catch (const std::exception&) {
    // As in fail().
  }
}

void ActiveRun::end(std::string_view status) {
  const store::Rows ended = run(*database_, store::sql::end_run, store::Params().add(run_id_).add(status));
  database_.reset();
  lock_.reset();
  if (ended.affected() == 0)
    throw store::StoreError("run " + run_id_ + " was ended by somebody else, who took this process for dead");
}

std::vector<std::string> end_abandoned_runs(store::Database& database) {
  store::Transaction transaction = database.begin();
  const store::Rows abandoned = transaction.run(store::sql::lock_abandoned_runs);
  std::vector<std::string> run_ids;
  for (std::size_t row = 0; row < abandoned.size(); ++row)
    run_ids.push_back(abandoned.text(row, 0));
  if (!run_ids.empty()) transaction.run(store::sql::end_abandoned_runs, store::Params().add_array(run_ids));
  transaction.commit();
  return run_ids;
}

}  // namespace clearwell::tracking
