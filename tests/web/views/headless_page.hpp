#pragma once

#include "tests/web/loaded_state.hpp"
#include "web/views/page.hpp"
#include "web/views/theme.hpp"

#include <imgui.h>
#include <implot.h>

#include <string>
#include <vector>

namespace clearwell::test {

/// The page without a window: the same views, a renderer that only takes note of textures, and a person who points,
/// presses and types. What views wish goes through reduce() as in the browser.
class HeadlessPage {
 public:
  explicit HeadlessPage(state::State state, float width = 1280, float height = 800);
  ~HeadlessPage();
  HeadlessPage(const HeadlessPage&) = delete;
  HeadlessPage& operator=(const HeadlessPage&) = delete;

  const state::State& state() const { return state_; }
  const views::WidgetMap& widgets() const { return widgets_; }
  /// \pre  the widget is on the page
  views::Rect rect(const std::string& name) const;
  bool shows(const std::string& name) const { return widgets_.find(name) != nullptr; }
  /// Triangles of the last frame.
  int triangles() const { return triangles_; }

  void frames(int count);
  void press(const std::string& name);
  /// Presses at a share of the widget's width and drags to another.
  void drag(const std::string& name, float from, float to);
  /// In the middle of the widget. As on a slow device, where the pointer has not arrived yet.
  void scroll(const std::string& name, float pixels);
  void pinch(const std::string& name, float factor);
  void type(const std::string& text);
  void key(ImGuiKey key);
  void resize(float width, float height);

 private:
  void move(float x, float y);

  state::State state_;
  views::PageInput input_;
  views::Fonts fonts_;
  views::WidgetMap widgets_;
  int triangles_ = 0;
};

}  // namespace clearwell::test
