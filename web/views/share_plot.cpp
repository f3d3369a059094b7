#include "web/views/share_plot.hpp"

#include "web/state/model_words.hpp"
#include "web/views/typography.hpp"

#include <algorithm>
#include <cmath>

namespace clearwell::views {

SharePlot::SharePlot(const Ui& ui, Pen& pen, std::string_view across) : ui_(ui) {
  const float left = ui.px(48);
  const float line = line_height(ui, Size::small);
  const float width = std::min(pen.width, ui.px(420)) - left - ui.px(16);
  area_ = {pen.x + left, pen.y + ui.px(8), width, std::round(width * 0.66F)};
  ImDrawList* list = ImGui::GetWindowDrawList();
  const TextStyle style{Size::small, ui.color.muted};
  for (int quarter = 0; quarter <= 4; ++quarter) {
    const double share = quarter / 4.0;
    const ImVec2 low = at(0, share);
    list->AddRectFilled({area_.x, std::round(low.y)}, {area_.right(), std::round(low.y) + 1}, ui.color.line);
    if (quarter % 2 != 0) continue;
    const std::string words = state::percent_text(share, ui.state.language);
    text_in_box(ui, words, style, {pen.x, low.y - line / 2, left - ui.px(8), line}, Align::right);
    const float half = ui.px(30);
    text_in_box(ui, words, style, {at(share, 0).x - half, area_.bottom() + ui.px(4), 2 * half, line}, Align::center);
  }
  pen.y = area_.bottom() + ui.px(4) + line;
  text_in_box(ui, across, style, {area_.x, pen.y, area_.width, line}, Align::center);
  pen.y += line + ui.px(8);
}

void SharePlot::dashed(ImVec2 from, ImVec2 to, ImU32 color) const {
  const float length = std::hypot(to.x - from.x, to.y - from.y);
  const float step = ui_.px(9);
  for (float done = 0; done < length; done += step) {
    const float end = std::min(done + ui_.px(5), length);
    const auto point = [&](float along) {
      return ImVec2{from.x + (to.x - from.x) * along / length, from.y + (to.y - from.y) * along / length};
    };
    ImGui::GetWindowDrawList()->AddLine(point(done), point(end), color, ui_.px(1.25F));
  }
}

}  // namespace clearwell::views
