#include "server/scoring/inference_log.hpp"

#include "server/store/database.hpp"
#include "server/store/sql.hpp"

#include <charconv>
#include <cmath>
#include <exception>

namespace clearwell::scoring {
namespace {

/// One statement takes this many rows; a larger group is written by several statements of one transaction.
constexpr std::size_t kRowsPerStatement = 5'000;
/// A group takes no more than this, so that a small request never waits for a queue full of large ones.
constexpr std::size_t kRowsPerGroup = 20'000;

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
  std::int64_t n_rows = 0;
  for (const Batch& batch : group)
    n_rows += static_cast<std::int64_t>(batch.inferences.size());

  store::Transaction transaction = database_->begin();
  transaction.run(store::sql::ensure_inference_partition);
  const store::Rows fresh_ids = transaction.run(store::sql::reserve_inference_ids, store::Params().add(n_rows));

  std::vector<std::vector<std::int64_t>> ids(group.size());
  Columns columns;
  std::size_t next = 0;
  for (std::size_t i = 0; i < group.size(); ++i) {
    for (const Inference& inference : group[i].inferences) {
      ids[i].push_back(fresh_ids.integer(next++, 0));
      columns.add(ids[i].back(), inference);
      if (columns.ids.size() == kRowsPerStatement) columns.insert_into(transaction);
    }
  }
  columns.insert_into(transaction);
  transaction.commit();
  for (std::size_t i = 0; i < group.size(); ++i)
    group[i].ids.set_value(std::move(ids[i]));
}

}  // namespace clearwell::scoring
