#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace clearwell::platform {

enum class PointerKind { mouse, touch, pen };

struct PointerEvent {
  PointerKind kind = PointerKind::mouse;
  int id = 0;  ///< tells fingers apart
  float x = 0;
  float y = 0;
  int button = 0;  ///< 0 main, 1 middle, 2 secondary
};

/// Keys that steer the page; everything else that is typed arrives as text.
enum class Key {
  other,
  tab,
  left,
  right,
  up,
  down,
  page_up,
  page_down,
  home,
  end,
  insert,
  del,
  backspace,
  space,
  enter,
  escape,
  a,
  c,
  v,
  x,
  y,
  z
};

struct Modifiers {
  bool ctrl = false;
  bool shift = false;
  bool alt = false;
  bool super = false;
};

/// Takes what happens in the browser. Positions are CSS pixels within the canvas.
class InputSink {
 public:
  virtual ~InputSink() = default;

  virtual void pointer_moved(const PointerEvent& event) = 0;
  virtual void pointer_pressed(const PointerEvent& event) = 0;
  virtual void pointer_released(const PointerEvent& event) = 0;
  /// The browser took the pointer away.
  virtual void pointer_cancelled() = 0;
  virtual void pointer_left() = 0;
  /// The content is to move down by so many CSS pixels at that place.
  virtual void scrolled(float x, float y, float pixels) = 0;
  /// Two fingers, or a trackpad, zoom around that place; above 1 is nearer.
  virtual void pinched(float x, float y, float factor) = 0;

  virtual void key(Key key, bool down, Modifiers modifiers) = 0;
  virtual void text(std::string_view utf8) = 0;
  virtual void pasted(std::string_view utf8) = 0;
  virtual void focus_changed(bool focused) = 0;

  virtual void canvas_resized() = 0;
  virtual void context_lost() = 0;
  virtual void context_restored() = 0;

  virtual void fetched(int request, int status, std::string body, std::int64_t stored_at) = 0;
  virtual void address_changed(std::string_view hash) = 0;
  virtual void connection_changed(bool online) = 0;
  virtual void visibility_changed(bool visible) = 0;

  /// Lets everything that was reported take effect now, without drawing. Called inside the browser's own event, because
  /// a phone shows its keyboard only there.
  /// \return  whether a text field has the focus
  virtual bool settle() = 0;
};

/// Which keyboard a phone is to show.
enum class Typing { words, numbers };
void expect_typing_of(Typing typing);

/// Starts listening. \pre  called once, before any event; the sink outlives the page
void listen(InputSink& sink);

}  // namespace clearwell::platform
