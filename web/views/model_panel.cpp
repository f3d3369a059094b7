#include "web/views/panels.hpp"
#include "web/views/widgets.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace clearwell::views {
namespace {

using i18n::Text;
using state::LoadStatus;
using state::ModelView;
using state::Resource;

void view_choices(const Ui& ui, Pen& pen) {
  constexpr std::array<std::pair<ModelView, Text>, 4> kViews = {{{ModelView::card, Text::view_card},
                                                                 {ModelView::figures, Text::view_figures},
                                                                 {ModelView::data, Text::view_data},
                                                                 {ModelView::history, Text::view_history}}};
  const float width = std::min(pen.width / static_cast<float>(kViews.size()), ui.px(128));
  float x = pen.x;
  for (const auto& [view, words] : kViews) {
    const std::string name = "view/" + std::to_string(static_cast<int>(view));
    if (choice(ui, name, ui.text(words), ui.state.model_view == view, {x, pen.y, width, ui.px(kTouchTarget)}))
      ui.wish(state::OpenModelView{view});
    x += width;
  }
  pen.y += ui.px(kTouchTarget + 12);
}

/// Draws with `draw`, or says that what it needs is on its way or did not come.
template <typename Draw>
void when_there(const Ui& ui, Pen& pen, Resource resource, Text failed, Draw draw) {
  const state::Slot& slot = ui.state.slot(resource);
  if (slot.status == LoadStatus::ready) return draw(ui, pen);
  Card card(ui, pen);
  if (slot.status == LoadStatus::failed) return failure(ui, card.pen(), "retry_facts", ui.text(failed), slot.problem);
  skeleton(ui, card.pen(), 5);
}

void draw_view(const Ui& ui, Pen& pen) {
  switch (ui.state.model_view) {
    case ModelView::card:
      return draw_model_facts(ui, pen);
    case ModelView::figures:
      return when_there(ui, pen, Resource::card, Text::card_failed, draw_model_figures);
    case ModelView::data:
      return when_there(ui, pen, Resource::data, Text::data_failed, draw_data_overview);
    case ModelView::history:
      return when_there(ui, pen, Resource::promotions, Text::promotions_failed, draw_promotions);
  }
}

}  // namespace

void draw_model(const Ui& ui, Pen& pen) {
  text_line(ui, pen, ui.text(Text::model_heading), {Size::title, 0, Weight::bold});
  pen.y += ui.px(4);
  paragraph(ui, pen, i18n::in(ui.state.predictor->spec().description, ui.state.language), {Size::body, ui.color.muted});
  pen.y += ui.px(8);
  view_choices(ui, pen);
  draw_view(ui, pen);
}

}  // namespace clearwell::views
