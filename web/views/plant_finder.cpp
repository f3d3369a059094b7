#include "web/state/plant_search.hpp"
#include "web/state/summary.hpp"
#include "web/views/panels.hpp"
#include "web/views/widgets.hpp"

namespace clearwell::views {
namespace {

using i18n::Text;
using state::LoadStatus;
using state::Resource;

/// A plant in the list: its name, where it is, and when it was last tested.
void plant_row(const Ui& ui, Pen& pen, const state::Plant& plant) {
  const bool chosen = plant.id == ui.state.plant_id;
  const TextStyle name{Size::body, 0, chosen ? Weight::bold : Weight::regular};
  const std::string words = state::plant_name(plant, ui.state.language);
  const TextStyle small{Size::small, ui.color.muted};
  const std::string tested = state::last_tested(plant, ui.state.now, ui.state.language);
  Pen inner{pen.x + ui.px(12), pen.y + ui.px(8), pen.width - ui.px(24)};
  const float height = paragraph_height(ui, words, name, inner.width) +
                       paragraph_height(ui, plant.place, small, inner.width) +
                       paragraph_height(ui, tested, small, inner.width) + ui.px(16);
  const Rect rect{pen.x, pen.y, pen.width, height};
  const Touched touched = area(ui, "plant/" + plant.id, rect);
  if (touched.pressed) ui.wish(state::ChoosePlant{plant.id});
  const ImU32 fill = chosen ? faded(ui.color.water, 0.12F) : touched.hovered ? faded(ui.color.line, 0.5F) : 0;
  if (fill != 0)
    ImGui::GetWindowDrawList()->AddRectFilled({rect.x, rect.y}, {rect.right(), rect.bottom()}, fill, ui.px(8));
  paragraph(ui, inner, words, name);
  paragraph(ui, inner, plant.place, small);
  paragraph(ui, inner, tested, small);
  pen.y = rect.bottom() + ui.px(4);
}

}  // namespace

void draw_plant_finder(const Ui& ui, Pen& pen) {
  text_line(ui, pen, ui.text(ui.narrow() ? Text::find_plant : Text::plants_heading),
            {Size::small, ui.color.muted, Weight::bold});
  pen.y += ui.px(4);
  const auto typed = search_field(ui, "find", ui.state.plant_query, ui.text(Text::find_hint),
                                  {pen.x, pen.y, pen.width, ui.px(kTouchTarget)});
  if (typed) ui.wish(state::SearchPlants{*typed});
  pen.y += ui.px(kTouchTarget + 8);
  if (ui.state.plants.empty() && ui.state.slot(Resource::plants).status != LoadStatus::ready)
    return skeleton(ui, pen, 4);
  const auto found = state::found_plants(ui.state);
  for (const state::Plant* plant : found)
    plant_row(ui, pen, *plant);
  if (found.empty() && !ui.state.plants.empty())
    paragraph(ui, pen, i18n::fill(Text::nothing_found, ui.state.language, {ui.state.plant_query}),
              {Size::body, ui.color.muted});
  pen.y += ui.px(16);
  draw_plant_map(ui, pen);
}

}  // namespace clearwell::views
