#pragma once

#include "server/store/database.hpp"
#include "server/store/shared_work.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace clearwell::store {

struct GroupCommitBounds {
  std::size_t waiting_rows_max = 100'000;  ///< what would make it more is refused
  std::size_t group_rows_max = 20'000;     ///< so that a small batch never waits for a queue full of large ones
  /// A database that was lost during a commit is asked this long what became of it; a restart takes a second or two.
  std::chrono::seconds ask_after_doubt{5};
};

/// What GroupCommit does without knowing what is written.
class CommitQueue {
 public:
  /// A batch that waits to be written.
  using Member = SharedWork::Share;
  using Write = std::function<void(Transaction&, std::span<Member* const>)>;

  CommitQueue(std::shared_ptr<Database> database, Write write, GroupCommitBounds bounds);
  /// Returns when the member is stored, or throws why not.
  void commit(Member& member) { work_.join(member); }

 private:
  void write(std::span<Member* const> group);
  void write_once(std::span<Member* const> group);
  bool try_to_commit(std::span<Member* const> group);
  void set_mark(Transaction& transaction);
  void make_mark();
  bool is_committed();

  std::shared_ptr<Database> database_;
  const Write write_;
  const std::chrono::seconds ask_after_doubt_;

  // Known to the one thread that writes.
  const std::string writer_;   ///< key of this queue's mark in ops.commit_marks
  std::int64_t n_groups_ = 0;  ///< counts the groups; the mark holds the number of the last one that is stored
  bool has_mark_ = false;

  SharedWork work_;
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
    Waiting waiting(batch, n_rows);
    queue_.commit(waiting);
    return std::move(waiting.outcome);
  }

 private:
  struct Waiting : SharedWork::Share {
    Waiting(const Batch& the_batch, std::size_t n_rows) : Share(n_rows), batch(the_batch) {}
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
