#include "web/state/model_words.hpp"
#include "web/views/panels.hpp"
#include "web/views/widgets.hpp"

namespace clearwell::views {

using i18n::Text;

void draw_promotions(const Ui& ui, Pen& pen) {
  Card card(ui, pen);
  Pen& inner = card.pen();
  paragraph(ui, inner, ui.text(Text::history_of_model), {Size::large, 0, Weight::bold});
  inner.y += ui.px(8);
  if (ui.state.promotions->empty()) return paragraph(ui, inner, ui.text(Text::no_promotions), {Size::body});
  for (const state::Promotion& promotion : *ui.state.promotions) {
    hairline(ui, inner);
    inner.y += ui.px(8);
    paragraph(ui, inner, state::promotion_sentence(promotion, ui.state.language), {Size::body, 0, Weight::bold});
    paragraph(ui, inner, promotion.reason, {Size::small, ui.color.muted});
    inner.y += ui.px(8);
  }
}

}  // namespace clearwell::views
