#pragma once

#include "web/views/ui.hpp"

#include <imgui.h>

#include <string_view>

namespace clearwell::views {

/// A plot of shares from 0 to 1 in both directions: a quiet frame, into which the caller draws.
class SharePlot {
 public:
  /// Draws frame and grid at the pen, as wide as the pen and at most 420 design pixels; the pen goes below them.
  SharePlot(const Ui& ui, Pen& pen, std::string_view across);

  const Rect& area() const { return area_; }
  ImVec2 at(double x, double y) const {
    return {area_.x + area_.width * static_cast<float>(x), area_.bottom() - area_.height * static_cast<float>(y)};
  }
  void dashed(ImVec2 from, ImVec2 to, ImU32 color) const;

 private:
  const Ui& ui_;
  Rect area_;
};

}  // namespace clearwell::views
