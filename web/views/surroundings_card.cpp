#include "web/state/number_text.hpp"
#include "web/state/surroundings_words.hpp"
#include "web/views/panels.hpp"
#include "web/views/widgets.hpp"

#include <algorithm>

namespace clearwell::views {
namespace {

using i18n::Text;

/// As many digits as it was typed with, up to two.
std::string percent_text(const Ui& ui, double percent) {
  for (int decimals = 0; decimals < 2; ++decimals) {
    const std::string text = state::plain_number_text(percent, decimals, ui.state.language);
    if (state::parse_number(text) == percent) return text;
  }
  return state::plain_number_text(percent, 2, ui.state.language);
}

void draw_uncertainty(const Ui& ui, Pen& pen) {
  const state::FeatureEntry& uncertainty = ui.state.what_if.uncertainty;
  const float field = ui.px(88);
  const float height = ui.px(kTouchTarget);
  const Rect box{pen.x + pen.width - field, pen.y, field, height};
  const bool wrong = uncertainty.problem != state::EntryProblem::none;
  const FieldEvent event = text_field(ui, "uncertainty", percent_text(ui, uncertainty.value), wrong, box);
  if (event.typed) ui.wish(state::TypeUncertainty{*event.typed});
  if (event.left && wrong) ui.wish(state::EndTypingUncertainty{});
  const TextStyle style{Size::body};
  const float width = pen.width - field - ui.px(16);
  const float words = paragraph_height(ui, ui.text(Text::uncertainty), style, width);
  Pen label{pen.x, pen.y + std::max((height - words) / 2, 0.0F), width};
  paragraph(ui, label, ui.text(Text::uncertainty), style);
  pen.y = std::max(box.bottom(), label.y) + ui.px(4);
  paragraph(ui, pen, state::uncertainty_problem(uncertainty, ui.state.language), {Size::small, ui.color.beyond});
}

void draw_range_sentences(const Ui& ui, Pen& pen) {
  const std::vector<std::string> sentences = state::range_sentences(ui.state);
  if (sentences.empty()) return paragraph(ui, pen, ui.text(Text::uncertainty_hint), {Size::small, ui.color.muted});
  for (std::size_t i = 0; i < sentences.size(); ++i) {
    const bool how = i > 0 && i + 1 == sentences.size();
    paragraph(ui, pen, sentences[i], how ? TextStyle{Size::small, ui.color.muted} : TextStyle{Size::body});
  }
}

void draw_turning_point(const Ui& ui, Pen& pen) {
  const std::string sentence = state::turning_sentence(ui.state);
  if (sentence.empty()) return;
  pen.y += ui.px(12);
  hairline(ui, pen);
  pen.y += ui.px(12);
  paragraph(ui, pen, sentence, {Size::body});
  const auto& found = ui.state.what_if.surroundings;
  if (!found || !found->turning_point) return;
  const float width = text_width(ui, ui.text(Text::try_this), {Size::small, 0, Weight::bold}) + ui.px(32);
  if (button(ui, "turn", ui.text(Text::try_this), {pen.x, pen.y + ui.px(4), width, ui.px(kTouchTarget)}))
    ui.wish(state::SetFeature{found->turning_point->feature, found->turning_point->value});
  pen.y += ui.px(kTouchTarget + 4);
}

}  // namespace

void draw_surroundings(const Ui& ui, Pen& pen) {
  if (!ui.state.what_if.estimate) return;
  {
    Card card(ui, pen);
    Pen& inner = card.pen();
    estimate_caption(ui, inner, Text::firm_heading);
    inner.y += ui.px(4);
    draw_uncertainty(ui, inner);
    draw_range_sentences(ui, inner);
    draw_turning_point(ui, inner);
  }
  pen.y += ui.px(16);
}

}  // namespace clearwell::views
