#pragma once

#include "web/i18n/texts.hpp"
#include "web/state/action.hpp"
#include "web/state/state.hpp"
#include "web/views/theme.hpp"
#include "web/views/widget_map.hpp"

#include <imgui.h>

#include <string>
#include <string_view>
#include <vector>

namespace clearwell::views {

/// What the platform tells of the space and of gestures that views answer to.
struct PageInput {
  float width = 1280;  ///< CSS pixels
  float height = 800;
  float scale = 1;     ///< the browser's font size divided by 16
  bool touch = false;  ///< the last pointer was a finger
  float scroll = 0;    ///< CSS pixels that the content moves up since the last frame, at the gesture
  float pinch = 1;     ///< factor by which two fingers moved apart since the last frame, around the gesture
  /// Where the last scroll or pinch took place. Not ImGui's pointer: that comes frames later when events pile up, and a
  /// gesture that a slow device hears of all at once would find it elsewhere.
  ImVec2 gesture_at = {};
};

/// Fonts of the atlas. `bold` may be the regular one.
struct Fonts {
  ImFont* regular = nullptr;
  ImFont* bold = nullptr;
};

/// What every view needs. Views read the state and add wishes; they change nothing.
struct Ui {
  const state::State& state;
  const PageInput& input;
  const Palette& color;
  const Fonts& fonts;
  WidgetMap& widgets;
  std::vector<state::Action>& wishes;

  /// Design pixels to CSS pixels.
  float px(float design) const { return design * input.scale; }
  std::string_view text(i18n::Text key) const { return i18n::text(key, state.language); }
  void wish(state::Action action) const { wishes.push_back(std::move(action)); }
  /// One column and a bar at the bottom, instead of a list beside the content.
  bool narrow() const { return input.width < px(1000); }
};

/// Where the next line goes, in screen coordinates, and how wide it may be.
struct Pen {
  float x = 0;
  float y = 0;
  float width = 0;
};

}  // namespace clearwell::views
