#include "web/state/replay_words.hpp"
#include "web/views/panels.hpp"
#include "web/views/table.hpp"
#include "web/views/widgets.hpp"

namespace clearwell::views {
namespace {

using i18n::Text;
using state::LoadStatus;
using state::Resource;

void draw_outcome(const Ui& ui, Pen& pen) {
  const bool equal = ui.state.replay->equal;
  // The colour of what the law says stays with the law, however well the bits agree.
  const ImU32 color = equal ? ui.color.model : ui.color.beyond;
  Card card(ui, pen, color, true);
  Pen& inner = card.pen();
  const float icon = ui.px(20);
  const float line = line_height(ui, Size::large);
  draw_icon(ImGui::GetWindowDrawList(), equal ? Icon::check : Icon::triangle, {inner.x + icon / 2, inner.y + line / 2},
            icon, color, ui.color.surface);
  Pen words{inner.x + icon + ui.px(10), inner.y, inner.width - icon - ui.px(10)};
  paragraph(ui, words, state::replay_verdict(ui.state), {Size::large, color, Weight::bold});
  inner.y = words.y + ui.px(4);
  paragraph(ui, inner, state::replay_subject(ui.state), {Size::small, ui.color.muted});
  inner.y += ui.px(8);
  draw_table(ui, inner, state::replay_rows(ui.state));
  inner.y += ui.px(8);
  paragraph(ui, inner, ui.text(Text::replay_explained), {Size::small, ui.color.muted});
}

void draw_scored(const Ui& ui, Pen& pen) {
  Card card(ui, pen);
  Pen& inner = card.pen();
  text_line(ui, inner, ui.text(Text::replay_features), {Size::body, 0, Weight::bold});
  draw_table(ui, inner, state::replay_features(ui.state));
}

void draw_waiting(const Ui& ui, Pen& pen) {
  Card card(ui, pen);
  if (ui.state.inference_id == 0) return paragraph(ui, card.pen(), state::replay_verdict(ui.state), {});
  for (const Resource resource : {Resource::inference, Resource::replay_file}) {
    const state::Slot& slot = ui.state.slot(resource);
    if (slot.status == LoadStatus::failed)
      return failure(ui, card.pen(), "retry_replay", ui.text(Text::replay_failed), slot.problem);
  }
  paragraph(ui, card.pen(), ui.text(Text::replay_running), {Size::body, ui.color.muted});
  skeleton(ui, card.pen(), 4);
}

}  // namespace

void draw_replay(const Ui& ui, Pen& pen) {
  paragraph(ui, pen, ui.text(Text::replay_heading), {Size::title, 0, Weight::bold});
  pen.y += ui.px(12);
  if (!ui.state.replay) return draw_waiting(ui, pen);
  draw_outcome(ui, pen);
  pen.y += ui.px(16);
  draw_scored(ui, pen);
  pen.y += ui.px(16);
  // What the label means, by the model of that time.
  draw_label_meaning(ui, pen, *ui.state.replay->predictor);
}

}  // namespace clearwell::views
