#pragma once

#include <optional>

namespace clearwell::platform {

/// What a movement of fingers means. Told apart by the first few pixels: mostly up or down scrolls the page, mostly
/// sideways drags what is under the finger (a slider, a chart), none at all is a tap. Two fingers zoom.
class TouchGesture {
 public:
  struct Outcome {
    enum class Kind { none, tap, press, drag, release, scroll, pinch, end_scroll };
    Kind kind = Kind::none;
    float x = 0;
    float y = 0;
    float amount = 0;  ///< scroll: CSS pixels downwards; pinch: factor; end_scroll: CSS pixels a second

    bool operator==(const Outcome&) const = default;
  };

  /// \param time  seconds, of any clock that only goes forward
  Outcome finger_down(int id, float x, float y, double time);
  Outcome finger_moved(int id, float x, float y, double time);
  Outcome finger_up(int id, float x, float y, double time);
  /// The browser took the gesture away.
  Outcome cancelled();

 private:
  enum class Phase { idle, undecided, dragging, scrolling, pinching };
  struct Finger {
    int id = 0;
    float x = 0;
    float y = 0;
  };

  Outcome decide(float x, float y);
  Outcome scroll_to(float x, float y, double time);
  Outcome pinch(int id, float x, float y);

  Phase phase_ = Phase::idle;
  std::optional<Finger> first_;
  std::optional<Finger> second_;
  float start_x_ = 0;
  float start_y_ = 0;
  float speed_ = 0;  ///< CSS pixels a second downwards, smoothed
  double time_ = 0;
};

}  // namespace clearwell::platform
