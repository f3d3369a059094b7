#include "server/training/task_pool.hpp"

#include "server/training/cancellation.hpp"

#include <algorithm>
#include <thread>
#include <utility>

namespace clearwell::training {

void TaskPool::add(Task task) {
  const std::lock_guard lock(mutex_);
  if (failure_) return;
  waiting_.push_back(std::move(task));
  changed_.notify_one();
}

void TaskPool::run(unsigned n_threads, const std::stop_token& stop) {
  {
    std::vector<std::jthread> others;
    for (unsigned started = 1; started < n_threads; ++started)
      others.emplace_back([&] { work(stop); });
    work(stop);
  }
  if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
}

void TaskPool::work(const std::stop_token& stop) {
  Task task;
  while (take(task)) {
    std::exception_ptr failure;
    try {
      throw_if_cancelled(stop);
      task();
    } catch (...) {
      failure = std::current_exception();
    }
    task = nullptr;  // what it holds goes now, not when the next one comes
    finish(std::move(failure));
  }
}

/// Waits for a task; false when none is left and none can come.
bool TaskPool::take(Task& task) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !waiting_.empty() || running_ == 0; });
  if (waiting_.empty()) return false;
  task = std::move(waiting_.back());
  waiting_.pop_back();
  ++running_;
  return true;
}

void TaskPool::finish(std::exception_ptr failure) {
  const std::lock_guard lock(mutex_);
  --running_;
  if (failure && !failure_) failure_ = std::move(failure);
  if (failure_) waiting_.clear();
  if (running_ == 0) changed_.notify_all();
}

void parallel_for(std::size_t n_tasks, unsigned n_threads, const std::function<void(std::size_t)>& task,
                  const std::stop_token& stop) {
  TaskPool pool;
  for (std::size_t index = n_tasks; index-- > 0;)
    pool.add([&task, index] { task(index); });
  pool.run(static_cast<unsigned>(std::min<std::size_t>(n_threads, n_tasks)), stop);
}

}  // namespace clearwell::training
