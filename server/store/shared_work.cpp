#include "server/store/shared_work.hpp"

#include <string>
#include <utility>

namespace clearwell::store {

SharedWork::Share::State SharedWork::Share::wait() {
  std::unique_lock lock(mutex_);
  woken_.wait(lock, [this] { return state_ != State::waiting; });
  return state_;
}

void SharedWork::Share::wake(State state) {
  const std::lock_guard lock(mutex_);
  state_ = state;
  woken_.notify_one();  // under the lock: the share is gone as soon as its thread has seen that it is done
}

SharedWork::SharedWork(Work work, Bounds bounds) : work_(std::move(work)), bounds_(bounds) {}

void SharedWork::join(Share& share) {
  if (queue(share) || share.wait() == Share::State::leading) lead();
  if (share.failure) std::rethrow_exception(share.failure);
}

/// \return  whether its thread is the one to work, now
bool SharedWork::queue(Share& share) {
  const std::lock_guard lock(mutex_);
  if (share.weight > bounds_.waiting_max - waiting_weight_)
    throw Overloaded(std::to_string(waiting_weight_) + " rows wait to be written, at most " +
                     std::to_string(bounds_.waiting_max) + " may");
  waiting_.push_back(&share);
  waiting_weight_ += share.weight;
  return !std::exchange(working_, true);
}

/// An exception that left it would leave all who wait asleep for ever, in a server that looks alive.
void SharedWork::lead() noexcept {
  const std::vector<Share*> group = take_group();
  try {
    work_(group);
  } catch (...) {
    for (Share* share : group)
      share->failure = std::current_exception();
  }
  finish(group);
}

std::vector<SharedWork::Share*> SharedWork::take_group() {
  const std::lock_guard lock(mutex_);
  std::vector<Share*> group;
  std::size_t weight = 0;
  while (!waiting_.empty() && (group.empty() || weight + waiting_.front()->weight <= bounds_.group_max)) {
    weight += waiting_.front()->weight;
    group.push_back(waiting_.front());
    waiting_.pop_front();
  }
  return group;
}

/// The first of the group is the one that worked.
void SharedWork::finish(std::span<Share* const> group) {
  Share* next = nullptr;
  {
    const std::lock_guard lock(mutex_);
    for (const Share* share : group)
      waiting_weight_ -= share->weight;
    working_ = !waiting_.empty();
    if (working_) next = waiting_.front();
  }
  if (next != nullptr) next->wake(Share::State::leading);  // before the others: there is work for it
  for (Share* share : group.subspan(1))
    share->wake(Share::State::done);
}

}  // namespace clearwell::store
