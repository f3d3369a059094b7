#include "web/state/histories.hpp"
#include "web/state/summary.hpp"
#include "web/views/history_plot.hpp"
#include "web/views/panels.hpp"
#include "web/views/widgets.hpp"

#include <implot.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace clearwell::views {
namespace {

using i18n::Text;
using state::History;
using state::LoadStatus;
using state::Parameter;
using state::Resource;

std::string title_of(const spec::LocalizedText& title, const std::string& unit, i18n::Language language) {
  return unit.empty() ? i18n::in(title, language) : i18n::in(title, language) + ", " + unit;
}

/// Marks and their words, as many as the data has.
void draw_legend(const Ui& ui, const std::vector<const History*>& histories, Pen& pen) {
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
  const auto any = [&](auto holds) { return std::any_of(histories.begin(), histories.end(), holds); };
  if (any([](const History* history) { return !history->laboratory.empty(); }))
    entry(Text::legend_laboratory, [&](ImVec2 at) { list->AddCircleFilled(at, ui.px(4.5F), ui.color.series); });
  const auto has_non_detects = [](const History* history) {
    return std::any_of(history->laboratory.begin(), history->laboratory.end(),
                       [](const state::Bucket& bucket) { return bucket.non_detects > 0; });
  };
  if (any(has_non_detects))
    entry(Text::legend_non_detect,
          [&](ImVec2 at) { hollow_triangle(list, at, ui.px(4.5F), ui.color.series, ui.color.surface, ui.px(1.5F)); });
  if (any([](const History* history) { return !history->instrument.empty(); })) {
    entry(Text::legend_instrument, [&](ImVec2 at) {
      list->AddRectFilled({at.x - ui.px(9), at.y - ui.px(5)}, {at.x + ui.px(9), at.y + ui.px(5)},
                          faded(ui.color.water, 0.35F));
      list->AddLine({at.x - ui.px(9), at.y}, {at.x + ui.px(9), at.y}, ui.color.water, ui.px(1.5F));
    });
  }
  pen.y += line;
}

/// What the plot leaves out, and which limit lies beyond it.
std::string notes_of(const HistoryPlot& plot) {
  const i18n::Language language = plot.ui.state.language;
  std::string notes;
  const auto add = [&](const std::string& sentence) { notes += (notes.empty() ? "" : " ") + sentence; };
  if (plot.history.simulated) add(std::string(plot.ui.text(Text::chart_simulated)) + ".");
  if (plot.scale.clipped > 0) add(i18n::fill(Text::values_clipped, language, {std::to_string(plot.scale.clipped)}));
  for (const state::Limit& limit : plot.history.limits) {
    if (limit.max && plot.scale.limit_above && *limit.max == *plot.scale.limit_above) {
      add(i18n::fill(Text::limit_above, language, {state::limit_label(limit, *limit.max, language)}));
      break;
    }
  }
  return notes;
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

const Parameter* chosen_parameter(const Ui& ui) {
  for (const Parameter& parameter : ui.state.results->parameters) {
    if (parameter.code == ui.state.parameter) return &parameter;
  }
  return nullptr;
}

void draw_head(const Ui& ui, Pen& pen) {
  const Parameter* parameter = chosen_parameter(ui);
  const std::string title = parameter == nullptr ? "" : title_of(parameter->title, parameter->unit, ui.state.language);
  // On a phone the row above has the name in large.
  const TextStyle style =
      ui.narrow() ? TextStyle{Size::small, ui.color.muted} : TextStyle{Size::large, 0, Weight::bold};
  const float height = ui.px(kTouchTarget);
  if (ui.narrow() || text_width(ui, title, style) > pen.width - ui.px(4 * 84)) {
    paragraph(ui, pen, title, style);
    span_buttons(ui, pen, pen.width + ui.px(4));
  } else {
    text_in_box(ui, title, style, {pen.x, pen.y, pen.width, height});
    span_buttons(ui, pen, ui.px(4 * 84));
  }
  pen.y += height;
}

/// One parameter to draw beneath the chosen one, or none.
void compare_choice(const Ui& ui, const Rect& rect) {
  std::vector<std::string> titles = {std::string(ui.text(Text::compare_with))};
  std::vector<std::string> codes = {""};
  std::size_t chosen = 0;
  for (const Parameter& parameter : ui.state.results->parameters) {
    const bool has_history = parameter.latest || parameter.has_instrument;
    if (parameter.code == ui.state.parameter || !has_history) continue;
    if (parameter.code == ui.state.compared) chosen = codes.size();
    titles.push_back(i18n::in(parameter.title, ui.state.language));
    codes.push_back(parameter.code);
  }
  if (chosen != 0) titles.front() = ui.text(Text::compare_nothing);
  if (const auto picked = combo(ui, "compare", titles, chosen, rect)) ui.wish(state::CompareWith{codes[*picked]});
}

/// Everything that two fingers can do, for one finger and for the keyboard.
void zoom_buttons(const Ui& ui, float x, float y) {
  const float size = ui.px(kTouchTarget);
  const auto next = [&](const char* name, Icon icon) {
    const bool pressed = icon_button(ui, name, icon, {x, y, size, size});
    x += size;
    return pressed;
  };
  if (next("zoom/out", Icon::minus)) ui.wish(state::StepDates{2, 0});
  if (next("zoom/in", Icon::plus)) ui.wish(state::StepDates{0.5, 0});
  if (next("shift/earlier", Icon::chevron_left)) ui.wish(state::StepDates{1, -0.5});
  if (next("shift/later", Icon::chevron_right)) ui.wish(state::StepDates{1, 0.5});
  if (next("fit", Icon::fit)) ui.wish(state::FitDates{});
}

void draw_tools(const Ui& ui, Pen& pen) {
  const float size = ui.px(kTouchTarget);
  if (ui.narrow()) {
    zoom_buttons(ui, pen.x - ui.px(12), pen.y);
    if (icon_button(ui, "download_csv", Icon::download, {pen.x + pen.width - size + ui.px(12), pen.y, size, size}))
      ui.wish(state::DownloadHistory{});
    pen.y += size;
    compare_choice(ui, {pen.x, pen.y, pen.width, size});
  } else {
    const std::string_view words = ui.text(Text::download_csv);
    const float download = text_width(ui, words, {Size::small, 0, Weight::bold}) + ui.px(32);
    const float room = pen.width - download - 5 * size - ui.px(24);
    compare_choice(ui, {pen.x, pen.y, std::min(room, ui.px(260)), size});
    if (button(ui, "download_csv", words, {pen.x + pen.width - download, pen.y, download, size}))
      ui.wish(state::DownloadHistory{});
    zoom_buttons(ui, pen.x + pen.width - download - ui.px(12) - 5 * size, pen.y);
  }
  pen.y += size;
}

/// Why there is no chart yet.
void draw_absence(const Ui& ui, Pen& pen, float plot_height) {
  if (ui.state.slot(Resource::history).status == LoadStatus::failed)
    return failure(ui, pen, "retry_history", ui.text(Text::history_failed), ui.state.slot(Resource::history).problem);
  if (ui.state.history) return paragraph(ui, pen, ui.text(Text::history_empty), {Size::body, ui.color.muted});
  // As high as the chart will be, so that nothing jumps when it comes.
  ImGui::GetWindowDrawList()->AddRectFilled({pen.x, pen.y + ui.px(18)}, {pen.x + pen.width, pen.y + plot_height},
                                            faded(ui.color.line, 0.5F), ui.px(8));
  pen.y += plot_height + ui.px(44);
}

}  // namespace

void draw_history(const Ui& ui, Pen& pen, float plot_height) {
  draw_head(ui, pen);
  const History* first = state::shown_history(ui.state);
  if (first == nullptr || !ui.state.dates) return draw_absence(ui, pen, plot_height);
  const History* second = state::shown_compared(ui.state);
  std::vector<const History*> histories = {first};
  if (second != nullptr) histories.push_back(second);
  // One beneath the other with the same dates: two scales in one frame would show crossings that mean nothing.
  const bool aligned = ImPlot::BeginAlignedPlots("histories");
  for (const History* history : histories) {
    const bool upper = history == first;
    if (!upper) {
      pen.y += ui.px(16);
      paragraph(ui, pen, title_of(history->title, history->unit, ui.state.language),
                {ui.narrow() ? Size::body : Size::large, 0, Weight::bold});
    }
    const HistoryPlot plot{ui, *history, *ui.state.dates, state::value_scale(*history, *ui.state.dates),
                           upper ? "chart" : "chart/compared"};
    draw_history_plot(plot, pen, plot_height);
    paragraph(ui, pen, notes_of(plot), {Size::small, ui.color.muted});
  }
  if (aligned) ImPlot::EndAlignedPlots();
  draw_legend(ui, histories, pen);
  pen.y += ui.px(4);
  draw_tools(ui, pen);
  if (ui.state.slot(Resource::compared).status == LoadStatus::failed)
    failure(ui, pen, "retry_compared", ui.text(Text::compared_failed), "");
  if (ui.state.slot(Resource::detail).status == LoadStatus::failed)
    paragraph(ui, pen, ui.text(Text::detail_failed), {Size::small, ui.color.unjudged});
  paragraph(ui, pen, ui.text(Text::chart_hint), {Size::small, ui.color.muted});
}

}  // namespace clearwell::views
