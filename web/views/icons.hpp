#pragma once

#include <imgui.h>

namespace clearwell::views {

/// Drawn, not from the font: so they have one weight and one optical size.
enum class Icon {
  check,
  triangle,
  question,
  diamond,
  drop,
  moon,
  sun,
  chevron_down,
  chevron_up,
  chevron_left,
  chevron_right,
  chart,
  sliders,
  search,
  close,
  plus,
  minus,
  fit,
  download
};

/// \param size  height in CSS pixels
void draw_icon(ImDrawList* list, Icon icon, ImVec2 center, float size, ImU32 color, ImU32 inside);

}  // namespace clearwell::views
