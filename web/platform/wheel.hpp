#pragma once

namespace clearwell::platform {

/// A browser's wheel event in CSS pixels: browsers count in pixels (mode 0), lines (1) or pages (2).
/// \param page_height  CSS pixels of the canvas
constexpr float wheel_pixels(float delta, int mode, float page_height) {
  constexpr float kLineHeight = 16;  // what browsers that count in pixels make of a line
  return mode == 1 ? delta * kLineHeight * 2.5F : mode == 2 ? delta * page_height * 0.9F : delta;
}

}  // namespace clearwell::platform
