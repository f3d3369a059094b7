#include "web/state/civil_time.hpp"
#include "web/state/number_text.hpp"
#include "web/state/summary.hpp"
#include "web/views/panels.hpp"
#include "web/views/widgets.hpp"

#include <algorithm>
#include <cmath>

namespace clearwell::views {
namespace {

using i18n::Text;
using state::LoadStatus;
using state::Resource;
using state::Verdict;

struct VerdictLook {
  Icon icon;
  ImU32 color;
  bool has_icon;
};

VerdictLook look_of(const Ui& ui, const state::Parameter& parameter) {
  switch (state::verdict_of(parameter)) {
    case Verdict::within:
      return {Icon::check, ui.color.within, true};
    case Verdict::beyond:
      return {Icon::triangle, ui.color.beyond, true};
    case Verdict::cannot_be_judged:
      return {Icon::question, ui.color.unjudged, true};
    case Verdict::no_limit:
      break;
  }
  return {Icon::question, ui.color.muted, false};
}

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

void result_row(const Ui& ui, const Pen& pen, const state::Parameter& parameter, float height, bool chosen) {
  const Rect rect{pen.x, pen.y, pen.width, height};
  const Touched touched = area(ui, "parameter/" + parameter.code, rect);
  if (touched.pressed) ui.wish(state::ChooseParameter{parameter.code});
  ImDrawList* list = ImGui::GetWindowDrawList();
  if (chosen)
    list->AddRectFilled({rect.x, rect.y}, {rect.right(), rect.bottom()}, faded(ui.color.water, 0.10F), ui.px(6));
  if (!chosen && touched.hovered)
    list->AddRectFilled({rect.x, rect.y}, {rect.right(), rect.bottom()}, faded(ui.color.line, 0.45F), ui.px(6));
  const auto& title = i18n::in(parameter.title, ui.state.language);
  const Weight weight = chosen ? Weight::bold : Weight::regular;
  const VerdictLook look = look_of(ui, parameter);
  const float icon = ui.px(16);
  const float pad = ui.px(10);
  if (look.has_icon)
    draw_icon(list, look.icon, {rect.x + pad + icon / 2, rect.y + height / 2}, icon, look.color, ui.color.surface);
  const float left = rect.x + pad + icon + ui.px(10);
  const float half = height / 2;
  text_in_box(ui, title, {Size::body, 0, weight}, {left, rect.y + ui.px(4), rect.width, half});
  text_in_box(ui, state::verdict_words(parameter, ui.state.language), {Size::small, look.color},
              {left, rect.y + half - ui.px(2), rect.width, half - ui.px(2)});
  text_in_box(ui, state::latest_text(parameter, ui.state.language),
              {Size::body, parameter.latest ? ui.color.ink : ui.color.muted},
              {rect.x, rect.y + ui.px(4), rect.width - pad, half}, Align::right);
  const std::string limit = parameter.limits.empty() ? ""
                                                     : std::string(ui.text(Text::column_limit)) + " " +
                                                           state::limit_text(parameter, ui.state.language);
  text_in_box(ui, limit, {Size::small, ui.color.muted},
              {rect.x, rect.y + half - ui.px(2), rect.width - pad, half - ui.px(2)}, Align::right);
}

/// \param inline_chart  on a phone the history opens under its row
void results_table(const Ui& ui, Pen& pen, bool inline_chart) {
  Card card(ui, pen);
  Pen& inner = card.pen();
  text_line(ui, inner, ui.text(Text::results_heading), {Size::large, 0, Weight::bold});
  paragraph(ui, inner, ui.text(Text::results_hint), {Size::small, ui.color.muted});
  inner.y += ui.px(8);
  const float bleed = ui.px(10);
  for (const state::Parameter& parameter : ui.state.results->parameters) {
    const bool chosen = parameter.code == ui.state.parameter;
    const Pen row{inner.x - bleed, inner.y, inner.width + 2 * bleed};
    hairline(ui, {inner.x, inner.y, inner.width});
    result_row(ui, row, parameter, ui.px(52), chosen);
    inner.y += ui.px(53);
    if (!chosen || !inline_chart) continue;
    inner.y += ui.px(8);
    draw_history(ui, inner, ui.px(240));
    inner.y += ui.px(8);
  }
}

void results_and_history(const Ui& ui, Pen& pen) {
  if (ui.narrow()) return results_table(ui, pen, true);
  const float gap = ui.px(24);
  const float table = std::round(std::min(pen.width * 0.42F, ui.px(420)));
  Pen left{pen.x, pen.y, table};
  Pen right{pen.x + table + gap, pen.y, pen.width - table - gap};
  results_table(ui, left, false);
  {
    Card card(ui, right);
    draw_history(ui, card.pen(), ui.px(270));
  }
  pen.y = std::max(left.y, right.y);
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

/// A plant in the list: its name, and where and when it was last tested.
void plant_row(const Ui& ui, Pen& pen, const state::Plant& plant) {
  const bool chosen = plant.id == ui.state.plant_id;
  const TextStyle name{Size::body, 0, chosen ? Weight::bold : Weight::regular};
  const std::string words = state::plant_name(plant, ui.state.language);
  const TextStyle small{Size::small, ui.color.muted};
  const std::string tested = plant.last_sample_at ? state::short_date(*plant.last_sample_at, ui.state.language)
                                                  : std::string(ui.text(Text::never_tested));
  const std::string line = plant.place.empty() ? tested : plant.place + " · " + tested;
  Pen inner{pen.x + ui.px(12), pen.y + ui.px(8), pen.width - ui.px(24)};
  const float height =
      paragraph_height(ui, words, name, inner.width) + paragraph_height(ui, line, small, inner.width) + ui.px(16);
  const Rect rect{pen.x, pen.y, pen.width, height};
  const Touched touched = area(ui, "plant/" + plant.id, rect);
  if (touched.pressed) ui.wish(state::ChoosePlant{plant.id});
  const ImU32 fill = chosen ? faded(ui.color.water, 0.12F) : touched.hovered ? faded(ui.color.line, 0.5F) : 0;
  if (fill != 0)
    ImGui::GetWindowDrawList()->AddRectFilled({rect.x, rect.y}, {rect.right(), rect.bottom()}, fill, ui.px(8));
  paragraph(ui, inner, words, name);
  paragraph(ui, inner, line, small);
  pen.y = rect.bottom() + ui.px(4);
}

void plant_head(const Ui& ui, Pen& pen, const state::Plant& plant) {
  if (ui.narrow()) {
    plant_picker(ui, pen, plant);
    if (ui.state.plant_list_open) {
      draw_plant_list(ui, pen);
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

void draw_plant_list(const Ui& ui, Pen& pen) {
  if (!ui.narrow()) {
    text_line(ui, pen, ui.text(Text::plants_heading), {Size::small, ui.color.muted, Weight::bold});
    pen.y += ui.px(8);
    if (ui.state.plants.empty() && ui.state.slot(Resource::plants).status != LoadStatus::ready)
      return skeleton(ui, pen, 4);
  }
  for (const state::Plant& plant : ui.state.plants)
    plant_row(ui, pen, plant);
}

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
  results_and_history(ui, pen);
}

}  // namespace clearwell::views
