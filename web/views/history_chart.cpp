#include "web/state/civil_time.hpp"
#include "web/state/number_text.hpp"
#include "web/state/summary.hpp"
#include "web/views/panels.hpp"
#include "web/views/widgets.hpp"

#include <implot.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <vector>

namespace clearwell::views {
namespace {

using i18n::Text;
using state::Bucket;
using state::DateRange;
using state::History;
using state::ValueScale;

/// What the parts of one chart share.
struct Chart {
  const Ui& ui;
  const History& history;
  DateRange dates;
  ValueScale scale;
};

std::string value_text(const Chart& chart, double value) {
  return state::number_text(value, chart.history.decimals, chart.ui.state.language);
}

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
    const int count = static_cast<int>(columns.time.size());
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
      const float r = radius * 1.15F;
      list->AddTriangleFilled({at.x - r, at.y - r * 0.8F}, {at.x + r, at.y - r * 0.8F}, {at.x, at.y + r},
                              ui.color.surface);
      list->AddTriangle({at.x - r, at.y - r * 0.8F}, {at.x + r, at.y - r * 0.8F}, {at.x, at.y + r}, ui.color.series,
                        ui.px(1.5F));
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
  const double share = static_cast<double>((input.gesture_at.x - plot.x) / plot.width);
  const double middle = static_cast<double>(chart.dates.from) + share * length;
  const double zoomed = length / static_cast<double>(input.pinch);
  return {static_cast<std::int64_t>(middle - share * zoomed), static_cast<std::int64_t>(middle + (1 - share) * zoomed)};
}

/// Pan by dragging, zoom with Ctrl and the wheel or two fingers, a double press fits. A plain wheel scrolls the page.
void answer_gestures(const Chart& chart, const Rect& plot) {
  const Ui& ui = chart.ui;
  area(ui, "chart", plot);
  const ImGuiIO& io = ImGui::GetIO();
  const bool hovered = ImGui::IsItemHovered();
  if (ui.input.pinch != 1 && plot.contains(ui.input.gesture_at.x, ui.input.gesture_at.y))
    return ui.wish(state::ViewDates{pinched_dates(chart, plot)});
  if (hovered && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) return ui.wish(state::FitDates{});
  if (ImGui::IsItemActive() && io.MouseDelta.x != 0 && plot.width > 0) {
    const auto length = static_cast<double>(chart.dates.to - chart.dates.from);
    const auto moved =
        static_cast<std::int64_t>(-static_cast<double>(io.MouseDelta.x) / static_cast<double>(plot.width) * length);
    ui.wish(state::ViewDates{{chart.dates.from + moved, chart.dates.to + moved}});
  }
}

std::string bucket_text(const Chart& chart, const Bucket& bucket) {
  std::string text = bucket.non_detects > 0 ? "<" : "";
  text += value_text(chart, bucket.min);
  if (bucket.max > bucket.min) text += "–" + value_text(chart, bucket.max);
  return text;
}

/// The values under the pointer, in words; empty when the pointer is elsewhere.
std::string draw_ruler(const Chart& chart, const Rect& plot) {
  const Ui& ui = chart.ui;
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  if (!plot.contains(mouse.x, mouse.y) || !ImGui::IsWindowHovered()) return {};
  const auto length = static_cast<double>(chart.dates.to - chart.dates.from);
  const std::int64_t time =
      chart.dates.from + static_cast<std::int64_t>(static_cast<double>((mouse.x - plot.x) / plot.width) * length);
  const auto reach =
      static_cast<std::int64_t>(length / static_cast<double>(plot.width) * static_cast<double>(ui.px(12)));
  ImGui::GetWindowDrawList()->AddLine({std::round(mouse.x), plot.y}, {std::round(mouse.x), plot.bottom()},
                                      faded(ui.color.muted, 0.7F));
  std::string words = state::date_in_words(time + ui.state.utc_offset, ui.state.language);
  if (const Bucket* bucket = state::nearest(chart.history.laboratory, time, reach)) {
    words += " · " + i18n::fill(Text::ruler_laboratory, ui.state.language, {bucket_text(chart, *bucket)});
  }
  if (const Bucket* bucket = state::nearest(chart.history.instrument, time, std::max(reach, state::kDaySeconds))) {
    words += " · " + i18n::fill(Text::ruler_instrument, ui.state.language, {bucket_text(chart, *bucket)});
  }
  return words;
}

/// Marks and their words, as many as the data has.
void draw_legend(const Chart& chart, Pen& pen) {
  const Ui& ui = chart.ui;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float line = ui.px(22);
  float x = pen.x;
  const auto entry = [&](Text words, auto draw_mark) {
    const float width = ui.px(24) + text_width(ui, ui.text(words), {Size::small}) + ui.px(14);
    if (x + width > pen.x + pen.width && x > pen.x) {
      x = pen.x;
      pen.y += line;
    }
    draw_mark(ImVec2{x + ui.px(9), pen.y + line / 2});
    text_in_box(ui, ui.text(words), {Size::small, ui.color.muted}, {x + ui.px(24), pen.y, pen.width, line});
    x += width;
  };
  const auto& laboratory = chart.history.laboratory;
  const bool non_detects =
      std::any_of(laboratory.begin(), laboratory.end(), [](const Bucket& bucket) { return bucket.non_detects > 0; });
  if (!laboratory.empty())
    entry(Text::legend_laboratory, [&](ImVec2 at) { list->AddCircleFilled(at, ui.px(4.5F), ui.color.series); });
  if (non_detects) {
    entry(Text::legend_non_detect, [&](ImVec2 at) {
      const float r = ui.px(5);
      list->AddTriangle({at.x - r, at.y - r * 0.8F}, {at.x + r, at.y - r * 0.8F}, {at.x, at.y + r}, ui.color.series,
                        ui.px(1.5F));
    });
  }
  if (!chart.history.instrument.empty()) {
    entry(Text::legend_instrument, [&](ImVec2 at) {
      list->AddRectFilled({at.x - ui.px(9), at.y - ui.px(5)}, {at.x + ui.px(9), at.y + ui.px(5)},
                          faded(ui.color.water, 0.35F));
      list->AddLine({at.x - ui.px(9), at.y}, {at.x + ui.px(9), at.y}, ui.color.water, ui.px(1.5F));
    });
  }
  pen.y += line;
}

void draw_notes(const Chart& chart, Pen& pen) {
  const Ui& ui = chart.ui;
  std::string notes;
  const auto add = [&](const std::string& sentence) { notes += (notes.empty() ? "" : " ") + sentence; };
  if (chart.history.simulated) add(std::string(ui.text(Text::chart_simulated)) + ".");
  if (chart.scale.clipped > 0)
    add(i18n::fill(Text::values_clipped, ui.state.language, {std::to_string(chart.scale.clipped)}));
  for (const state::Limit& limit : chart.history.limits) {
    if (limit.max && chart.scale.limit_above && *limit.max == *chart.scale.limit_above) {
      add(i18n::fill(Text::limit_above, ui.state.language, {state::limit_label(limit, *limit.max, ui.state.language)}));
      break;
    }
  }
  paragraph(ui, pen, notes, {Size::small, ui.color.muted});
}

void draw_plot(const Chart& chart, Pen& pen, float height) {
  const Ui& ui = chart.ui;
  const ScopedFont font(ui, Size::small);
  // One line for the ruler's words, always there, so that nothing jumps when the pointer comes.
  const Rect words{pen.x, pen.y, pen.width, line_height(ui, Size::small)};
  pen.y = words.bottom();
  ImGui::SetCursorScreenPos({pen.x, pen.y});
  const ImPlotFlags flags = ImPlotFlags_CanvasOnly | ImPlotFlags_NoInputs;
  if (ImPlot::BeginPlot("##history", {pen.width, height}, flags)) {
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
    text_in_box(ui, draw_ruler(chart, plot), {Size::small, ui.color.ink}, words);
  }
  pen.y += height + ui.px(4);
}

/// From the right edge where there is room for them beside the title, else in a line of their own.
void span_buttons(const Ui& ui, const Pen& pen, float most_width) {
  constexpr std::array<std::pair<state::ChartSpan, Text>, 4> kSpans = {
      {{state::ChartSpan::month, Text::range_month},
       {state::ChartSpan::year, Text::range_year},
       {state::ChartSpan::five_years, Text::range_five_years},
       {state::ChartSpan::all, Text::range_all}}};
  const float width = std::min(most_width / 4, ui.px(84));
  float x = pen.x + pen.width - 4 * width + ui.px(2);
  for (const auto& [span, words] : kSpans) {
    const Rect rect{x, pen.y, width, ui.px(kTouchTarget)};
    const std::string name = "span/" + std::to_string(static_cast<int>(span));
    if (choice(ui, name, ui.text(words), ui.state.span == span, rect)) ui.wish(state::ChooseSpan{span});
    x += width;
  }
}

const state::Parameter* chosen_parameter(const Ui& ui) {
  for (const state::Parameter& parameter : ui.state.results->parameters) {
    if (parameter.code == ui.state.parameter) return &parameter;
  }
  return nullptr;
}

std::string title_of(const state::Parameter& parameter, i18n::Language language) {
  const std::string title = i18n::in(parameter.title, language);
  return parameter.unit.empty() ? title : title + ", " + parameter.unit;
}

void draw_head(const Ui& ui, Pen& pen) {
  const state::Parameter* parameter = chosen_parameter(ui);
  const std::string title = parameter == nullptr ? "" : title_of(*parameter, ui.state.language);
  // On a phone the row above has the name in large.
  const TextStyle style =
      ui.narrow() ? TextStyle{Size::small, ui.color.muted} : TextStyle{Size::large, 0, Weight::bold};
  const float height = ui.px(kTouchTarget);
  if (ui.narrow() || text_width(ui, title, style) > pen.width - ui.px(4 * 72)) {
    paragraph(ui, pen, title, style);
    span_buttons(ui, pen, pen.width + ui.px(4));
  } else {
    text_in_box(ui, title, style, {pen.x, pen.y, pen.width, height});
    span_buttons(ui, pen, ui.px(4 * 72));
  }
  pen.y += height;
}

}  // namespace

void draw_history(const Ui& ui, Pen& pen, float plot_height) {
  draw_head(ui, pen);
  if (!ui.state.history) {
    if (ui.state.slot(state::Resource::history).status == state::LoadStatus::failed) {
      return failure(ui, pen, "retry_history", ui.text(Text::history_failed),
                     ui.state.slot(state::Resource::history).problem);
    }
    // As high as the chart will be, so that nothing jumps when it comes.
    ImGui::GetWindowDrawList()->AddRectFilled({pen.x, pen.y + ui.px(18)}, {pen.x + pen.width, pen.y + plot_height},
                                              faded(ui.color.line, 0.5F), ui.px(8));
    pen.y += plot_height + ui.px(44);
    return;
  }
  if (!ui.state.dates) return paragraph(ui, pen, ui.text(Text::history_empty), {Size::body, ui.color.muted});
  const Chart chart{ui, *ui.state.history, *ui.state.dates, state::value_scale(*ui.state.history, *ui.state.dates)};
  draw_plot(chart, pen, plot_height);
  draw_legend(chart, pen);
  draw_notes(chart, pen);
}

}  // namespace clearwell::views
