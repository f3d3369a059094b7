#pragma once

#include <span>
#include <string>
#include <string_view>

namespace clearwell::report {

/// A place in a drawing, in its own units from the upper left.
struct Point {
  double x = 0;
  double y = 0;
};

/// The text with &, <, >, " and ' written so that HTML and XML take none of it for markup, neither between tags nor in
/// attributes. Bytes that are no UTF-8, and control characters, which XML does not have, become U+FFFD.
std::string escape_markup(std::string_view text);

/// At most so many characters of the text, with … in place of what is left out.
std::string shortened(std::string_view text, std::size_t most_characters);

enum class Anchor { start, middle, end };

/// A drawing as SVG. Shapes have a class instead of a colour: kChartStyle gives the colours, light, dark or printed, of
/// every class, so that the same drawing stands in a page and alone.
class Svg {
 public:
  /// \param title        what is seen, for those who do not see it
  /// \param description  what it shows, in a sentence
  Svg(double width, double height, std::string_view title, std::string_view description);

  void line(Point from, Point to, std::string_view css_class);
  /// Points nearer than 0.7 units to the one before are left out, but for the last.
  void polyline(std::span<const Point> points, std::string_view css_class);
  void polygon(std::span<const Point> points, std::string_view css_class);
  void circle(Point centre, double radius, std::string_view css_class);
  /// \param tooltip  shown by browsers while the pointer rests on it; empty for none
  void rect(Point corner, double width, double height, std::string_view css_class, std::string_view tooltip = {});
  /// A filled rectangle of a strength from 0 to 1.
  void shaded_rect(Point corner, double width, double height, std::string_view css_class, double strength,
                   std::string_view tooltip = {});
  void text(Point place, std::string_view text, std::string_view css_class, Anchor anchor = Anchor::start);
  /// Written upwards.
  void upward_text(Point place, std::string_view text, std::string_view css_class, Anchor anchor = Anchor::middle);

  /// To stand in an HTML page that has kChartStyle.
  std::string for_page() const;
  /// A file of its own, with its style and a background.
  std::string as_file() const;

 private:
  std::string opening(bool as_file) const;

  double width_;
  double height_;
  std::string title_;
  std::string description_;
  std::string shapes_;
};

/// Style of all charts. Colours of the classes: Okabe, Ito (2008), Color Universal Design, told apart by people with
/// any kind of colour vision.
extern const std::string_view kChartStyle;

}  // namespace clearwell::report
