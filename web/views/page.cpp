#include "web/views/page.hpp"

#include "web/state/civil_time.hpp"
#include "web/state/summary.hpp"
#include "web/views/panels.hpp"
#include "web/views/widgets.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace clearwell::views {
namespace {

using i18n::Text;
using state::LoadStatus;
using state::Resource;
using state::Section;

constexpr ImGuiWindowFlags kRegionFlags =
    ImGuiWindowFlags_NoScrollWithMouse | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings;

/// A part of the page that scrolls by itself. `content(Pen&)` draws from the top left, within the given margins.
template <typename Content>
void scroll_region(const Ui& ui, const char* name, const Rect& rect, float margin, float most_width, Content content) {
  ImGui::SetCursorScreenPos({rect.x, rect.y});
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  // A bar that stands between two columns shows only under the pointer; a finger needs none.
  const bool quiet = rect.right() < ui.input.width && !rect.contains(mouse.x, mouse.y);
  const ImGuiWindowFlags flags =
      kRegionFlags | (ui.input.touch || ui.narrow() ? ImGuiWindowFlags_NoScrollbar : ImGuiWindowFlags_None);
  if (quiet) ImGui::PushStyleColor(ImGuiCol_ScrollbarGrab, ImVec4(0, 0, 0, 0));
  if (ImGui::BeginChild(name, {rect.width, rect.height}, ImGuiChildFlags_None, flags)) {
    if (ui.input.scroll != 0 && rect.contains(ui.input.gesture_at.x, ui.input.gesture_at.y))
      ImGui::SetScrollY(ImGui::GetScrollY() - ui.input.scroll);
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    Pen pen{rect.x + margin, origin.y + ui.px(ui.narrow() ? 12 : 20), std::min(rect.width - 2 * margin, most_width)};
    content(pen);
    ImGui::SetCursorScreenPos({rect.x, pen.y + ui.px(24)});
    ImGui::Dummy({1, 1});
  }
  ImGui::EndChild();
  if (quiet) ImGui::PopStyleColor();
}

struct Tab {
  Section section;
  Text words;
  Icon icon;
  const char* name;
};
constexpr std::array<Tab, 3> kTabs = {{{Section::plants, Text::tab_plants, Icon::chart, "tab/plants"},
                                       {Section::try_it, Text::tab_try, Icon::sliders, "tab/try"},
                                       {Section::model, Text::tab_model, Icon::diamond, "tab/model"}}};

void draw_wordmark(const Ui& ui, const Rect& bar, float x) {
  draw_icon(ImGui::GetWindowDrawList(), Icon::drop, {x + ui.px(9), bar.y + bar.height / 2}, ui.px(22), ui.color.water,
            ui.color.ground);
  text_in_box(ui, "Clearwell", {Size::large, 0, Weight::bold}, {x + ui.px(26), bar.y, bar.width, bar.height});
}

void draw_language_and_theme(const Ui& ui, const Rect& bar, float margin) {
  const float size = ui.px(kTouchTarget);
  const float y = bar.y + (bar.height - size) / 2;
  const Rect theme{bar.right() - margin - size + ui.px(8), y, size, size};
  if (icon_button(ui, "theme", ui.state.dark ? Icon::sun : Icon::moon, theme))
    ui.wish(state::ChooseTheme{!ui.state.dark});
  const i18n::Language other = ui.state.language == i18n::Language::en ? i18n::Language::es : i18n::Language::en;
  const Rect language{theme.x - size, y, size, size};
  if (choice(ui, "language", ui.text(Text::other_language), false, language)) ui.wish(state::ChooseLanguage{other});
}

void draw_top_tabs(const Ui& ui, const Rect& bar, float x) {
  for (const Tab& tab : kTabs) {
    const bool open = ui.state.section == tab.section;
    const TextStyle style{Size::body, open ? ui.color.ink : ui.color.muted, open ? Weight::bold : Weight::regular};
    const float width = text_width(ui, ui.text(tab.words), style) + ui.px(32);
    const Rect rect{x, bar.y, width, bar.height};
    const Touched touched = area(ui, tab.name, rect);
    if (touched.pressed) ui.wish(state::OpenSection{tab.section});
    TextStyle shown = style;
    if (touched.hovered) shown.color = ui.color.ink;
    text_in_box(ui, ui.text(tab.words), shown, rect, Align::center);
    if (open) {
      ImGui::GetWindowDrawList()->AddRectFilled({rect.x + ui.px(16), rect.bottom() - ui.px(3)},
                                                {rect.right() - ui.px(16), rect.bottom()}, ui.color.water);
    }
    x += width;
  }
}

void draw_bottom_bar(const Ui& ui, const Rect& bar) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled({bar.x, bar.y}, {bar.right(), bar.bottom()}, ui.color.surface);
  hairline(ui, {bar.x, bar.y, bar.width});
  const float width = bar.width / static_cast<float>(kTabs.size());
  float x = bar.x;
  for (const Tab& tab : kTabs) {
    const Rect rect{x, bar.y, width, bar.height};
    if (area(ui, tab.name, rect).pressed) ui.wish(state::OpenSection{tab.section});
    const bool open = ui.state.section == tab.section;
    const ImU32 color = open ? ui.color.water : ui.color.muted;
    draw_icon(list, tab.icon, {x + width / 2, bar.y + ui.px(20)}, ui.px(18), color, ui.color.surface);
    text_in_box(ui, ui.text(tab.words), {Size::small, color, open ? Weight::bold : Weight::regular},
                {x, bar.y + ui.px(32), width, ui.px(24)}, Align::center);
    x += width;
  }
}

