#include "web/state/number_text.hpp"
#include "web/state/summary.hpp"
#include "web/views/panels.hpp"
#include "web/views/widgets.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace clearwell::views {
namespace {

using i18n::Text;

/// One feature of the model, whichever it is.
struct Row {
  const Ui& ui;
  std::size_t index;
  const spec::FeatureSpec& feature;
  const scoring::TrainingRange& training;
  const state::FeatureEntry& entry;

  std::string name(const char* part) const { return std::string(part) + "/" + feature.name; }
};

Row row_at(const Ui& ui, std::size_t index) {
  const scoring::Predictor& predictor = *ui.state.predictor;
  return {ui, index, predictor.spec().features[index], predictor.facts().training_ranges[index],
          ui.state.what_if.entries[index]};
}

bool outside_training(const Row& row) {
  const std::vector<std::size_t>& seen = row.training.category_rows;
  if (!seen.empty()) return row.entry.measured && seen[state::category_of(row.feature, row.entry)] == 0;
  return row.entry.measured && (row.entry.value < row.training.low || row.entry.value > row.training.high);
}

/// Title and unit side by side.
void draw_name(const Row& row, const Rect& box) {
  const Ui& ui = row.ui;
  const TextStyle style{Size::body, row.entry.measured ? ui.color.ink : ui.color.muted, Weight::bold};
  const float width = text_in_box(ui, i18n::in(row.feature.title, ui.state.language), style, box);
  // Both stand on one base line.
  const float drop = (line_height(ui, Size::body) - line_height(ui, Size::small)) / 4;
  text_in_box(ui, row.feature.unit, {Size::small, ui.color.muted},
              {box.x + width + ui.px(8), box.y + drop, box.width, box.height});
}

void draw_field(const Row& row, const Rect& box) {
  const Ui& ui = row.ui;
  const std::string shown =
      row.entry.measured ? state::plain_number_text(row.entry.value, row.feature.decimals, ui.state.language) : "";
  const FieldEvent event =
      text_field(ui, row.name("field"), shown, row.entry.problem != state::EntryProblem::none, box);
  if (event.typed) ui.wish(state::TypeFeature{row.index, *event.typed});
  if (event.left && row.entry.problem != state::EntryProblem::none) ui.wish(state::EndTyping{row.index});
}

void draw_slider(const Row& row, const Rect& box) {
  const spec::Range range = state::slider_range(row.feature, row.training);
  const SliderLook look{range, {row.training.low, row.training.high}, row.entry.measured};
  const std::optional<double> moved = slider(row.ui, row.name("slider"), row.entry.value, look, box);
  if (!moved) return;
  // The digits that the field shows are the value that is scored.
  const double scale = std::pow(10.0, row.feature.decimals);
  row.ui.wish(state::SetFeature{row.index, std::round(*moved * scale) / scale});
}

void draw_switch(const Row& row, const Rect& box) {
  if (!switch_with_label(row.ui, row.name("missing"), row.ui.text(Text::not_measured), !row.entry.measured, box))
    return;
  row.ui.wish(state::MeasureFeature{row.index, !row.entry.measured});
}

/// Name, switch and field in a line where there is room; on a phone the switch stands under the name.
void draw_row_head(const Row& row, Pen& pen) {
  const Ui& ui = row.ui;
  const float field = ui.px(104);
  const float toggle = ui.px(42) + text_width(ui, ui.text(Text::not_measured), {Size::small});
  const float target = ui.px(kTouchTarget);
  if (ui.narrow()) {
    draw_name(row, {pen.x, pen.y, pen.width, ui.px(26)});
    draw_switch(row, {pen.x, pen.y + ui.px(22), toggle, target});
    draw_field(row, {pen.x + pen.width - field, pen.y + ui.px(12), field, target});
    pen.y += ui.px(66);
  } else {
    draw_name(row, {pen.x, pen.y, pen.width, target});
    draw_switch(row, {pen.x + pen.width - field - toggle - ui.px(16), pen.y, toggle, target});
    draw_field(row, {pen.x + pen.width - field, pen.y, field, target});
    pen.y += target;
  }
}

/// The categories, and before them that none was told; beside the name where there is room, else under it.
void draw_category_row(const Row& row, Pen& pen) {
  const Ui& ui = row.ui;
  const float target = ui.px(kTouchTarget);
  std::vector<std::string> options = {std::string(ui.text(Text::not_measured))};
  for (const spec::CategorySpec& category : row.feature.categories)
    options.push_back(i18n::in(category.title, ui.state.language));
  const std::size_t chosen = row.entry.measured ? state::category_of(row.feature, row.entry) + 1 : 0;
  const float width = ui.narrow() ? pen.width : std::min(ui.px(280), pen.width / 2);
  draw_name(row, {pen.x, pen.y, pen.width - (ui.narrow() ? 0 : width), ui.narrow() ? ui.px(26) : target});
  if (ui.narrow()) pen.y += ui.px(28);
  const std::optional<std::size_t> picked =
      combo(ui, row.name("choice"), options, chosen, {pen.x + pen.width - width, pen.y, width, target});
  pen.y += target;
  if (!picked) return;
  if (*picked == 0)
    ui.wish(state::MeasureFeature{row.index, false});
  else
    ui.wish(state::SetFeature{row.index, static_cast<double>(*picked - 1)});
}

void draw_number_row(const Row& row, Pen& pen) {
  const Ui& ui = row.ui;
  draw_row_head(row, pen);
  draw_slider(row, {pen.x - ui.px(10), pen.y, pen.width + ui.px(20), ui.px(kTouchTarget)});
  pen.y += ui.px(kTouchTarget);
}

void draw_row(const Row& row, Pen& pen) {
  const Ui& ui = row.ui;
  if (row.feature.is_number())
    draw_number_row(row, pen);
  else
    draw_category_row(row, pen);
  const std::string problem = state::problem_text(row.feature, row.entry, ui.state.language);
  if (!problem.empty()) paragraph(ui, pen, problem, {Size::small, ui.color.beyond});
  if (problem.empty() && outside_training(row))
    paragraph(ui, pen, ui.text(Text::outside_training), {Size::small, ui.color.unjudged});
  pen.y += ui.px(8);
}

}  // namespace

void draw_feature_rows(const Ui& ui, Pen& pen) {
  Card card(ui, pen);
  Pen& inner = card.pen();
  const float button_width = text_width(ui, ui.text(Text::try_reset), {Size::small, 0, Weight::bold}) + ui.px(28);
  const Rect reset{inner.x + inner.width - button_width, inner.y, button_width, ui.px(kTouchTarget)};
  if (button(ui, "reset", ui.text(Text::try_reset), reset)) ui.wish(state::ResetFeatures{});
  Pen hint{inner.x, inner.y, inner.width - button_width - ui.px(16)};
  paragraph(ui, hint, ui.text(Text::try_hint), {Size::small, ui.color.muted});
  inner.y = std::max(hint.y, reset.bottom()) + ui.px(12);
  draw_sample_choice(ui, inner);
  for (std::size_t i = 0; i < ui.state.what_if.entries.size(); ++i) {
    hairline(ui, inner);
    inner.y += ui.px(8);
    draw_row(row_at(ui, i), inner);
  }
}

}  // namespace clearwell::views
