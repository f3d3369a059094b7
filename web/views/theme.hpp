#pragma once

#include <imgui.h>

namespace clearwell::views {

/// Colours by what they mean. Text has a contrast of at least 4.5:1 to the ground, lines and large text 3:1.
struct Palette {
  ImU32 ground;
  ImU32 surface;
  ImU32 ink;
  ImU32 muted;  ///< labels, axes
  ImU32 line;   ///< hairlines, grid
  ImU32 water;  ///< links, focus ring, main series
  ImU32 within;
  ImU32 beyond;
  ImU32 unjudged;
  ImU32 model;   ///< everything that is an estimate, and only that
  ImU32 series;  ///< second series of a chart
};

const Palette& palette(bool dark);

/// The same colour, more transparent. \param alpha  0 to 1
ImU32 faded(ImU32 color, float alpha);

ImVec4 as_vector(ImU32 color);

/// Takes every trace of the library's own look away and lays ours on it.
/// \param scale  CSS pixels per design pixel: the browser's font size divided by 16
void apply_theme(const Palette& palette, float scale);

}  // namespace clearwell::views
