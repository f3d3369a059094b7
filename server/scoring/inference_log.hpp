#pragma once

#include "server/scoring/inference.hpp"
#include "server/scoring/inference_ids.hpp"
#include "server/scoring/inference_partitions.hpp"
#include "server/store/group_commit.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <vector>

namespace clearwell::scoring {

class InferenceJournal;

/// A request that its sender may repeat: the same key of the same caller means the same request.
struct IdempotencyKey {
  std::string caller;
  std::string key;
  std::string request_sha256;

  bool operator==(const IdempotencyKey&) const = default;
};

/// What became of inferences.
struct Logged {
  std::vector<std::int64_t> ids;  ///< in the order of the rows; empty where the key was taken
  bool in_database = true;        ///< false: on disk, until the database is back
  bool key_taken = false;         ///< the request was answered before, and nothing was logged now
};

/// Told of what an operator should see, from any thread.
struct InferenceLogObserver {
  std::function<void(const std::string& reason)> store_away = [](const std::string&) {};  ///< once, until it is back
  std::function<void(std::size_t n_rows)> journaled = [](std::size_t) {};
  std::function<void(std::size_t n_rows)> replayed = [](std::size_t) {};
  std::function<void(const std::string& where)> damaged = [](const std::string&) {};  ///< a line of the journal
};

struct InferenceLogOptions {
  std::size_t max_waiting_rows = 100'000;  ///< more waiting rows than this and append() refuses
  std::filesystem::path journal_folder;    ///< empty: no journal, and what cannot be stored is refused
  std::size_t max_journal_rows = 100'000;
  InferenceLogObserver observer = {};
};

/// Writes inferences to water.water_inferences, those of many threads in one commit. While the database is away they go
/// to a journal on disk, and from there to the database when it is back. An inference has its id and its time, which
/// are its key, before it is written first: it may be written again where nobody knows what became of it, and is stored
/// once. Safe for use by many threads; no call may be under way when it is destroyed.
class InferenceLog {
 public:
  /// \throws store::StoreError
  explicit InferenceLog(std::shared_ptr<store::Database> database, InferenceLogOptions options = {});
  ~InferenceLog();

  /// Answers when the rows are durable. Gives them ids and the time of now. With a key they are stored in the
  /// database or not at all: whether it was used before is known there only.
  /// \throws store::CommitInDoubt when the rows may be stored and may be not, which is without a journal only
  /// \throws store::Overloaded, any other store::StoreError; then none of the rows is stored
  Logged append(std::vector<Inference> inferences, const std::optional<IdempotencyKey>& key = std::nullopt);

 private:
  struct Batch {
    std::vector<Inference> inferences;
    std::optional<IdempotencyKey> key;
  };
  enum class Outcome { stored, key_taken };

  std::vector<Outcome> store(store::Transaction& transaction, std::span<const Batch* const> batches);
  void forget_old_keys(store::Transaction& transaction);
  Logged without_database(const Batch& batch, const std::string& reason);
  void replay_until_stopped(const std::stop_token& stop);
  std::chrono::seconds replay();

  std::shared_ptr<store::Database> database_;
  const InferenceLogOptions options_;
  InferencePartitions partitions_;
  InferenceIds ids_;
  std::unique_ptr<InferenceJournal> journal_;             ///< null: none
  std::chrono::steady_clock::time_point forget_keys_at_;  ///< known to the one thread that stores
  store::GroupCommit<Batch, Outcome> commits_;
  std::atomic<bool> away_ = false;  ///< the database, when it was last asked
  std::jthread replayer_;           ///< of the journal
};

}  // namespace clearwell::scoring
