#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace clearwell::training {

/// Calls task(0) … task(n_tasks - 1), each once, on up to n_threads threads. Results must go to places of their own,
/// so that they do not depend on who was first. The first exception stops further tasks from starting and is rethrown
/// once all threads have ended.
template <typename Task>
void parallel_for(std::size_t n_tasks, unsigned n_threads, const Task& task) {
  std::atomic<std::size_t> next{0};
  std::exception_ptr failure;
  std::mutex failure_mutex;
  const auto work = [&] {
    for (std::size_t index = next++; index < n_tasks; index = next++) {
      try {
        task(index);
      } catch (...) {
        const std::lock_guard lock(failure_mutex);
        if (!failure) failure = std::current_exception();
        next = n_tasks;
      }
    }
  };
  std::vector<std::thread> threads;
  for (std::size_t started = 1; started < std::min<std::size_t>(n_threads, n_tasks); ++started)
    threads.emplace_back(work);
  work();
  for (std::thread& thread : threads)
    thread.join();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace clearwell::training
