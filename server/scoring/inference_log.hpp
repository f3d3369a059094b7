#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace clearwell::store {
class Database;
}

namespace clearwell::scoring {

/// What a model answered to one row, with the row as it was scored.
struct Inference {
  std::string model;
  int version = 0;
  std::string_view role;        ///< `champion`, `challenger` or `pinned`
  std::vector<float> features;  ///< order of the version's spec; NaN where not measured
  float margin = 0;
  float probability = 0;  ///< NaN of a regression, and so is the threshold
  float threshold = 0;
  bool positive = false;
  std::string plant_id;   ///< empty when not told
  std::string sensor_id;  ///< empty when not told
};

/// The log's queue is full: more comes in than the database takes.
class Overloaded : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Writes inferences to water.water_inferences by group commit: one thread takes all that waits and writes it in one
/// transaction, so that a hundred waiting requests cost one flush of the disk instead of a hundred. When the connection
/// is lost during the commit, it asks a new one what became of the rows, and writes them again where they are not
/// there. Safe for use by many threads.
class InferenceLog {
 public:
  /// \param max_waiting_rows  more waiting rows than this and append() refuses
  explicit InferenceLog(std::shared_ptr<store::Database> database, std::size_t max_waiting_rows = 100'000);
  /// Writes what still waits.
  ~InferenceLog();

  /// Answers when the rows are durable, with their ids in the order of the rows.
  /// \throws store::CommitInDoubt when the rows may be stored and may be not
  /// \throws Overloaded, any other store::StoreError; then none of the rows is stored
  std::vector<std::int64_t> append(std::vector<Inference> inferences);

 private:
  struct Batch {
    std::vector<Inference> inferences;
    std::promise<std::vector<std::int64_t>> ids;
  };

  void write_until_stopped();
  std::vector<Batch> take_group();
  void write(std::vector<Batch>& group);
  void insert(const std::vector<Batch>& group, std::vector<std::int64_t>& ids);
  bool is_stored(std::int64_t first_id);

  std::shared_ptr<store::Database> database_;
  const std::size_t max_waiting_rows_;
  std::mutex mutex_;
  std::condition_variable something_waits_;
  std::deque<Batch> waiting_;     ///< guarded by mutex_
  std::size_t waiting_rows_ = 0;  ///< guarded by mutex_; includes the group being written
  bool stopping_ = false;         ///< guarded by mutex_
  std::thread writer_;
};

}  // namespace clearwell::scoring
