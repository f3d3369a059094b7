#pragma once

namespace clearwell::platform {

/// The drawing area.
struct CanvasSize {
  float width = 0;  ///< CSS pixels
  float height = 0;
  int store_width = 0;  ///< device pixels
  int store_height = 0;
};

/// Makes the WebGL2 context of the canvas and keeps its store as sharp as the screen. False without WebGL2.
bool open_canvas();

/// The size now. The store has been made to fit.
CanvasSize canvas_size();

/// The browser's font size divided by 16, which people raise to read better.
float text_scale();

}  // namespace clearwell::platform
