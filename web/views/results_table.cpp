#include "web/state/summary.hpp"
#include "web/views/panels.hpp"
#include "web/views/widgets.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace clearwell::views {
namespace {

using i18n::Text;
using state::Parameter;
using state::Verdict;

struct VerdictLook {
  Icon icon;
  ImU32 color;
  bool has_icon;
};

VerdictLook look_of(const Ui& ui, const state::Parameter& parameter) {
  switch (state::verdict_of(parameter)) {
    case Verdict::within:
      return {Icon::check, ui.color.within, true};
    case Verdict::beyond:
      return {Icon::triangle, ui.color.beyond, true};
    case Verdict::cannot_be_judged:
      return {Icon::question, ui.color.unjudged, true};
    case Verdict::no_limit:
      break;
  }
  return {Icon::question, ui.color.muted, false};
}

/// Left edges and widths of the table's columns; the first holds the icon too.
struct Columns {
  Rect name, latest, limit, verdict, trend;
};

Columns columns_of(const Ui& ui, const Rect& row) {
  const float gap = ui.px(24);
  const float icon = ui.px(26);
  const float width = row.width - icon - 4 * gap;
  Columns columns;
  float x = row.x + icon;
  const auto next = [&](float share) {
    const Rect column{x, row.y, std::round(width * share), row.height};
    x += column.width + gap;
    return column;
  };
  columns.name = next(0.30F);
  columns.latest = next(0.18F);
  columns.limit = next(0.14F);
  columns.verdict = next(0.18F);
  columns.trend = next(0.20F);
  return columns;
}

void draw_trend(const Ui& ui, const Parameter& parameter, const Rect& box) {
  const auto trend = ui.state.trends.find(parameter.code);
  if (trend == ui.state.trends.end() || !trend->second || box.width < ui.px(40)) return;
  draw_sparkline(ui, *trend->second, box);
}

std::string limit_words(const Ui& ui, const Parameter& parameter) {
  return parameter.limits.empty() ? "–" : state::limit_text(parameter, ui.state.language);
}

void draw_cells(const Ui& ui, const Parameter& parameter, const Rect& row, bool chosen) {
  const VerdictLook look = look_of(ui, parameter);
  const Columns columns = columns_of(ui, row);
  const float icon = ui.px(16);
  if (look.has_icon)
    draw_icon(ImGui::GetWindowDrawList(), look.icon, {row.x + icon / 2, row.y + row.height / 2}, icon, look.color,
              ui.color.surface);
  text_in_box(ui, i18n::in(parameter.title, ui.state.language),
              {Size::body, 0, chosen ? Weight::bold : Weight::regular}, columns.name);
  text_in_box(ui, state::latest_text(parameter, ui.state.language),
              {Size::body, parameter.latest ? ui.color.ink : ui.color.muted}, columns.latest, Align::right);
  text_in_box(ui, limit_words(ui, parameter), {Size::body, ui.color.muted}, columns.limit, Align::right);
  text_in_box(ui, state::verdict_words(parameter, ui.state.language), {Size::small, look.color}, columns.verdict);
  draw_trend(ui, parameter,
             {columns.trend.x, row.y + ui.px(10), columns.trend.width - ui.px(8), row.height - ui.px(20)});
}

/// A card: name and value above, verdict, trend and limit beneath.
void draw_card(const Ui& ui, const Parameter& parameter, const Rect& row, bool chosen) {
  const VerdictLook look = look_of(ui, parameter);
  const float icon = ui.px(16);
  if (look.has_icon)
    draw_icon(ImGui::GetWindowDrawList(), look.icon, {row.x + icon / 2, row.y + row.height / 2}, icon, look.color,
              ui.color.surface);
  const float left = row.x + icon + ui.px(10);
  const Rect above{left, row.y + ui.px(8), row.right() - left, line_height(ui, Size::body)};
  const Rect beneath{left, above.bottom() + ui.px(2), above.width, line_height(ui, Size::small)};
  text_in_box(ui, i18n::in(parameter.title, ui.state.language),
              {Size::body, 0, chosen ? Weight::bold : Weight::regular}, above);
  text_in_box(ui, state::latest_text(parameter, ui.state.language),
              {Size::body, parameter.latest ? ui.color.ink : ui.color.muted}, above, Align::right);
  const float verdict =
      text_in_box(ui, state::verdict_words(parameter, ui.state.language), {Size::small, look.color}, beneath);
  const std::string limit =
      parameter.limits.empty() ? "" : std::string(ui.text(Text::column_limit)) + " " + limit_words(ui, parameter);
  const float width = text_in_box(ui, limit, {Size::small, ui.color.muted}, beneath, Align::right);
  const float room = beneath.width - verdict - width - ui.px(24);
  const float trend = std::min(room, ui.px(110));
  draw_trend(ui, parameter, {beneath.right() - width - ui.px(12) - trend, beneath.y, trend, beneath.height});
}

/// Whether the columns would be too narrow for their words.
bool has_cards(const Ui& ui, const Pen& pen) {
  return pen.width < ui.px(760);
}

void draw_row(const Ui& ui, const Pen& pen, const Parameter& parameter, float height, bool chosen) {
  const float bleed = ui.px(10);
  const Rect rect{pen.x - bleed, pen.y, pen.width + 2 * bleed, height};
  const Touched touched = area(ui, "parameter/" + parameter.code, rect);
  if (touched.pressed) ui.wish(state::ChooseParameter{parameter.code});
  const ImU32 fill = chosen ? faded(ui.color.water, 0.10F) : touched.hovered ? faded(ui.color.line, 0.45F) : 0;
  if (fill != 0)
    ImGui::GetWindowDrawList()->AddRectFilled({rect.x, rect.y}, {rect.right(), rect.bottom()}, fill, ui.px(6));
  const Rect content{pen.x, pen.y, pen.width, height};
  has_cards(ui, pen) ? draw_card(ui, parameter, content, chosen) : draw_cells(ui, parameter, content, chosen);
}

void draw_heads(const Ui& ui, Pen& pen) {
  const TextStyle style{Size::small, ui.color.muted, Weight::bold};
  const Columns columns = columns_of(ui, {pen.x, pen.y, pen.width, ui.px(28)});
  text_in_box(ui, ui.text(Text::column_parameter), style, columns.name);
  text_in_box(ui, ui.text(Text::column_latest), style, columns.latest, Align::right);
  text_in_box(ui, ui.text(Text::column_limit), style, columns.limit, Align::right);
  text_in_box(ui, ui.text(Text::column_verdict), style, columns.verdict);
  text_in_box(ui, ui.text(Text::column_trend), style, columns.trend);
  pen.y += ui.px(28);
}

}  // namespace

void draw_results(const Ui& ui, Pen& pen) {
  Card card(ui, pen);
  Pen& inner = card.pen();
  text_line(ui, inner, ui.text(Text::results_heading), {Size::large, 0, Weight::bold});
  paragraph(ui, inner, ui.text(Text::results_hint), {Size::small, ui.color.muted});
  inner.y += ui.px(8);
  if (!has_cards(ui, inner)) draw_heads(ui, inner);
  const float height = ui.px(has_cards(ui, inner) ? 60 : 46);
  for (const Parameter& parameter : ui.state.results->parameters) {
    const bool chosen = parameter.code == ui.state.parameter;
    hairline(ui, {inner.x, inner.y, inner.width});
    draw_row(ui, inner, parameter, height, chosen);
    inner.y += height + 1;
    if (!chosen) continue;
    inner.y += ui.px(8);
    draw_history(ui, inner, ui.px(240));
    inner.y += ui.px(16);
  }
}

}  // namespace clearwell::views
