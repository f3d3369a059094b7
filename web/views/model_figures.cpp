#include "web/state/model_words.hpp"
#include "web/views/panels.hpp"
#include "web/views/table.hpp"
#include "web/views/widgets.hpp"

#include <algorithm>

namespace clearwell::views {
namespace {

using i18n::Text;
using Rows = std::vector<std::vector<std::string>>;

void draw_quality(const Ui& ui, Pen& pen) {
  Card card(ui, pen, ui.color.model);
  Pen& inner = card.pen();
  text_line(ui, inner, ui.text(Text::quality_heading), {Size::large, 0, Weight::bold});
  for (const std::string& sentence : state::quality_sentences(ui.state))
    paragraph(ui, inner, sentence, {Size::body});
  inner.y += ui.px(12);
  draw_table(ui, inner, state::figure_rows(ui.state));
  inner.y += ui.px(8);
  paragraph(ui, inner, ui.text(Text::figures_explained), {Size::small, ui.color.muted});
  if (!ui.state.challenger) paragraph(ui, inner, ui.text(Text::no_challenger), {Size::small, ui.color.muted});
}

void table_card(const Ui& ui, Pen& pen, Text heading, const Rows& rows, std::string_view note) {
  Card card(ui, pen);
  Pen& inner = card.pen();
  paragraph(ui, inner, ui.text(heading), {Size::body, 0, Weight::bold});
  if (rows.empty()) return paragraph(ui, inner, ui.text(Text::figures_not_kept), {Size::small, ui.color.muted});
  draw_table(ui, inner, rows);
  paragraph(ui, inner, note, {Size::small, ui.color.muted});
}

/// Two cards side by side where there is room.
template <typename Left, typename Right>
void side_by_side(const Ui& ui, Pen& pen, Left left, Right right) {
  const float gap = ui.px(16);
  if (ui.narrow()) {
    left(pen);
    pen.y += gap;
    right(pen);
  } else {
    const float half = (pen.width - gap) / 2;
    Pen first{pen.x, pen.y, half};
    Pen second{pen.x + half + gap, pen.y, half};
    left(first);
    right(second);
    pen.y = std::max(first.y, second.y);
  }
  pen.y += gap;
}

}  // namespace

void draw_model_figures(const Ui& ui, Pen& pen) {
  draw_quality(ui, pen);
  pen.y += ui.px(16);
  const auto fails = [&](Pen& at) {
    table_card(ui, at, Text::fails_heading, state::failure_rows(ui.state), ui.text(Text::fails_explained));
  };
  if (ui.state.predictor->spec().is_regression()) return fails(pen);
  side_by_side(
      ui, pen, [&](Pen& at) { draw_precision_curve(ui, Card(ui, at).pen()); },
      [&](Pen& at) { draw_calibration(ui, Card(ui, at).pen()); });
  side_by_side(
      ui, pen, [&](Pen& at) { table_card(ui, at, Text::confusion_heading, state::confusion_rows(ui.state), ""); },
      fails);
}

}  // namespace clearwell::views
