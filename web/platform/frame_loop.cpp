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
  // EM_BOOL is int or bool, as the release of Emscripten has it.
  const auto on_frame = [](double, void* self) -> EM_BOOL {
    static_cast<FrameLoop*>(self)->on_animation_frame();
    return EM_FALSE;
  };
  emscripten_request_animation_frame(on_frame, this);
}

void FrameLoop::wake_after(double seconds) {
  emscripten_set_timeout([](void* self) { static_cast<FrameLoop*>(self)->wake(); }, seconds * 1000, this);
}

void FrameLoop::on_animation_frame() {
  scheduled_ = false;
  --pending_;
  draw();
  if (pending_ > 0) request(pending_);
}

}  // namespace clearwell::platform