/// A thin strip when the data on the page is a copy, or could not be fetched.
float draw_offline_strip(const Ui& ui, const Rect& page) {
  if (ui.state.online && !ui.state.stored_at) return 0;
  const float height = ui.px(32);
  ImGui::GetWindowDrawList()->AddRectFilled({page.x, page.y}, {page.right(), page.y + height},
                                            faded(ui.color.unjudged, 0.14F));
  const std::string words = ui.state.stored_at
                                ? i18n::fill(Text::offline_since, ui.state.language,
                                             {state::date_in_words(*ui.state.stored_at, ui.state.language)})
                                : std::string(ui.text(Text::offline));
  text_in_box(ui, words, {Size::small, ui.color.unjudged, Weight::bold}, {page.x, page.y, page.width, height},
              Align::center);
  return height;
}

void draw_no_model(const Ui& ui, Pen& pen) {
  const state::Slot& models = ui.state.slot(Resource::models);
  const state::Slot& file = ui.state.slot(Resource::model_file);
  Card card(ui, pen);
  Pen& inner = card.pen();
  if (models.status == LoadStatus::failed)
    return failure(ui, inner, "retry_models", ui.text(Text::model_failed), models.problem);
  if (file.status == LoadStatus::failed && !file.problem.empty()) {
    const std::string words = i18n::fill(Text::model_unreadable, ui.state.language, {file.problem});
    return failure(ui, inner, "retry_model", words, "");
  }
  if (file.status == LoadStatus::failed) return failure(ui, inner, "retry_model", ui.text(Text::model_failed), "");
  if (models.status == LoadStatus::ready && !ui.state.version)
    return paragraph(ui, inner, ui.text(Text::no_model), {Size::body});
  paragraph(ui, inner, ui.text(Text::model_loading), {Size::body, ui.color.muted});
  skeleton(ui, inner, 4);
}

/// On a phone the estimate stays at the top while the sliders scroll beneath it.
void draw_try_narrow(const Ui& ui, Rect page, float margin) {
  Pen sticky{page.x + margin, page.y + ui.px(8), page.width - 2 * margin};
  if (ui.state.predictor) draw_estimate(ui, sticky, false);
  const float used = ui.state.predictor ? sticky.y - page.y + ui.px(4) : 0;
  page = {page.x, page.y + used, page.width, page.height - used};
  scroll_region(ui, "try", page, margin, page.width, [&](Pen& pen) {
    if (!ui.state.predictor) return draw_no_model(ui, pen);
    paragraph(ui, pen, state::estimate_words(ui.state).sentence, {Size::small});
    paragraph(ui, pen, ui.text(Text::estimate_not_verdict), {Size::small, ui.color.muted});
    pen.y += ui.px(12);
    draw_feature_rows(ui, pen);
    pen.y += ui.px(16);
    draw_surroundings(ui, pen);
    draw_contributions(ui, pen);
    pen.y += ui.px(16);
    draw_try_notes(ui, pen);
    pen.y += ui.px(16);
    draw_footer(ui, pen);
  });
}

