#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace clearwell::views {

/// A rectangle on the page, in CSS pixels.
struct Rect {
  float x = 0;
  float y = 0;
  float width = 0;
  float height = 0;

  float right() const { return x + width; }
  float bottom() const { return y + height; }
  bool contains(float px, float py) const { return px >= x && px < right() && py >= y && py < bottom(); }
};

/// Where the named widgets of the last frame are, so that a test can press what a person would press, in any layout.
class WidgetMap {
 public:
  void clear() { widgets_.clear(); }
  void add(std::string name, const Rect& rect) { widgets_.emplace_back(std::move(name), rect); }
  /// Null when the last frame had no such widget.
  const Rect* find(std::string_view name) const {
    for (const auto& [known, rect] : widgets_) {
      if (known == name) return &rect;
    }
    return nullptr;
  }
  const std::vector<std::pair<std::string, Rect>>& all() const { return widgets_; }

 private:
  std::vector<std::pair<std::string, Rect>> widgets_;
};

}  // namespace clearwell::views
