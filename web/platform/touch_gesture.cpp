#include "web/platform/touch_gesture.hpp"

#include <algorithm>
#include <cmath>

namespace clearwell::platform {
namespace {

// Below this a finger that means to stay still moves anyway; the browsers' own figures are 8 to 15 CSS pixels.
constexpr float kSlop = 8;
// A finger that rested before it was lifted does not throw the page.
constexpr double kRestSeconds = 0.08;

}  // namespace

using Outcome = TouchGesture::Outcome;

Outcome TouchGesture::finger_down(int id, float x, float y, double time) {
  time_ = time;
  if (phase_ == Phase::idle) {
    phase_ = Phase::undecided;
    first_ = Finger{id, x, y};
    second_.reset();
    start_x_ = x;
    start_y_ = y;
    speed_ = 0;
    return {};
  }
  if (second_ || !first_) return {};
  const bool dragged = phase_ == Phase::dragging;
  phase_ = Phase::pinching;
  second_ = Finger{id, x, y};
  return dragged ? Outcome{Outcome::Kind::release, first_->x, first_->y, 0} : Outcome{};
}

Outcome TouchGesture::finger_moved(int id, float x, float y, double time) {
  if (phase_ == Phase::pinching) return pinch(id, x, y);
  if (!first_ || first_->id != id) return {};
  if (phase_ == Phase::undecided) return decide(x, y);
  if (phase_ == Phase::scrolling) return scroll_to(x, y, time);
  first_->x = x;
  first_->y = y;
  return {Outcome::Kind::drag, x, y, 0};
}

Outcome TouchGesture::decide(float x, float y) {
  const float dx = std::abs(x - start_x_);
  const float dy = std::abs(y - start_y_);
  if (std::max(dx, dy) < kSlop) return {};
  first_->x = x;
  first_->y = y;
  phase_ = dy > dx ? Phase::scrolling : Phase::dragging;
  if (phase_ == Phase::scrolling) return {Outcome::Kind::scroll, start_x_, start_y_, y - start_y_};
  return {Outcome::Kind::press, start_x_, start_y_, 0};
}

Outcome TouchGesture::scroll_to(float x, float y, double time) {
  const float moved = y - first_->y;
  const double seconds = time - time_;
  if (seconds > 0) speed_ = 0.6F * speed_ + 0.4F * static_cast<float>(static_cast<double>(moved) / seconds);
  time_ = time;
  first_->x = x;
  first_->y = y;
  return {Outcome::Kind::scroll, start_x_, start_y_, moved};
}

Outcome TouchGesture::pinch(int id, float x, float y) {
  const auto distance = [&] { return std::hypot(first_->x - second_->x, first_->y - second_->y); };
  const float before = distance();
  if (first_->id == id) {
    first_ = Finger{id, x, y};
  } else if (second_->id == id) {
    second_ = Finger{id, x, y};
  }
  const float after = distance();
  if (before < 1 || after < 1) return {};
  return {Outcome::Kind::pinch, (first_->x + second_->x) / 2, (first_->y + second_->y) / 2, after / before};
}

Outcome TouchGesture::finger_up(int id, float x, float y, double time) {
  if (phase_ == Phase::pinching) {
    if ((first_ && first_->id == id) || (second_ && second_->id == id)) return cancelled();
    return {};
  }
  if (!first_ || first_->id != id) return {};
  const Phase phase = phase_;
  cancelled();
  if (phase == Phase::undecided) return {Outcome::Kind::tap, x, y, 0};
  if (phase == Phase::dragging) return {Outcome::Kind::release, x, y, 0};
  return {Outcome::Kind::end_scroll, start_x_, start_y_, time - time_ < kRestSeconds ? speed_ : 0};
}

Outcome TouchGesture::cancelled() {
  const bool dragged = phase_ == Phase::dragging;
  const Outcome outcome = dragged ? Outcome{Outcome::Kind::release, first_->x, first_->y, 0} : Outcome{};
  phase_ = Phase::idle;
  first_.reset();
  second_.reset();
  return outcome;
}

}  // namespace clearwell::platform
