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

Look look_of(const Ui& ui, const state::VerdictSummary& summary) {
  if (summary.kind == Kind::beyond) return {ui.color.beyond, Icon::triangle};
  if (summary.kind == Kind::within && !summary.stale_days) return {ui.color.within, Icon::check};
  if (summary.kind == Kind::unjudged || summary.stale_days) return {ui.color.unjudged, Icon::question};
  return {ui.color.muted, Icon::question};
}

}  // namespace

void draw_verdict(const Ui& ui, Pen& pen, const state::PlantResults& results) {
  const state::VerdictSummary summary = state::summarize(results, ui.state.now);
  const Look look = look_of(ui, summary);
  Card card(ui, pen, look.color, true);
  Pen& inner = card.pen();
  const float line = line_height(ui, Size::large);
  const float icon = ui.px(22);
  draw_icon(ImGui::GetWindowDrawList(), look.icon, {inner.x + icon / 2, inner.y + line / 2}, icon, look.color,
            ui.color.surface);
  Pen words{inner.x + icon + ui.px(12), inner.y, inner.width - icon - ui.px(12)};
  paragraph(ui, words, state::heading(summary, ui.state.language), {Size::large, look.color, Weight::bold});
  const std::vector<std::string> sentences = state::sentences(summary, ui.state.utc_offset, ui.state.language);
  // What was found, and what was not: of the size of text. By whom, by which law and why: small.
  const std::size_t findings = summary.unjudged.empty() ? 1 : 2;
  std::string rest;
  for (std::size_t i = 0; i < sentences.size(); ++i) {
    if (i < findings)
      paragraph(ui, words, sentences[i], {Size::body});
    else
      rest += (rest.empty() ? "" : " ") + sentences[i];
  }
  if (!summary.unjudged.empty()) rest += " " + std::string(ui.text(i18n::Text::unjudged_why));
  words.y += ui.px(2);
  paragraph(ui, words, rest, {Size::small, ui.color.muted});
  inner.y = words.y;
}

}  // namespace clearwell::views
