#include "web/state/plant_map.hpp"

#include "web/state/plant_search.hpp"
#include "web/state/summary.hpp"
#include "web/views/panels.hpp"
#include "web/views/widgets.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <vector>

namespace clearwell::views {
namespace {

using i18n::Text;

ImVec2 place_of(const Rect& frame, const state::MapPoint& point) {
  return {frame.x + frame.width * static_cast<float>(point.x), frame.y + frame.height * static_cast<float>(point.y)};
}

void draw_graticule(const Ui& ui, const state::PlantMap& map, const Rect& frame) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const TextStyle style{Size::small, ui.color.muted};
  const float line = line_height(ui, Size::small);
  for (const state::MapLine& meridian : map.meridians) {
    const float x = std::round(frame.x + frame.width * static_cast<float>(meridian.at));
    list->AddRectFilled({x, frame.y}, {x + 1, frame.bottom()}, ui.color.line);
    const float width = text_width(ui, meridian.label, style) + ui.px(6);
    if (x + width < frame.right())
      text_in_box(ui, meridian.label, style, {x + ui.px(3), frame.bottom() - line, width, line});
  }
  for (const state::MapLine& parallel : map.parallels) {
    const float y = std::round(frame.y + frame.height * static_cast<float>(parallel.at));
    list->AddRectFilled({frame.x, y}, {frame.right(), y + 1}, ui.color.line);
    if (y + line < frame.bottom() - line)
      text_in_box(ui, parallel.label, style, {frame.x + ui.px(4), y, frame.width, line});
  }
}

bool overlaps(const Rect& a, const Rect& b) {
  return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom();
}

/// Beside, above or beneath the point, where nothing else is; empty where there is no room within the frame.
std::optional<Rect> room_for(const Ui& ui, ImVec2 at, float width, const Rect& frame, const std::vector<Rect>& taken) {
  const float line = line_height(ui, Size::small);
  const float gap = ui.px(10);
  const std::array<Rect, 4> candidates = {{{at.x + gap, at.y - line / 2, width, line},
                                           {at.x - gap - width, at.y - line / 2, width, line},
                                           {at.x - width / 2, at.y - gap - line, width, line},
                                           {at.x - width / 2, at.y + gap, width, line}}};
  for (const Rect& candidate : candidates) {
    const bool inside = candidate.x >= frame.x && candidate.right() <= frame.right() && candidate.y >= frame.y &&
                        candidate.bottom() <= frame.bottom();
    if (inside && std::none_of(taken.begin(), taken.end(), [&](const Rect& rect) { return overlaps(rect, candidate); }))
      return candidate;
  }
  return std::nullopt;
}

void draw_points(const Ui& ui, const state::PlantMap& map, const Rect& frame) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const auto found = state::found_plants(ui.state);
  std::vector<Rect> taken;
  const float half = ui.px(9);
  for (const state::MapPoint& point : map.points) {
    const ImVec2 at = place_of(frame, point);
    taken.push_back({at.x - half, at.y - half, 2 * half, 2 * half});
  }
  // The chosen one's name first: it has the best place.
  std::vector<const state::MapPoint*> order;
  for (const state::MapPoint& point : map.points)
    order.insert(point.plant->id == ui.state.plant_id ? order.begin() : order.end(), &point);
  for (const state::MapPoint* point : order) {
    const ImVec2 at = place_of(frame, *point);
    const bool chosen = point->plant->id == ui.state.plant_id;
    const bool matches = std::find(found.begin(), found.end(), point->plant) != found.end();
    const ImU32 color = chosen ? ui.color.water : matches ? ui.color.muted : faded(ui.color.muted, 0.4F);
    draw_icon(list, Icon::drop, at, ui.px(chosen ? 20 : 14), color, ui.color.surface);
    ui.widgets.add("map/" + point->plant->id, {at.x - half, at.y - half, 2 * half, 2 * half});
    const TextStyle style{Size::small, chosen ? ui.color.ink : color, chosen ? Weight::bold : Weight::regular};
    const float width = text_width(ui, point->plant->name, style);
    if (!matches && !chosen) continue;
    const std::optional<Rect> room = room_for(ui, at, width, frame, taken);
    if (!room) continue;  // the list has every name
    list->AddRectFilled({room->x - ui.px(2), room->y}, {room->right() + ui.px(2), room->bottom()},
                        faded(ui.color.surface, 0.85F), ui.px(3));
    text_in_box(ui, point->plant->name, style, *room);
    taken.push_back(*room);
  }
}

const state::Plant* nearest_plant(const Ui& ui, const state::PlantMap& map, const Rect& frame, ImVec2 at) {
  const state::Plant* best = nullptr;
  float least = ui.px(kTouchTarget);
  for (const state::MapPoint& point : map.points) {
    const ImVec2 place = place_of(frame, point);
    const float distance = std::hypot(place.x - at.x, place.y - at.y);
    if (distance >= least) continue;
    least = distance;
    best = point.plant;
  }
  return best;
}

}  // namespace

void draw_plant_map(const Ui& ui, Pen& pen) {
  const float height = std::round(pen.width * 0.85F);
  const auto map = state::plant_map(ui.state.plants, static_cast<double>(pen.width / height), ui.state.language);
  if (!map) return;
  text_line(ui, pen, ui.text(Text::map_heading), {Size::small, ui.color.muted, Weight::bold});
  pen.y += ui.px(8);
  const Rect frame{pen.x, pen.y, pen.width, height};
  // The list above is the keyboard's way to the same.
  ImGui::PushItemFlag(ImGuiItemFlags_NoTabStop | ImGuiItemFlags_NoNav, true);
  const bool pressed = area(ui, "map", frame).pressed;
  ImGui::PopItemFlag();
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled({frame.x, frame.y}, {frame.right(), frame.bottom()}, ui.color.surface);
  list->PushClipRect({frame.x, frame.y}, {frame.right(), frame.bottom()}, true);
  draw_graticule(ui, *map, frame);
  draw_points(ui, *map, frame);
  list->PopClipRect();
  list->AddRect({frame.x, frame.y}, {frame.right(), frame.bottom()}, ui.color.muted);
  if (pressed)
    if (const state::Plant* plant = nearest_plant(ui, *map, frame, ImGui::GetIO().MousePos))
      ui.wish(state::ChoosePlant{plant->id});
  pen.y = frame.bottom() + ui.px(4);
  const std::size_t unplaced = ui.state.plants.size() - map->points.size();
  if (unplaced > 0)
    paragraph(ui, pen, i18n::fill(Text::map_leaves_out, ui.state.language, {std::to_string(unplaced)}),
              {Size::small, ui.color.muted});
}

}  // namespace clearwell::views
