#include "server/scoring/inference_log.hpp"

#include "server/store/database.hpp"
#include "server/store/sql.hpp"

#include <charconv>
#include <chrono>
#include <cmath>
#include <exception>

namespace clearwell::scoring {
namespace {

/// One statement takes this many rows; a larger group is written by several statements of one transaction.
constexpr std::size_t kRowsPerStatement = 5'000;
/// A group takes no more than this, so that a small request never waits for a queue full of large ones.
constexpr std::size_t kRowsPerGroup = 20'000;
/// A database that was lost during a commit is asked this long what became of it; a restart takes a second or two.
constexpr std::chrono::seconds kAskAfterDoubt{5};
constexpr std::chrono::milliseconds kAskEvery{100};

/// PostgreSQL's text of a real[]: shortest digits that give the same bits back; NULL where not measured.
std::string array_literal(const std::vector<float>& features) {
  std::string literal = "{";
  for (const float feature : features) {
    if (literal.size() > 1) literal += ',';
    if (std::isnan(feature)) {
      literal += "NULL";
    } else {
      char digits[32];
      literal.append(digits, std::to_chars(digits, digits + sizeof digits, feature).ptr);
    }
  }
  return literal + '}';
}

/// The columns of insert_inferences.sql.
struct Columns {
  std::vector<std::int64_t> ids, versions;
  std::vector<std::string> models, roles, features, positives, plants, sensors;
  std::vector<double> margins, probabilities, thresholds;

  void add(std::int64_t id, const Inference& inference) {
    ids.push_back(id);
    models.push_back(inference.model);
    versions.push_back(inference.version);
    roles.emplace_back(inference.role);
    features.push_back(array_literal(inference.features));
    margins.push_back(inference.margin);
    probabilities.push_back(inference.probability);
    thresholds.push_back(inference.threshold);
    positives.emplace_back(inference.positive ? "t" : "f");
    plants.push_back(inference.plant_id);
    sensors.push_back(inference.sensor_id);
  }

  void insert_into(store::Transaction& transaction) {
    if (ids.empty()) return;
    transaction.run(store::sql::insert_inferences, store::Params()
                                                       .add_array(ids)
                                                       .add_array(models)
                                                       .add_array(versions)
                                                       .add_array(roles)
                                                       .add_array(features)
                                                       .add_array(margins)
                                                       .add_array(probabilities)
                                                       .add_array(thresholds)
                                                       .add_array(positives)
                                                       .add_array(plants)
                                                       .add_array(sensors));
    *this = Columns();
  }
};

}  // namespace

InferenceLog::InferenceLog(std::shared_ptr<store::Database> database, std::size_t max_waiting_rows)
    : database_(std::move(database)), max_waiting_rows_(max_waiting_rows), writer_([this] { write_until_stopped(); }) {}

InferenceLog::~InferenceLog() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  something_waits_.notify_all();
  writer_.join();
}

std::vector<std::int64_t> InferenceLog::append(std::vector<Inference> inferences) {
  if (inferences.empty()) return {};
  std::future<std::vector<std::int64_t>> ids;
  {
    const std::lock_guard lock(mutex_);
    if (waiting_rows_ + inferences.size() > max_waiting_rows_) {
      throw Overloaded("the inference log is full: " + std::to_string(waiting_rows_) + " rows wait to be written");
    }
    waiting_rows_ += inferences.size();
    waiting_.push_back({std::move(inferences), {}});
    ids = waiting_.back().ids.get_future();
  }
  something_waits_.notify_one();
  return ids.get();
}

void InferenceLog::write_until_stopped() {
  for (;;) {
    std::vector<Batch> group = take_group();
    if (group.empty()) return;
    std::size_t rows = 0;
    for (const Batch& batch : group)
      rows += batch.inferences.size();
    try {
      write(group);
    } catch (...) {
      for (Batch& batch : group)
        batch.ids.set_exception(std::current_exception());
    }
    const std::lock_guard lock(mutex_);
    waiting_rows_ -= rows;
  }
}

/// \return  empty when the log is to stop and nothing waits
std::vector<InferenceLog::Batch> InferenceLog::take_group() {
  std::unique_lock lock(mutex_);
  something_waits_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
  std::vector<Batch> group;
  std::size_t rows = 0;
  while (!waiting_.empty() && (group.empty() || rows + waiting_.front().inferences.size() <= kRowsPerGroup)) {
    rows += waiting_.front().inferences.size();
    group.push_back(std::move(waiting_.front()));
    waiting_.pop_front();
  }
  return group;
}

void InferenceLog::write(std::vector<Batch>& group) {
  std::vector<std::int64_t> ids;
  try {
    insert(group, ids);
  } catch (const store::CommitInDoubt&) {
    if (!is_stored(ids.front())) insert(group, ids);
  }
  auto first = ids.begin();
  for (Batch& batch : group) {
    const auto end = first + static_cast<std::ptrdiff_t>(batch.inferences.size());
    batch.ids.set_value({first, end});
    first = end;
  }
}

/// \param ids  [rows of the group], in their order; they are told also when the commit fails
void InferenceLog::insert(const std::vector<Batch>& group, std::vector<std::int64_t>& ids) {
  std::int64_t n_rows = 0;
  for (const Batch& batch : group)
    n_rows += static_cast<std::int64_t>(batch.inferences.size());

  store::Transaction transaction = database_->begin();
  transaction.run(store::sql::ensure_inference_partition);
  const store::Rows fresh_ids = transaction.run(store::sql::reserve_inference_ids, store::Params().add(n_rows));
  ids.clear();
  for (std::size_t row = 0; row < fresh_ids.size(); ++row)
    ids.push_back(fresh_ids.integer(row, 0));
  transaction.run(store::sql::lock_inference_group, store::Params().add(ids.front()));

  Columns columns;
  auto id = ids.begin();
  for (const Batch& batch : group) {
    for (const Inference& inference : batch.inferences) {
      columns.add(*id++, inference);
      if (columns.ids.size() == kRowsPerStatement) columns.insert_into(transaction);
    }
  }
  columns.insert_into(transaction);
  transaction.commit();
}

/// Whether the group that begins with `first_id` is stored. \throws store::CommitInDoubt when that cannot be learned
bool InferenceLog::is_stored(std::int64_t first_id) {
  const store::Params first = store::Params().add(first_id);
  for (const auto deadline = std::chrono::steady_clock::now() + kAskAfterDoubt;;) {
    std::string obstacle;
    try {
      store::Transaction transaction = database_->begin();
      // The lost session may still be at work on its commit, and holds the lock until that is done.
      const bool ended = transaction.run(store::sql::lock_inference_group, first).boolean(0, 0);
      if (ended) return transaction.run(store::sql::inference_is_stored, first).boolean(0, 0);
      obstacle = "the lost session has not ended";
    } catch (const store::StoreError& error) {
      obstacle = error.what();
    }
    if (std::chrono::steady_clock::now() > deadline)
      throw store::CommitInDoubt("COMMIT, it is not known whether it was stored: " + obstacle);
    std::this_thread::sleep_for(kAskEvery);
  }
}

}  // namespace clearwell::scoring
