#pragma once

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>
#include <stop_token>
#include <vector>

namespace clearwell::training {

/// Tasks for several threads, where a task may add further ones. What was added last runs first, so that work once
/// begun comes to its end, and its memory goes, before other work begins. Results must go to places of their own, so
/// that they do not depend on who was first.
class TaskPool {
 public:
  using Task = std::function<void()>;

  /// From any thread, before run() or within a task.
  void add(Task task);

  /// Returns when all tasks have ended. The first exception, Cancelled when `stop` asked for it, keeps further tasks
  /// from starting and is rethrown once all threads have ended. \pre  n_threads >= 1
  void run(unsigned n_threads, const std::stop_token& stop = {});

 private:
  void work(const std::stop_token& stop);
  bool take(Task& task);
  void finish(std::exception_ptr failure);

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Task> waiting_;
  std::size_t running_ = 0;
  std::exception_ptr failure_;
};

/// Calls task(0) … task(n_tasks - 1), each once, on up to n_threads threads, as TaskPool does.
void parallel_for(std::size_t n_tasks, unsigned n_threads, const std::function<void(std::size_t)>& task,
                  const std::stop_token& stop = {});

}  // namespace clearwell::training
