#include "web/state/summary.hpp"
#include "web/views/panels.hpp"
#include "web/views/widgets.hpp"

namespace clearwell::views {
namespace {

using Kind = state::VerdictSummary::Kind;

struct Look {
  ImU32 color;
  Icon icon;
};

Look look_of(const Ui& ui, Kind kind) {
  switch (kind) {
    case Kind::within:
      return {ui.color.within, Icon::check};
    case Kind::beyond:
      return {ui.color.beyond, Icon::triangle};
    case Kind::unjudged:
      return {ui.color.unjudged, Icon::question};
    default:
      return {ui.color.muted, Icon::question};
  }
}

}  // namespace

void draw_verdict(const Ui& ui, Pen& pen, const state::PlantResults& results) {
  const state::VerdictSummary summary = state::summarize(results);
  const Look look = look_of(ui, summary.kind);
  Card card(ui, pen, look.color, true);
  Pen& inner = card.pen();
  const float line = line_height(ui, Size::large);
  const float icon = ui.px(22);
  draw_icon(ImGui::GetWindowDrawList(), look.icon, {inner.x + icon / 2, inner.y + line / 2}, icon, look.color,
            ui.color.surface);
  Pen words{inner.x + icon + ui.px(12), inner.y, inner.width - icon - ui.px(12)};
  paragraph(ui, words, state::heading(summary, ui.state.language), {Size::large, look.color, Weight::bold});
  const std::vector<std::string> sentences = state::sentences(summary, ui.state.utc_offset, ui.state.language);
  if (!sentences.empty()) paragraph(ui, words, sentences.front(), {Size::body});
  std::string rest;
  for (std::size_t i = 1; i < sentences.size(); ++i)
    rest += (rest.empty() ? "" : " ") + sentences[i];
  if (!summary.unjudged.empty()) rest += " " + std::string(ui.text(i18n::Text::unjudged_why));
  words.y += ui.px(2);
  paragraph(ui, words, rest, {Size::small, ui.color.muted});
  inner.y = words.y;
}

}  // namespace clearwell::views
