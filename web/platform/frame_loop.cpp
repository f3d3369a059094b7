#include "web/platform/frame_loop.hpp"

#include <emscripten/eventloop.h>
#include <emscripten/html5.h>

#include <algorithm>

namespace clearwell::platform {

void FrameLoop::request(int frames) {
  pending_ = std::max(pending_, frames);
  if (scheduled_) return;
  scheduled_ = true;
  // A browser calls this back only while the page is visible.
  emscripten_request_animation_frame(&FrameLoop::on_animation_frame, this);
}

void FrameLoop::wake_after(double seconds) {
  emscripten_set_timeout(&FrameLoop::on_timeout, seconds * 1000, this);
}

int FrameLoop::on_animation_frame(double, void* self) {
  auto* loop = static_cast<FrameLoop*>(self);
  loop->scheduled_ = false;
  --loop->pending_;
  loop->draw();
  if (loop->pending_ > 0) loop->request(loop->pending_);
  return 0;
}

void FrameLoop::on_timeout(void* self) {
  static_cast<FrameLoop*>(self)->wake();
}

}  // namespace clearwell::platform
