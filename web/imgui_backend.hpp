#pragma once

#include "web/platform/canvas.hpp"
#include "web/platform/input_sink.hpp"
#include "web/views/ui.hpp"

#include <string_view>

/// Dear ImGui on our platform: its context, its fonts, its input queue and its drawing by WebGL2.
namespace clearwell {

class ImGuiBackend {
 public:
  /// \param draws  whether the canvas is open; without, no frame may begin
  explicit ImGuiBackend(bool draws);

  const views::Fonts& fonts() const { return fonts_; }

  void move(platform::PointerKind kind, float x, float y);
  void press(platform::PointerKind kind, int button, bool down);
  /// No pointer is on the page: after a finger left, or the mouse went elsewhere.
  void no_pointer();
  void key(platform::Key key, bool down, platform::Modifiers modifiers);
  void text(std::string_view utf8);
  void paste(std::string_view utf8);
  void focus(bool focused);

  /// \param now  seconds, of a clock that only goes forward
  void begin_frame(const platform::CanvasSize& size, double now);
  /// Ends the frame; draws it when asked to.
  void end_frame(bool draw, ImU32 ground);

  /// Events that wait for a further frame, because the library takes a position and a button in different ones.
  bool has_pending_events() const;
  bool wants_text() const;

  void drop_device_objects();
  void make_device_objects();

 private:
  views::Fonts fonts_;
  double last_frame_ = 0;
};

}  // namespace clearwell
