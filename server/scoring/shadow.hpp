#pragma once

#include "server/scoring/loaded_model.hpp"
#include "server/scoring/outcomes.hpp"
#include "server/scoring/score_request.hpp"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace clearwell::scoring {

class InferenceLog;

/// Told what becomes of the challenger's rows; the caller logs and counts. From the shadow's own thread, but for
/// `dropped`, which is told by who offers.
struct ShadowObserver {
  std::function<void(const std::string& model, const std::vector<OutcomeCount>& outcomes)> scored;
  std::function<void(const std::string& model, std::size_t n_rows)> dropped;
  std::function<void(const std::string& model, std::size_t n_rows, const std::string& reason)> failed;
};

/// Scores rows by a challenger and logs them, behind the back of the caller, who neither sees the answers nor waits for
/// them. What comes faster than the challenger scores is dropped: a gap in a comparison harms less than an answer that
/// comes late. Safe for use by many threads.
class Shadow {
 public:
  /// \param max_waiting_rows  more than this are not kept
  Shadow(InferenceLog& log, ShadowObserver observer, std::size_t max_waiting_rows = 50'000);
  /// Scores and logs what still waits.
  ~Shadow();

  /// \pre  the request was read by the spec of a model that measures the same features
  void offer(std::shared_ptr<const LoadedModel> challenger, const ScoreRequest& request);

  /// Returns when nothing waits or is under way.
  void wait_until_idle();

 private:
  struct Offer {
    std::shared_ptr<const LoadedModel> challenger;
    ScoreRequest request;
  };

  void score_until_stopped();
  void score(const Offer& offer);

  InferenceLog& log_;
  const ShadowObserver observer_;
  const std::size_t max_waiting_rows_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Offer> waiting_;     ///< guarded by mutex_, as are the next two
  std::size_t waiting_rows_ = 0;  ///< includes the rows being scored
  bool stopping_ = false;
  std::thread scorer_;
};

}  // namespace clearwell::scoring
