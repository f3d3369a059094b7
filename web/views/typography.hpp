#pragma once

#include "web/views/ui.hpp"

#include <string_view>

namespace clearwell::views {

/// The type scale, in design pixels of the em, as in CSS.
enum class Size { small = 13, body = 16, large = 20, title = 28 };
enum class Weight { regular, bold };
enum class Align { left, center, right };

struct TextStyle {
  Size size = Size::body;
  ImU32 color = 0;  ///< 0: ink
  Weight weight = Weight::regular;
};

/// Height of a line box: 1.4 em.
float line_height(const Ui& ui, Size size);

/// Width of one unbroken line.
float text_width(const Ui& ui, std::string_view text, const TextStyle& style);

/// One line in a box of the given width and height, centred vertically. Returns its width.
float text_in_box(const Ui& ui, std::string_view text, const TextStyle& style, const Rect& box,
                  Align align = Align::left);

/// One line at the pen; the pen goes down a line.
void text_line(const Ui& ui, Pen& pen, std::string_view text, const TextStyle& style);

/// Wrapped to the pen's width, at most 70 characters a line; the pen goes down.
void paragraph(const Ui& ui, Pen& pen, std::string_view text, const TextStyle& style);

/// Height that paragraph() would take.
float paragraph_height(const Ui& ui, std::string_view text, const TextStyle& style, float width);

/// Makes the library's own text (fields, axes) follow the scale until the end of the scope.
class ScopedFont {
 public:
  ScopedFont(const Ui& ui, Size size);
  ~ScopedFont();
  ScopedFont(const ScopedFont&) = delete;
  ScopedFont& operator=(const ScopedFont&) = delete;
};

}  // namespace clearwell::views
