#pragma once

#include "common/spec/dataset_spec.hpp"
#include "web/views/icons.hpp"
#include "web/views/typography.hpp"
#include "web/views/ui.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The controls of the page. Each has a name that is unique on the page, is reached with Tab, pressed with Space, and
/// at least 44 design pixels high where a finger is to hit it.
namespace clearwell::views {

inline constexpr float kTouchTarget = 44;

/// How the person meets a control in this frame.
struct Touched {
  bool pressed = false;
  bool hovered = false;
  bool held = false;
};

/// An invisible control; the caller draws what it looks like.
Touched area(const Ui& ui, const std::string& name, const Rect& rect);

/// Words in a rounded frame.
bool button(const Ui& ui, const std::string& name, std::string_view label, const Rect& rect);

/// One of several choices in a row; the chosen one is filled.
bool choice(const Ui& ui, const std::string& name, std::string_view label, bool chosen, const Rect& rect);

/// A round button with an icon only.
bool icon_button(const Ui& ui, const std::string& name, Icon icon, const Rect& rect);

/// A switch with its words to the right.
bool switch_with_label(const Ui& ui, const std::string& name, std::string_view label, bool on, const Rect& rect);

/// What a slider shows besides its knob.
struct SliderLook {
  spec::Range range;     ///< ends of the track
  spec::Range training;  ///< drawn thick
  bool active = true;    ///< false: greyed, still movable
};

/// The new value while the person moves the knob.
std::optional<double> slider(const Ui& ui, const std::string& name, double value, const SliderLook& look,
                             const Rect& rect);

/// A text field's news.
struct FieldEvent {
  std::optional<std::string> typed;
  bool left = false;  ///< the person went on to something else
};
FieldEvent text_field(const Ui& ui, const std::string& name, const std::string& shown, bool complaint,
                      const Rect& rect);

/// A field to search with: a lens, words that say what for while it is empty, a button that empties it.
/// \return  the new text
std::optional<std::string> search_field(const Ui& ui, const std::string& name, const std::string& shown,
                                        std::string_view hint, const Rect& rect);

/// The mark of a non-detect: an outline that points down, at the detection limit.
void hollow_triangle(ImDrawList* draw, ImVec2 at, float radius, ImU32 color, ImU32 inside, float stroke);

/// One of several texts, behind a field that opens their list. \param options  at least one
/// \return  the position of the text that the person chose in this frame; an option's name is `name/position`
std::optional<std::size_t> combo(const Ui& ui, const std::string& name, const std::vector<std::string>& options,
                                 std::size_t chosen, const Rect& rect);

/// A panel with ground and hairline whose height is known when its content has been drawn. Draw between begin and end.
class Card {
 public:
  /// \param accent  colour of a bar at the left edge; 0: none
  Card(const Ui& ui, Pen& outer, ImU32 accent = 0, bool shadow = false);
  ~Card();
  Card(const Card&) = delete;
  Card& operator=(const Card&) = delete;

  Pen& pen() { return inner_; }

 private:
  const Ui& ui_;
  Pen& outer_;
  Pen inner_;
  ImU32 accent_;
  bool shadow_;
  ImDrawListSplitter splitter_;
};

/// Grey bars where text will be.
void skeleton(const Ui& ui, Pen& pen, int lines);

void hairline(const Ui& ui, const Pen& pen);

/// An error in words, and a button that asks again.
void failure(const Ui& ui, Pen& pen, const std::string& name, std::string_view what, std::string_view detail);

}  // namespace clearwell::views
