#pragma once

#include "server/store/database.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

/// One flush of the disk for all that waits to be written, instead of one each.
namespace clearwell::store {

/// More waits to be written than a queue takes. Nothing of what was refused is stored.
class Overloaded : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct GroupCommitBounds {
  std::size_t waiting_rows_max = 100'000;  ///< what would make it more is refused
  std::size_t group_rows_max = 20'000;     ///< so that a small batch never waits for a queue full of large ones
  /// A database that was lost during a commit is asked this long what became of it; a restart takes a second or two.
  std::chrono::seconds ask_after_doubt{5};
};

/// What GroupCommit does without knowing what is written.
class CommitQueue {
 public:
  /// A batch that waits; lives on the stack of the thread that waits for it.
  struct Member {
    std::size_t n_rows = 0;
    std::exception_ptr failure;    ///< why it is not stored
    bool done = false;             ///< guarded by the queue's mutex, as is
    std::condition_variable turn;  ///< done, or first in the queue while nobody writes
  };
  using Write = std::function<void(Transaction&, std::span<Member* const>)>;

  CommitQueue(std::shared_ptr<Database> database, Write write, GroupCommitBounds bounds);
  /// Returns when the member is stored, or throws why not.
  void commit(Member& member);

 private:
  std::vector<Member*> take_group();
  void write(std::span<Member* const> group);
  void write_once(std::span<Member* const> group);
  bool try_to_commit(std::span<Member* const> group);
  void set_mark(Transaction& transaction);
  void make_mark();
  bool is_committed();

  std::shared_ptr<Database> database_;
  const Write write_;
  const GroupCommitBounds bounds_;

  std::mutex mutex_;
  std::deque<Member*> waiting_;   ///< guarded by mutex_, as are the next two
  std::size_t waiting_rows_ = 0;  ///< includes the group being written
  bool writing_ = false;

  // Known to the one thread that writes.
  const std::string writer_;   ///< key of this queue's mark in ops.commit_marks
  std::int64_t n_groups_ = 0;  ///< counts the groups; the mark holds the number of the last one that is stored
  bool has_mark_ = false;
};

/// Commits the batches of many threads together. Whoever comes while nobody writes, writes: alone at once, else all
/// that gathered during the commit before, in the order of coming. A batch that the database refuses fails alone: where
/// a group is refused, each of its batches is written by itself. When the connection is lost during a commit, a new one
/// is asked what became of it, and the group is written again where it is not stored.
///
/// Safe for use by many threads; no call may be under way when it is destroyed.
template <typename Batch, typename Outcome>
class GroupCommit {
 public:
  /// Writes the batches, and tells what became of each, in their order. May be called several times for the same ones,
  /// of which one takes effect.
  using Write = std::function<std::vector<Outcome>(Transaction&, std::span<const Batch* const>)>;

  GroupCommit(std::shared_ptr<Database> database, Write write, GroupCommitBounds bounds = {})
      : write_(std::move(write)),
        queue_(
            std::move(database),
            [this](Transaction& transaction, std::span<CommitQueue::Member* const> group) {
              write_group(transaction, group);
            },
            bounds) {}

  /// Answers when the batch is durable.
  /// \param n_rows  what the batch counts for in the bounds
  /// \throws CommitInDoubt when it may be stored and may be not
  /// \throws Overloaded, any other StoreError, what Write throws; then nothing of it is stored
  Outcome commit(const Batch& batch, std::size_t n_rows) {
    Waiting waiting(batch);
    waiting.n_rows = n_rows;
    queue_.commit(waiting);
    return std::move(waiting.outcome);
  }

 private:
  struct Waiting : CommitQueue::Member {
    explicit Waiting(const Batch& the_batch) : batch(the_batch) {}
    const Batch& batch;
    Outcome outcome{};
  };

  void write_group(Transaction& transaction, std::span<CommitQueue::Member* const> group) const {
    std::vector<const Batch*> batches;
    batches.reserve(group.size());
    for (const CommitQueue::Member* member : group)
      batches.push_back(&static_cast<const Waiting*>(member)->batch);
    std::vector<Outcome> outcomes = write_(transaction, batches);
    for (std::size_t i = 0; i < group.size(); ++i)
      static_cast<Waiting*>(group[i])->outcome = std::move(outcomes[i]);
  }

  const Write write_;
  CommitQueue queue_;
};

}  // namespace clearwell::store
