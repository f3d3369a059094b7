#include "web/views/typography.hpp"

#include <algorithm>
#include <cmath>

namespace clearwell::views {
namespace {

// The library measures a font by ascent plus descent, CSS by its em. This is DejaVu Sans: (1901 + 483) / 2048.
constexpr float kEmHeight = 1.164F;
constexpr int kMostCharacters = 70;

float font_size(const Ui& ui, Size size) {
  return ui.px(static_cast<float>(size)) * kEmHeight;
}

ImFont* font_of(const Ui& ui, Weight weight) {
  return weight == Weight::bold ? ui.fonts.bold : ui.fonts.regular;
}

void draw(const Ui& ui, std::string_view text, const TextStyle& style, ImVec2 position) {
  ImGui::GetWindowDrawList()->AddText(
      font_of(ui, style.weight), font_size(ui, style.size), {std::round(position.x), std::round(position.y)},
      style.color == 0 ? ui.color.ink : style.color, text.data(), text.data() + text.size());
}

/// Calls `line(std::string_view)` for each line of the wrapped text.
template <typename Line>
void each_line(const Ui& ui, std::string_view text, const TextStyle& style, float width, Line line) {
  ImFont* font = font_of(ui, style.weight);
  const float size = font_size(ui, style.size);
  const float average = font->CalcTextSizeA(size, 1e9F, 0, "n").x;
  const float most = std::min(width, average * kMostCharacters);
  const char* at = text.data();
  const char* end = text.data() + text.size();
  while (at < end) {
    const char* stop = font->CalcWordWrapPosition(size, at, end, most);
    if (stop == at) ++stop;  // not one character fits: go on rather than for ever
    line(std::string_view(at, static_cast<std::size_t>(stop - at)));
    at = stop;
    while (at < end && *at == ' ')
      ++at;
  }
}

}  // namespace

float line_height(const Ui& ui, Size size) {
  return std::round(ui.px(static_cast<float>(size)) * 1.4F);
}

float text_width(const Ui& ui, std::string_view text, const TextStyle& style) {
  return font_of(ui, style.weight)
      ->CalcTextSizeA(font_size(ui, style.size), 1e9F, 0, text.data(), text.data() + text.size())
      .x;
}

float text_in_box(const Ui& ui, std::string_view text, const TextStyle& style, const Rect& box, Align align) {
  const float width = text_width(ui, text, style);
  const float free = box.width - width;
  const float x = align == Align::left ? box.x : align == Align::right ? box.x + free : box.x + free / 2;
  draw(ui, text, style, {x, box.y + (box.height - font_size(ui, style.size)) / 2});
  return width;
}

void text_line(const Ui& ui, Pen& pen, std::string_view text, const TextStyle& style) {
  text_in_box(ui, text, style, {pen.x, pen.y, pen.width, line_height(ui, style.size)});
  pen.y += line_height(ui, style.size);
}

void paragraph(const Ui& ui, Pen& pen, std::string_view text, const TextStyle& style) {
  each_line(ui, text, style, pen.width, [&](std::string_view line) { text_line(ui, pen, line, style); });
}

float paragraph_height(const Ui& ui, std::string_view text, const TextStyle& style, float width) {
  float height = 0;
  each_line(ui, text, style, width, [&](std::string_view) { height += line_height(ui, style.size); });
  return height;
}

ScopedFont::ScopedFont(const Ui& ui, Size size) {
  ImGui::PushFont(ui.fonts.regular, font_size(ui, size));
}
ScopedFont::~ScopedFont() {
  ImGui::PopFont();
}

}  // namespace clearwell::views
