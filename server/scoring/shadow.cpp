#include "server/scoring/shadow.hpp"

#include "server/scoring/incomputable_rows.hpp"
#include "server/scoring/inference_log.hpp"
#include "server/scoring/inferences_of.hpp"

#include <exception>
#include <stdexcept>

namespace clearwell::scoring {

Shadow::Shadow(InferenceLog& log, ShadowObserver observer, std::size_t max_waiting_rows)
    : log_(log),
      observer_(std::move(observer)),
      max_waiting_rows_(max_waiting_rows),
      scorer_([this] { score_until_stopped(); }) {}

Shadow::~Shadow() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  scorer_.join();
}

void Shadow::offer(std::shared_ptr<const LoadedModel> challenger, const ScoreRequest& request) {
  {
    const std::lock_guard lock(mutex_);
    if (waiting_rows_ + request.n_rows <= max_waiting_rows_) {
      waiting_rows_ += request.n_rows;
      waiting_.push_back({std::move(challenger), request});
      changed_.notify_all();
      return;
    }
  }
  observer_.dropped(challenger->version.name, request.n_rows);
}

void Shadow::wait_until_idle() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return waiting_rows_ == 0; });
}

void Shadow::score_until_stopped() {
  for (;;) {
    Offer offer;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
      if (waiting_.empty()) return;
      offer = std::move(waiting_.front());
      waiting_.pop_front();
    }
    score(offer);
    {
      const std::lock_guard lock(mutex_);
      waiting_rows_ -= offer.request.n_rows;
    }
    changed_.notify_all();
  }
}

void Shadow::score(const Offer& offer) {
  const std::string& model = offer.challenger->version.name;
  try {
    const std::vector<Prediction> predictions = predict(offer.challenger->predictor, offer.request);
    if (!find_incomputable(predictions).empty()) throw std::overflow_error("numbers too large to compute with");
    log_.append(inferences_of(*offer.challenger, "challenger", offer.request, predictions));
    observer_.scored(model, count_outcomes(offer.challenger->predictor.spec().is_regression(), predictions));
  } catch (const std::exception& error) {
    observer_.failed(model, offer.request.n_rows, error.what());
  }
}

}  // namespace clearwell::scoring