void draw_try_wide(const Ui& ui, const Rect& page, float margin) {
  if (!ui.state.predictor) {
    return scroll_region(ui, "try", page, margin, ui.px(640), [&](Pen& pen) { draw_no_model(ui, pen); });
  }
  const float whole = std::min(page.width - 2 * margin, ui.px(1080));
  const float gap = ui.px(24);
  const float right = std::round(whole * 0.42F);
  const float left_x = page.x + std::round((page.width - whole) / 2);
  const Rect left{left_x - gap / 2, page.y, whole - right, page.height};
  const Rect beside{left.right(), page.y, right + gap, page.height};
  scroll_region(ui, "features", left, gap / 2, left.width, [&](Pen& pen) {
    text_line(ui, pen, ui.text(Text::try_heading), {Size::title, 0, Weight::bold});
    pen.y += ui.px(12);
    draw_feature_rows(ui, pen);
  });
  scroll_region(ui, "estimate", beside, gap / 2, beside.width, [&](Pen& pen) {
    draw_estimate(ui, pen, true);
    pen.y += ui.px(16);
    draw_surroundings(ui, pen);
    draw_contributions(ui, pen);
    pen.y += ui.px(16);
    draw_try_notes(ui, pen);
  });
}

void draw_plants_wide(const Ui& ui, const Rect& page, float margin) {
  const float list_width = ui.px(280);
  const Rect list{page.x, page.y, list_width, page.height};
  scroll_region(ui, "plants", list, ui.px(16), list_width, [&](Pen& pen) { draw_plant_finder(ui, pen); });
  ImGui::GetWindowDrawList()->AddRectFilled({list.right(), page.y}, {list.right() + 1, page.bottom()}, ui.color.line);
  const Rect content{list.right() + 1, page.y, page.width - list_width - 1, page.height};
  scroll_region(ui, "content", content, margin, ui.px(1080), [&](Pen& pen) { draw_plant(ui, pen); });
}

void draw_section(const Ui& ui, const Rect& page, float margin) {
  switch (ui.state.section) {
    case Section::plants:
      if (!ui.narrow() && (!ui.state.plants.empty() || ui.state.slot(Resource::plants).status != LoadStatus::ready)) {
        return draw_plants_wide(ui, page, margin);
      }
      return scroll_region(ui, "content", page, margin, ui.px(1080), [&](Pen& pen) {
        draw_plant(ui, pen);
        pen.y += ui.px(16);
        if (ui.narrow()) draw_footer(ui, pen);
      });
    case Section::try_it:
      return ui.narrow() ? draw_try_narrow(ui, page, margin) : draw_try_wide(ui, page, margin);
    case Section::replay:
      return scroll_region(ui, "replay", page, margin, ui.px(860), [&](Pen& pen) { draw_replay(ui, pen); });
    case Section::model:
      return scroll_region(ui, "model", page, margin, ui.px(860), [&](Pen& pen) {
        ui.state.predictor&& ui.state.version ? draw_model(ui, pen) : draw_no_model(ui, pen);
      });
  }
}

void draw_frame(const Ui& ui) {
  const float margin = ui.px(ui.narrow() ? 16 : 32);
  Rect page{0, 0, ui.input.width, ui.input.height};
  const Rect top{0, 0, page.width, ui.px(ui.narrow() ? 56 : 64)};
  draw_wordmark(ui, top, ui.narrow() ? margin : ui.px(24));
  if (!ui.narrow()) draw_top_tabs(ui, top, ui.px(280));
  draw_language_and_theme(ui, top, ui.narrow() ? margin : ui.px(24));
  hairline(ui, {0, top.bottom(), page.width});
  page.y = top.bottom() + 1;
  page.y += draw_offline_strip(ui, {0, page.y, page.width, 0});
  const float bottom = ui.px(ui.narrow() ? 60 : 44);
  page.height = ui.input.height - page.y - bottom;
  draw_section(ui, page, margin);
  if (ui.narrow()) return draw_bottom_bar(ui, {0, page.bottom(), page.width, bottom});
  hairline(ui, {0, page.bottom(), page.width});
  Pen footer{ui.px(24), page.bottom(), page.width - ui.px(48)};
  draw_footer(ui, footer);
}

}  // namespace

std::vector<state::Action> draw_page(const state::State& state, const PageInput& input, const Fonts& fonts,
                                     WidgetMap& widgets) {
  std::vector<state::Action> wishes;
  const Ui ui{state, input, palette(state.dark), fonts, widgets, wishes};
  widgets.clear();
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize({input.width, input.height});
  // The picture was cleared with the colour of its ground; where there is no graphics processor each pixel counts.
  constexpr ImGuiWindowFlags kFlags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                      ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBringToFrontOnFocus |
                                      ImGuiWindowFlags_NoScrollWithMouse | ImGuiWindowFlags_NoBackground;
  const ScopedFont font(ui, Size::body);
  ImGui::Begin("page", nullptr, kFlags);
  draw_frame(ui);
  ImGui::End();
  return wishes;
}

}  // namespace clearwell::views
