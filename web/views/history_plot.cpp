#include "web/views/history_plot.hpp"

#include "web/state/civil_time.hpp"
#include "web/state/number_text.hpp"
#include "web/state/summary.hpp"
#include "web/views/widgets.hpp"

#include <imgui_internal.h>
#include <implot.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <vector>

namespace clearwell::views {
namespace {

using Chart = HistoryPlot;
using i18n::Text;
using state::Bucket;
using state::DateRange;
using state::ValueScale;

/// Columns of a run of buckets, as the plot library takes them.
struct Columns {
  std::vector<double> time, low, mean, high;
};

Columns columns_of(const std::vector<Bucket>& buckets, const state::Run& run) {
  Columns columns;
  for (std::size_t i = run.first; i < run.last; ++i) {
    columns.time.push_back(static_cast<double>(buckets[i].time));
    columns.low.push_back(buckets[i].min);
    columns.mean.push_back(buckets[i].mean);
    columns.high.push_back(buckets[i].max);
  }
  return columns;
}

void draw_instrument(const Chart& chart) {
  ImPlotSpec band;
  band.FillColor = as_vector(chart.ui.color.water);
  band.FillAlpha = 0.35F;
  ImPlotSpec line;
  line.LineColor = as_vector(chart.ui.color.water);
  line.LineWeight = chart.ui.px(1.5F);
  for (const state::Run& run : state::unbroken_runs(chart.history.instrument)) {
    const Columns columns = columns_of(chart.history.instrument, run);
    const auto count = static_cast<int>(columns.time.size());
    ImPlot::PlotShaded("##band", columns.time.data(), columns.low.data(), columns.high.data(), count, band);
    ImPlot::PlotLine("##instrument", columns.time.data(), columns.mean.data(), count, line);
  }
}

void draw_laboratory(const Chart& chart) {
  const Ui& ui = chart.ui;
  ImPlot::PushPlotClipRect();
  ImDrawList* list = ImPlot::GetPlotDrawList();
  const float radius = ui.px(4.5F);
  for (const Bucket& bucket : chart.history.laboratory) {
    const auto time = static_cast<double>(bucket.time);
    const ImVec2 at = ImPlot::PlotToPixels(time, bucket.mean);
    if (bucket.max > bucket.min) {
      list->AddLine(ImPlot::PlotToPixels(time, bucket.min), ImPlot::PlotToPixels(time, bucket.max), ui.color.series,
                    ui.px(1.5F));
    }
    if (bucket.non_detects > 0) {
      hollow_triangle(list, at, radius, ui.color.series, ui.color.surface, ui.px(1.5F));
    } else {
      list->AddCircleFilled(at, radius + ui.px(1), ui.color.surface);
      list->AddCircleFilled(at, radius, ui.color.series);
    }
  }
  ImPlot::PopPlotClipRect();
}

/// Where a limit's line is, empty when it is not on the chart.
std::optional<float> limit_height(double end) {
  const float top = ImPlot::GetPlotPos().y;
  const float y = std::round(ImPlot::PlotToPixels(0, end).y);
  return y >= top && y <= top + ImPlot::GetPlotSize().y ? std::optional<float>(y) : std::nullopt;
}

/// A dashed line, and a faint tint on its far side.
void draw_limit_line(const Chart& chart, double end, bool upper) {
  const Ui& ui = chart.ui;
  const std::optional<float> y = limit_height(end);
  if (!y) return;
  const ImVec2 corner = ImPlot::GetPlotPos();
  const ImVec2 size = ImPlot::GetPlotSize();
  ImDrawList* list = ImPlot::GetPlotDrawList();
  const float far = upper ? corner.y : corner.y + size.y;
  list->AddRectFilled({corner.x, std::min(*y, far)}, {corner.x + size.x, std::max(*y, far)},
                      faded(ui.color.beyond, 0.06F));
  for (float x = corner.x; x < corner.x + size.x; x += ui.px(9)) {
    list->AddLine({x, *y}, {std::min(x + ui.px(5), corner.x + size.x), *y}, ui.color.beyond, ui.px(1.25F));
  }
}

/// Its article and value, over the data and readable there.
void draw_limit_label(const Chart& chart, const state::Limit& limit, double end, bool upper) {
  const Ui& ui = chart.ui;
  const std::optional<float> y = limit_height(end);
  if (!y) return;
  const ImVec2 corner = ImPlot::GetPlotPos();
  const ImVec2 size = ImPlot::GetPlotSize();
  const float height = line_height(ui, Size::small);
  const bool above = upper ? *y - height > corner.y : *y + height > corner.y + size.y;
  const std::string label = state::limit_label(limit, end, ui.state.language);
  const TextStyle style{Size::small, ui.color.beyond};
  const Rect box{corner.x + ui.px(6), above ? *y - height - 1 : *y + 1, text_width(ui, label, style), height};
  ImPlot::GetPlotDrawList()->AddRectFilled({box.x - ui.px(3), box.y}, {box.right() + ui.px(3), box.bottom()},
                                           faded(ui.color.surface, 0.85F), ui.px(3));
  text_in_box(ui, label, style, box);
}

/// Calls `draw(limit, end, upper)` for each end of each limit.
template <typename Draw>
void each_limit(const Chart& chart, Draw draw) {
  ImPlot::PushPlotClipRect();
  for (const state::Limit& limit : chart.history.limits) {
    if (limit.max) draw(limit, *limit.max, true);
    if (limit.min) draw(limit, *limit.min, false);
  }
  ImPlot::PopPlotClipRect();
}

void set_up_dates(const Chart& chart, float width) {
  const int most = std::max(2, static_cast<int>(width / chart.ui.px(76)));
  const std::int64_t offset = chart.ui.state.utc_offset;
  const auto ticks =
      state::time_ticks(chart.dates.from + offset, chart.dates.to + offset, most, chart.ui.state.language);
  std::vector<double> places;
  std::vector<const char*> labels;
  for (const state::TimeTick& tick : ticks) {
    places.push_back(static_cast<double>(tick.time - offset));
    labels.push_back(tick.label.c_str());
  }
  ImPlot::SetupAxis(ImAxis_X1, nullptr, ImPlotAxisFlags_NoGridLines | ImPlotAxisFlags_NoHighlight);
  ImPlot::SetupAxisLimits(ImAxis_X1, static_cast<double>(chart.dates.from), static_cast<double>(chart.dates.to),
                          ImPlotCond_Always);
  ImPlot::SetupAxisTicks(ImAxis_X1, places.data(), static_cast<int>(places.size()), labels.data());
}

/// Three to six round values.
std::vector<double> round_values(const ValueScale& scale) {
  const double span = scale.high - scale.low;
  const double power = std::pow(10.0, std::floor(std::log10(span / 4)));
  double step = power;
  for (const double factor : {1.0, 2.0, 5.0, 10.0}) {
    step = factor * power;
    if (span / step <= 5) break;
  }
  std::vector<double> values;
  for (double value = std::ceil(scale.low / step) * step; value <= scale.high; value += step)
    values.push_back(std::abs(value) < step / 2 ? 0 : value);
  return values;
}

void set_up_values(const Chart& chart) {
  const std::vector<double> values = round_values(chart.scale);
  const double step = values.size() > 1 ? values[1] - values[0] : 1;
  const int decimals = std::clamp(static_cast<int>(std::ceil(-std::log10(step) - 1e-9)), 0, 6);
  std::vector<std::string> texts;
  for (const double value : values)
    texts.push_back(state::number_text(value, decimals, chart.ui.state.language));
  std::vector<const char*> labels;
  for (const std::string& text : texts)
    labels.push_back(text.c_str());
  ImPlot::SetupAxis(ImAxis_Y1, nullptr, ImPlotAxisFlags_NoHighlight);
  ImPlot::SetupAxisLimits(ImAxis_Y1, chart.scale.low, chart.scale.high, ImPlotCond_Always);
  ImPlot::SetupAxisTicks(ImAxis_Y1, values.data(), static_cast<int>(values.size()), labels.data());
}

/// The dates in sight after two fingers moved apart: what was under their middle stays there.
DateRange pinched_dates(const Chart& chart, const Rect& plot) {
  const PageInput& input = chart.ui.input;
  const auto length = static_cast<double>(chart.dates.to - chart.dates.from);
  const auto share = static_cast<double>((input.gesture_at.x - plot.x) / plot.width);
  const double middle = static_cast<double>(chart.dates.from) + share * length;
  const double zoomed = length / static_cast<double>(input.pinch);
  return {static_cast<std::int64_t>(middle - share * zoomed), static_cast<std::int64_t>(middle + (1 - share) * zoomed)};
}

/// The moment under a place on the plot.
std::int64_t time_at(const Chart& chart, const Rect& plot, float x) {
  const auto length = static_cast<double>(chart.dates.to - chart.dates.from);
  return chart.dates.from + static_cast<std::int64_t>(static_cast<double>((x - plot.x) / plot.width) * length);
}

/// As many seconds as a finger's breadth covers.
std::int64_t reach_of(const Chart& chart, const Rect& plot) {
  return time_at(chart, plot, plot.x + chart.ui.px(12)) - chart.dates.from;
}

/// A press puts the ruler there; one where it already is takes it away.
void pin_ruler(const Chart& chart, const Rect& plot) {
  const std::int64_t time = time_at(chart, plot, ImGui::GetIO().MousePos.x);
  const std::optional<std::int64_t>& old = chart.ui.state.ruler;
  const bool again = old && std::abs(*old - time) <= reach_of(chart, plot);
  chart.ui.wish(state::PlaceRuler{again ? std::nullopt : std::optional<std::int64_t>(time)});
}

/// With the keyboard on the chart, the arrows lead from measurement to measurement.
void answer_keys(const Chart& chart) {
  if (!ImGui::IsItemFocused()) return;
  const ImGuiID id = ImGui::GetItemID();
  constexpr std::pair<ImGuiKey, int> kKeys[] = {{ImGuiKey_LeftArrow, -1}, {ImGuiKey_RightArrow, 1}};
  for (const auto& [key, direction] : kKeys) {
    ImGui::SetKeyOwner(key, id);  // or the arrow would leave the chart
    if (ImGui::IsKeyPressed(key, ImGuiInputFlags_Repeat, id)) chart.ui.wish(state::StepRuler{direction});
  }
}

/// Pan by dragging, zoom with Ctrl and the wheel or two fingers, a double press fits. A plain wheel scrolls the page.
void answer_gestures(const Chart& chart, const Rect& plot) {
  const Ui& ui = chart.ui;
  const Touched touched = area(ui, chart.name, plot);
  answer_keys(chart);
  const ImGuiIO& io = ImGui::GetIO();
  if (ui.input.pinch != 1 && plot.contains(ui.input.gesture_at.x, ui.input.gesture_at.y))
    return ui.wish(state::ViewDates{pinched_dates(chart, plot)});
  if (ImGui::IsItemHovered() && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) return ui.wish(state::FitDates{});
  const bool stayed = io.MouseDragMaxDistanceSqr[0] < io.MouseDragThreshold * io.MouseDragThreshold;
  if (touched.pressed && stayed && plot.contains(io.MousePos.x, io.MousePos.y)) pin_ruler(chart, plot);
  if (ImGui::IsItemActive() && io.MouseDelta.x != 0 && plot.width > 0) {
    const auto length = static_cast<double>(chart.dates.to - chart.dates.from);
    const auto moved =
        static_cast<std::int64_t>(-static_cast<double>(io.MouseDelta.x) / static_cast<double>(plot.width) * length);
    ui.wish(state::ViewDates{{chart.dates.from + moved, chart.dates.to + moved}});
  }
}

/// Under the mouse, else where it was put.
std::optional<std::int64_t> ruler_time(const Chart& chart, const Rect& plot) {
  const Ui& ui = chart.ui;
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const bool pointed = !ui.input.touch && plot.contains(mouse.x, mouse.y) && ImGui::IsWindowHovered();
  if (pointed) return time_at(chart, plot, mouse.x);
  const std::optional<std::int64_t>& pinned = ui.state.ruler;
  return pinned && *pinned >= chart.dates.from && *pinned <= chart.dates.to ? pinned : std::nullopt;
}

/// The values at the ruler, in words; empty when it is nowhere.
std::string draw_ruler(const Chart& chart, const Rect& plot) {
  const Ui& ui = chart.ui;
  const std::optional<std::int64_t> time = ruler_time(chart, plot);
  if (!time) return {};
  const double share =
      static_cast<double>(*time - chart.dates.from) / static_cast<double>(chart.dates.to - chart.dates.from);
  const float x = std::round(plot.x + plot.width * static_cast<float>(share));
  ImGui::GetWindowDrawList()->AddLine({x, plot.y}, {x, plot.bottom()}, faded(ui.color.muted, 0.7F));
  std::string words = state::short_date(*time + ui.state.utc_offset, ui.state.language);
  const auto add = [&](Text source, const Bucket* bucket) {
    if (bucket == nullptr) return;
    const std::string value =
        state::with_unit(state::bucket_text(*bucket, chart.history.decimals, ui.state.language), chart.history.unit);
    words += " · " + i18n::fill(source, ui.state.language, {value});
  };
  const std::int64_t reach = reach_of(chart, plot);
  add(Text::ruler_laboratory, state::nearest(chart.history.laboratory, *time, reach));
  add(Text::ruler_instrument, state::nearest(chart.history.instrument, *time, std::max(reach, state::kDaySeconds)));
  return words;
}

}  // namespace

void draw_history_plot(const HistoryPlot& chart, Pen& pen, float height) {
  const Ui& ui = chart.ui;
  const ScopedFont font(ui, Size::small);
  // Room for the ruler's words, always there, so that nothing jumps when the ruler comes.
  Pen words = pen;
  pen.y += line_height(ui, Size::small) * (ui.narrow() ? 2 : 1);
  ImGui::SetCursorScreenPos({pen.x, pen.y});
  const ImPlotFlags flags = ImPlotFlags_CanvasOnly | ImPlotFlags_NoInputs;
  if (ImPlot::BeginPlot(("##" + chart.name).c_str(), {pen.width, height}, flags)) {
    set_up_dates(chart, pen.width);
    set_up_values(chart);
    ImPlot::SetupFinish();
    each_limit(chart, [&](const state::Limit&, double end, bool upper) { draw_limit_line(chart, end, upper); });
    draw_instrument(chart);
    draw_laboratory(chart);
    each_limit(chart,
               [&](const state::Limit& limit, double end, bool upper) { draw_limit_label(chart, limit, end, upper); });
    const ImVec2 corner = ImPlot::GetPlotPos();
    const ImVec2 size = ImPlot::GetPlotSize();
    const Rect plot{corner.x, corner.y, size.x, size.y};
    ImPlot::EndPlot();
    answer_gestures(chart, plot);
    paragraph(ui, words, draw_ruler(chart, plot), {Size::small, ui.color.ink});
  } else {
    // Out of sight nothing is drawn, but the keyboard must get there.
    area(ui, chart.name, {pen.x, pen.y, pen.width, height});
  }
  pen.y += height + ui.px(4);
}

}  // namespace clearwell::views
