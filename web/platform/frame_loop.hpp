#pragma once

namespace clearwell::platform {

/// Draws only when there is a cause, and never while the page is hidden.
class FrameLoop {
 public:
  virtual ~FrameLoop() = default;

  /// Asks for so many frames from now on; asking again does not add up.
  void request(int frames);
  /// Calls wake() after that time, drawn or not.
  void wake_after(double seconds);

 protected:
  virtual void draw() = 0;
  virtual void wake() = 0;
  /// Whether a frame is asked for; within draw(), another after this one.
  bool more_to_come() const { return pending_ > 0; }

 private:
  void on_animation_frame();

  int pending_ = 0;
  bool scheduled_ = false;
};

}  // namespace clearwell::platform
