#include "web/state/chart_scale.hpp"
#include "web/state/civil_time.hpp"
#include "web/views/panels.hpp"
#include "web/views/widgets.hpp"

#include <algorithm>

namespace clearwell::views {
namespace {

/// Moments and values to points of a small rectangle.
struct Frame {
  Rect rect;
  state::DateRange dates;
  state::ValueScale scale;

  ImVec2 at(const state::Bucket& bucket) const {
    const double x = static_cast<double>(bucket.time - dates.from) / static_cast<double>(dates.to - dates.from);
    const double y = (bucket.mean - scale.low) / (scale.high - scale.low);
    return {rect.x + rect.width * static_cast<float>(x),
            rect.bottom() - rect.height * static_cast<float>(std::clamp(y, 0.0, 1.0))};
  }
};

void draw_line(const Frame& frame, const std::vector<state::Bucket>& buckets, ImU32 color, float weight) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  for (const state::Run& run : state::unbroken_runs(buckets)) {
    for (std::size_t i = run.first; i < run.last; ++i)
      list->PathLineTo(frame.at(buckets[i]));
    list->PathStroke(color, 0, weight);
  }
}

}  // namespace

void draw_sparkline(const Ui& ui, const state::History& history, const Rect& rect) {
  const std::optional<state::DateRange> extent = state::extent(history);
  if (!extent) return;
  // The same year for every row, so that they can be compared.
  const state::DateRange dates{extent->to - 366 * state::kDaySeconds, extent->to};
  const Frame frame{rect, dates, state::value_scale(history, dates)};
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->PushClipRect({rect.x - ui.px(3), rect.y - ui.px(3)}, {rect.right() + ui.px(3), rect.bottom() + ui.px(3)}, true);
  const bool has_instrument = !history.instrument.empty();
  draw_line(frame, has_instrument ? history.instrument : history.laboratory,
            has_instrument ? ui.color.water : ui.color.series, ui.px(1.25F));
  // A mark for each of fifty results would be a smear: the newest one stands for what the row says.
  if (!history.laboratory.empty()) {
    const state::Bucket& newest = history.laboratory.back();
    if (newest.non_detects > 0)
      hollow_triangle(list, frame.at(newest), ui.px(2.5F), ui.color.series, ui.color.surface, ui.px(1));
    else
      list->AddCircleFilled(frame.at(newest), ui.px(2.5F), ui.color.series, 8);
  }
  list->PopClipRect();
}

}  // namespace clearwell::views
