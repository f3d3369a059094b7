#include "common/spec/data_origin.hpp"
#include "web/state/summary.hpp"
#include "web/views/panels.hpp"
#include "web/views/widgets.hpp"

#include <algorithm>
#include <cmath>

namespace clearwell::views {
namespace {

using i18n::Text;

/// Between what the estimate lies when the meters are off: a line with two ends, on the bar.
void draw_range(const Ui& ui, const Rect& bar, const state::EstimateRange& range) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float low = std::round(bar.x + bar.width * range.low.probability);
  const float high = std::max(std::round(bar.x + bar.width * range.high.probability), low + 1);
  const float middle = bar.y + bar.height / 2;
  const auto ends = [&](float thickness, ImU32 color) {
    list->AddLine({low, middle}, {high, middle}, color, thickness);
    for (const float x : {low, high})
      list->AddLine({x, bar.y}, {x, bar.bottom()}, color, thickness);
  };
  ends(ui.px(4), ui.color.surface);
  ends(ui.px(2), ui.color.ink);
}

/// The probability as a bar, and a mark from where on the model says yes.
void draw_bar(const Ui& ui, Pen& pen, double probability, double threshold, std::string_view words) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float height = ui.px(12);
  const float y = pen.y + ui.px(4);
  const ImVec2 corner{pen.x, y};
  list->AddRectFilled(corner, {pen.x + pen.width, y + height}, faded(ui.color.model, 0.18F), height / 2);
  const float filled = std::max(pen.width * static_cast<float>(probability), height);
  list->AddRectFilled(corner, {pen.x + filled, y + height}, ui.color.model, height / 2);
  const float mark = std::round(pen.x + pen.width * static_cast<float>(threshold));
  list->AddRectFilled({mark - ui.px(2.5F), y - ui.px(4)}, {mark + ui.px(2.5F), y + height + ui.px(4)},
                      ui.color.surface);
  list->AddRectFilled({mark - ui.px(1), y - ui.px(4)}, {mark + ui.px(1), y + height + ui.px(4)}, ui.color.ink);
  if (const auto& found = ui.state.what_if.surroundings; found && found->range)
    draw_range(ui, {pen.x, y, pen.width, height}, *found->range);
  pen.y = y + height + ui.px(4);
  const float width = text_width(ui, words, {Size::small});
  const float x = std::clamp(mark - width / 2, pen.x, pen.x + pen.width - width);
  text_in_box(ui, words, {Size::small, ui.color.muted}, {x, pen.y, width, line_height(ui, Size::small)});
  pen.y += line_height(ui, Size::small);
}

/// A feature's words and its bar from zero, left or right.
void draw_push(const Ui& ui, Pen& pen, const state::Push& push, double strongest) {
  paragraph(ui, pen, state::push_text(ui.state, push), {Size::small});
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float middle = std::round(pen.x + pen.width / 2);
  const float length = strongest > 0 ? static_cast<float>(push.log_odds / strongest) * pen.width / 2 : 0;
  const float y = pen.y + ui.px(2);
  const float height = ui.px(8);
  list->AddRectFilled({pen.x, y + height / 2}, {pen.x + pen.width, y + height / 2 + 1}, ui.color.line);
  const ImVec2 low{std::min(middle, middle + length), y};
  const ImVec2 high{std::max(middle, middle + length), y + height};
  // Full towards yes, hollow towards no: the direction is not told by colour, and not by side alone.
  list->AddRectFilled(low, high, push.log_odds > 0 ? ui.color.model : ui.color.surface, ui.px(2));
  list->AddRect(low, high, ui.color.model, ui.px(2), 0, ui.px(1.5F));
  list->AddRectFilled({middle - 0.5F, y - ui.px(3)}, {middle + 0.5F, y + height + ui.px(3)}, ui.color.muted);
  pen.y = y + height + ui.px(10);
}

}  // namespace

void estimate_caption(const Ui& ui, Pen& pen, Text words) {
  const float line = line_height(ui, Size::small);
  const float icon = ui.px(12);
  draw_icon(ImGui::GetWindowDrawList(), Icon::diamond, {pen.x + icon / 2, pen.y + line / 2}, icon, ui.color.model,
            ui.color.surface);
  text_in_box(ui, ui.text(words), {Size::small, ui.color.model, Weight::bold},
              {pen.x + icon + ui.px(8), pen.y, pen.width, line});
  pen.y += line;
}

void draw_estimate(const Ui& ui, Pen& pen, bool with_sentence) {
  const scoring::Predictor& predictor = *ui.state.predictor;
  const auto& estimate = ui.state.what_if.estimate;
  Card card(ui, pen, ui.color.model, true);
  Pen& inner = card.pen();
  const Rect whole{pen.x, pen.y, pen.width, 0};
  estimate_caption(ui, inner, Text::estimate_heading);
  const state::EstimateWords words = state::estimate_words(ui.state);
  const ImU32 color = estimate ? ui.color.model : ui.color.muted;
  text_line(ui, inner, words.label, {with_sentence ? Size::title : Size::large, color, Weight::bold});
  if (estimate && !predictor.spec().is_regression())
    draw_bar(ui, inner, static_cast<double>(estimate->prediction.probability), predictor.facts().threshold,
             words.threshold);
  if (with_sentence) {
    inner.y += ui.px(8);
    paragraph(ui, inner, words.sentence, {Size::body});
    inner.y += ui.px(4);
    paragraph(ui, inner, ui.text(Text::estimate_not_verdict), {Size::small, ui.color.muted});
  }
  ui.widgets.add("estimate", {whole.x, whole.y, whole.width, inner.y - whole.y});
}

void draw_contributions(const Ui& ui, Pen& pen) {
  if (!ui.state.what_if.estimate) return;
  const spec::DatasetSpec& spec = ui.state.predictor->spec();
  Card card(ui, pen);
  Pen& inner = card.pen();
  estimate_caption(ui, inner, Text::contributions_heading);
  const Rect ends{inner.x, inner.y + ui.px(4), inner.width, line_height(ui, Size::small)};
  text_in_box(ui, "← " + state::direction_name(spec, false, ui.state.language), {Size::small, ui.color.muted}, ends);
  text_in_box(ui, state::direction_name(spec, true, ui.state.language) + " →", {Size::small, ui.color.muted}, ends,
              Align::right);
  inner.y = ends.bottom() + ui.px(6);
  const auto pushes = state::strongest_first(*ui.state.what_if.estimate);
  const double strongest = pushes.empty() ? 0 : std::abs(pushes.front().log_odds);
  for (const state::Push& push : pushes)
    draw_push(ui, inner, push, strongest);
}

void draw_label_meaning(const Ui& ui, Pen& pen, const scoring::Predictor& predictor) {
  const spec::LocalizedText words = spec::disclaimer_of(predictor.spec().label, predictor.facts().data_origin);
  Card card(ui, pen);
  text_line(ui, card.pen(), ui.text(Text::label_meaning), {Size::small, 0, Weight::bold});
  paragraph(ui, card.pen(), i18n::in(words, ui.state.language), {Size::small, ui.color.muted});
}

void draw_try_notes(const Ui& ui, Pen& pen) {
  draw_label_meaning(ui, pen, *ui.state.predictor);
  pen.y += ui.px(16);
  paragraph(ui, pen, ui.text(Text::stays_here), {Size::small, ui.color.muted});
}

}  // namespace clearwell::views
