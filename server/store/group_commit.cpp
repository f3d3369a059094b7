#include "server/store/group_commit.hpp"

#include "server/base/random_id.hpp"
#include "server/store/sql.hpp"

#include <thread>

namespace clearwell::store {
namespace {

constexpr std::chrono::milliseconds kAskEvery{100};
/// Another server may bring in the same row between our look and our insert. The next look sees it.
constexpr int kTriesAfterRace = 3;

}  // namespace

CommitQueue::CommitQueue(std::shared_ptr<Database> database, Write write, GroupCommitBounds bounds)
    : database_(std::move(database)),
      write_(std::move(write)),
      ask_after_doubt_(bounds.ask_after_doubt),
      writer_(base::random_hex(16)),
      work_([this](std::span<Member* const> group) { this->write(group); },
            {.waiting_max = bounds.waiting_rows_max, .group_max = bounds.group_rows_max}) {}

/// Tells each member what went wrong, and throws nothing.
void CommitQueue::write(std::span<Member* const> group) {
  const auto fail = [&] {
    for (Member* member : group)
      member->failure = std::current_exception();
  };
  for (int attempt = 1;; ++attempt) {
    try {
      return write_once(group);
    } catch (const StoreUnavailable&) {
      return fail();
    } catch (const CommitInDoubt&) {
      return fail();
    } catch (const UniqueViolation&) {
      if (attempt < kTriesAfterRace) continue;
      if (group.size() == 1) return fail();
      break;
    } catch (...) {
      if (group.size() == 1) return fail();
      break;
    }
  }
  // Somebody's batch is refused, and nobody knows whose.
  for (std::size_t i = 0; i < group.size(); ++i)
    write(group.subspan(i, 1));
}

void CommitQueue::write_once(std::span<Member* const> group) {
  ++n_groups_;
  while (!try_to_commit(group) && !is_committed()) {
  }
}

/// False: nobody knows whether the group is stored, or it lacks its mark and is not.
bool CommitQueue::try_to_commit(std::span<Member* const> group) {
  if (!has_mark_) make_mark();
  Transaction transaction = database_->begin();
  write_(transaction, group);
  set_mark(transaction);
  if (!has_mark_) return false;
  try {
    transaction.commit();
  } catch (const CommitInDoubt&) {
    return false;
  }
  return true;
}

/// Part of the transaction, and so stored exactly when the group is.
void CommitQueue::set_mark(Transaction& transaction) {
  has_mark_ = transaction.run_planned(sql::set_commit_mark, Params().add(writer_).add(n_groups_)).affected() == 1;
}

/// The row that set_mark() changes. It is there before: a lost session that is still at work holds its lock.
void CommitQueue::make_mark() {
  Transaction transaction = database_->begin();
  transaction.run(sql::make_commit_mark, Params().add(writer_));
  transaction.commit();
  has_mark_ = true;
}

/// Whether the group under way is stored. \throws CommitInDoubt when that cannot be learned
bool CommitQueue::is_committed() {
  for (const auto deadline = std::chrono::steady_clock::now() + ask_after_doubt_;;) {
    std::string obstacle;
    try {
      const Rows mark = database_->query(sql::commit_mark, Params().add(writer_));
      return !mark.empty() && mark.integer(0, 0) == n_groups_;
    } catch (const StoreError& error) {
      obstacle = error.what();
    }
    if (std::chrono::steady_clock::now() > deadline)
      throw CommitInDoubt("COMMIT, it is not known whether it was stored: " + obstacle);
    std::this_thread::sleep_for(kAskEvery);
  }
}

}  // namespace clearwell::store
