#include "web/state/number_text.hpp"
#include "web/state/summary.hpp"
#include "web/views/panels.hpp"
#include "web/views/widgets.hpp"

#include <algorithm>

namespace clearwell::views {
namespace {

using i18n::Text;
using state::LoadStatus;
using state::Resource;

std::string subtitle(const Ui& ui, const state::Plant& plant) {
  std::string line = plant.place;
  if (plant.population_served) {
    const std::string people = state::number_text(static_cast<double>(*plant.population_served), 0, ui.state.language);
    if (!line.empty()) line += " · ";
    line += i18n::fill(Text::serves, ui.state.language, {people});
  }
  if (!plant.operator_name.empty()) line += (line.empty() ? "" : " · ") + plant.operator_name;
  return line;
}

/// Words in a thin frame: what must be read beside everything else on the page.
void notice(const Ui& ui, Pen& pen, std::string_view words) {
  const TextStyle style{Size::small, ui.color.unjudged, Weight::bold};
  const float padding = ui.px(10);
  Pen inner{pen.x + padding, pen.y + ui.px(4), pen.width - 2 * padding};
  const float width = std::min(text_width(ui, words, style) + 2 * padding, pen.width);
  const float height = paragraph_height(ui, words, style, inner.width) + ui.px(8);
  ImGui::GetWindowDrawList()->AddRectFilled({pen.x, pen.y}, {pen.x + width, pen.y + height},
                                            faded(ui.color.unjudged, 0.12F), ui.px(6));
  paragraph(ui, inner, words, style);
  pen.y += height;
}

const state::Plant* chosen_plant(const Ui& ui) {
  for (const state::Plant& plant : ui.state.plants) {
    if (plant.id == ui.state.plant_id) return &plant;
  }
  return nullptr;
}

/// On a phone the name is a button that opens the list of plants.
void plant_picker(const Ui& ui, Pen& pen, const state::Plant& plant) {
  const TextStyle style{Size::large, 0, Weight::bold};
  const std::string words = state::plant_name(plant, ui.state.language);
  Pen name{pen.x + ui.px(16), pen.y + ui.px(12), pen.width - ui.px(64)};
  const Rect rect{pen.x, pen.y, pen.width, paragraph_height(ui, words, style, name.width) + ui.px(24)};
  const Touched touched = area(ui, "plant_picker", rect);
  if (touched.pressed) ui.wish(state::TogglePlantList{});
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled({rect.x, rect.y}, {rect.right(), rect.bottom()}, ui.color.surface, ui.px(8));
  list->AddRect({rect.x, rect.y}, {rect.right(), rect.bottom()}, ui.color.line, ui.px(8));
  paragraph(ui, name, words, style);
  draw_icon(list, ui.state.plant_list_open ? Icon::chevron_up : Icon::chevron_down,
            {rect.right() - ui.px(24), rect.y + rect.height / 2}, ui.px(16), ui.color.muted, ui.color.surface);
  pen.y = rect.bottom() + ui.px(8);
}

void plant_head(const Ui& ui, Pen& pen, const state::Plant& plant) {
  if (ui.narrow()) {
    plant_picker(ui, pen, plant);
    if (ui.state.plant_list_open) {
      draw_plant_finder(ui, pen);
      pen.y += ui.px(8);
    }
  } else {
    paragraph(ui, pen, state::plant_name(plant, ui.state.language), {Size::title, 0, Weight::bold});
  }
  paragraph(ui, pen, subtitle(ui, plant), {Size::body, ui.color.muted});
  if (plant.simulated) {
    pen.y += ui.px(8);
    notice(ui, pen, ui.text(Text::simulated_plant));
  }
  pen.y += ui.px(16);
}

void no_plants(const Ui& ui, Pen& pen) {
  Card card(ui, pen);
  paragraph(ui, card.pen(), ui.text(Text::no_plants), {Size::large, 0, Weight::bold});
  paragraph(ui, card.pen(), ui.text(Text::no_plants_hint), {Size::body, ui.color.muted});
}

void waiting(const Ui& ui, Pen& pen, Resource resource, Text failed, const std::string& name) {
  Card card(ui, pen);
  if (ui.state.slot(resource).status == LoadStatus::failed) {
    failure(ui, card.pen(), name, ui.text(failed), ui.state.slot(resource).problem);
  } else {
    skeleton(ui, card.pen(), 3);
  }
}

}  // namespace

void draw_plant(const Ui& ui, Pen& pen) {
  const state::Plant* plant = chosen_plant(ui);
  if (plant == nullptr) {
    if (ui.state.slot(Resource::plants).status == LoadStatus::ready) return no_plants(ui, pen);
    return waiting(ui, pen, Resource::plants, Text::plants_failed, "retry_plants");
  }
  plant_head(ui, pen, *plant);
  if (!ui.state.results) return waiting(ui, pen, Resource::plant, Text::plant_failed, "retry_plant");
  draw_verdict(ui, pen, *ui.state.results);
  pen.y += ui.px(16);
  draw_results(ui, pen);
}

}  // namespace clearwell::views
