#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <limits>
#include <mutex>
#include <span>
#include <stdexcept>
#include <vector>

/// One trip to the disk or to the database for all that wait, instead of one each.
namespace clearwell::store {

/// More waits than is taken. Nothing of what was refused is done.
class Overloaded : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Work of many threads that one of them does for all. Whoever comes while nobody works, works at once. Those that come
/// meanwhile gather; when that work is done, the first of them works for all of them, in the order of coming.
/// Safe for use by many threads; no call may be under way when it is destroyed.
class SharedWork {
 public:
  /// What one thread wants done; lives on its stack.
  class Share {
   public:
    explicit Share(std::size_t the_weight = 1) : weight(the_weight) {}

    const std::size_t weight;    ///< what it counts for in the bounds
    std::exception_ptr failure;  ///< why it was not done

   private:
    friend class SharedWork;
    enum class State { waiting, leading, done };
    State wait();
    void wake(State state);

    // Of its own, not the queue's: who is woken does not wait once more, behind all the others, for the same mutex.
    std::mutex mutex_;
    std::condition_variable woken_;
    State state_ = State::waiting;
  };
  struct Bounds {
    std::size_t waiting_max = std::numeric_limits<std::size_t>::max();  ///< what would make it more is refused
    std::size_t group_max =
        std::numeric_limits<std::size_t>::max();  ///< a small share waits for no queue of large ones
  };
  /// Does the shares of one group, and says in each why it was not done. What it throws is said in all of them.
  using Work = std::function<void(std::span<Share* const>)>;

  SharedWork(Work work, Bounds bounds);

  /// Returns when the share is done. \throws Overloaded, what the work left in the share
  void join(Share& share);

 private:
  bool queue(Share& share);
  void lead() noexcept;
  std::vector<Share*> take_group();
  void finish(std::span<Share* const> group);

  const Work work_;
  const Bounds bounds_;
  std::mutex mutex_;
  std::deque<Share*> waiting_;      ///< guarded by mutex_, as are the next two
  std::size_t waiting_weight_ = 0;  ///< includes the group under way
  bool working_ = false;            ///< or about to: its thread is known and awake
};

}  // namespace clearwell::store
