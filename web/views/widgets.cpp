#include "web/views/widgets.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <functional>
#include <string_view>
#include <utility>

namespace clearwell::views {
namespace {

ImDrawList* list() {
  return ImGui::GetWindowDrawList();
}
ImVec2 low(const Rect& rect) {
  return {rect.x, rect.y};
}
ImVec2 high(const Rect& rect) {
  return {rect.right(), rect.bottom()};
}
/// Whether the text of the last field is another one than was told before. The library calls it edited in every frame
/// in which it is not the one that is shown (`8,1` and 8.10), and a wish in every frame would draw for ever.
bool is_news(bool edited, std::string_view text) {
  int* told = ImGui::GetStateStorage()->GetIntRef(ImGui::GetItemID(), 0);
  if (!ImGui::IsItemActive()) *told = 0;
  if (!edited && *told == 0) return false;
  const auto hash = static_cast<int>(std::hash<std::string_view>{}(text));
  return std::exchange(*told, hash) != hash;
}
Rect inset(const Rect& rect, float x, float y) {
  return {rect.x + x, rect.y + y, rect.width - 2 * x, rect.height - 2 * y};
}

void frame(const Ui& ui, const Rect& rect, ImU32 fill, ImU32 border) {
  list()->AddRectFilled(low(rect), high(rect), fill, ui.px(8));
  list()->AddRect(low(rect), high(rect), border, ui.px(8));
}

}  // namespace

Touched area(const Ui& ui, const std::string& name, const Rect& rect) {
  ImGui::SetCursorScreenPos(low(rect));
  Touched touched;
  touched.pressed = ImGui::InvisibleButton(name.c_str(), {std::max(rect.width, 1.0F), std::max(rect.height, 1.0F)},
                                           ImGuiButtonFlags_EnableNav);
  // A finger leaves no pointer behind that could hover.
  touched.hovered = ImGui::IsItemHovered() && !ui.input.touch;
  touched.held = ImGui::IsItemActive();
  ui.widgets.add(name, rect);
  return touched;
}

bool button(const Ui& ui, const std::string& name, std::string_view label, const Rect& rect) {
  const Touched touched = area(ui, name, rect);
  frame(ui, inset(rect, 0, ui.px(4)), touched.held || touched.hovered ? faded(ui.color.water, 0.12F) : ui.color.surface,
        ui.color.line);
  text_in_box(ui, label, {Size::small, ui.color.water, Weight::bold}, rect, Align::center);
  return touched.pressed;
}

bool choice(const Ui& ui, const std::string& name, std::string_view label, bool chosen, const Rect& rect) {
  const Touched touched = area(ui, name, rect);
  const Rect shape = inset(rect, ui.px(2), ui.px(6));
  if (chosen) list()->AddRectFilled(low(shape), high(shape), faded(ui.color.water, 0.14F), ui.px(8));
  if (!chosen && (touched.hovered || touched.held))
    list()->AddRectFilled(low(shape), high(shape), faded(ui.color.line, 0.6F), ui.px(8));
  const ImU32 color = chosen ? ui.color.water : ui.color.muted;
  text_in_box(ui, label, {Size::small, color, chosen ? Weight::bold : Weight::regular}, rect, Align::center);
  return touched.pressed;
}

bool icon_button(const Ui& ui, const std::string& name, Icon icon, const Rect& rect) {
  const Touched touched = area(ui, name, rect);
  const ImVec2 center{rect.x + rect.width / 2, rect.y + rect.height / 2};
  if (touched.hovered || touched.held) list()->AddCircleFilled(center, ui.px(20), faded(ui.color.line, 0.6F));
  draw_icon(list(), icon, center, ui.px(18), ui.color.muted, ui.color.ground);
  return touched.pressed;
}

bool switch_with_label(const Ui& ui, const std::string& name, std::string_view label, bool on, const Rect& rect) {
  const Touched touched = area(ui, name, rect);
  const float height = ui.px(20);
  const Rect track{rect.x, rect.y + (rect.height - height) / 2, ui.px(34), height};
  const ImU32 fill = on ? ui.color.water : touched.hovered ? ui.color.muted : faded(ui.color.muted, 0.55F);
  list()->AddRectFilled(low(track), high(track), fill, height / 2);
  const float knob = on ? track.right() - height / 2 : track.x + height / 2;
  list()->AddCircleFilled({knob, track.y + height / 2}, height / 2 - ui.px(3), ui.color.surface);
  text_in_box(ui, label, {Size::small, on ? ui.color.ink : ui.color.muted},
              {track.right() + ui.px(8), rect.y, rect.width, rect.height});
  return touched.pressed;
}

std::optional<double> slider(const Ui& ui, const std::string& name, double value, const SliderLook& look,
                             const Rect& rect) {
  ImGui::SetCursorScreenPos(low(rect));
  ImGui::SetNextItemWidth(rect.width);
  // The library's own slider gives mouse, touch and keyboard; it is drawn without colour, and ours on top of it.
  const ImVec4 nothing{0, 0, 0, 0};
  for (const ImGuiCol index : {ImGuiCol_SliderGrab, ImGuiCol_SliderGrabActive})
    ImGui::PushStyleColor(index, nothing);
  const float padding = (rect.height - ImGui::GetFontSize()) / 2;
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(0, std::max(padding, 0.0F)));
  double moved = std::clamp(value, look.range.low, look.range.high);
  const bool changed =
      ImGui::SliderScalar(("##" + name).c_str(), ImGuiDataType_Double, &moved, &look.range.low, &look.range.high, "",
                          ImGuiSliderFlags_NoRoundToFormat | ImGuiSliderFlags_NoInput);
  const bool held = ImGui::IsItemActive();
  const bool hovered = ImGui::IsItemHovered() && !ui.input.touch;
  ImGui::PopStyleVar();
  ImGui::PopStyleColor(2);
  ui.widgets.add(name, rect);

  const float margin = 2 + ImGui::GetStyle().GrabMinSize / 2;  // where the library puts the ends of the knob's way
  const float way = rect.width - 2 * margin;
  const auto x_of = [&](double at) {
    const double share = (at - look.range.low) / (look.range.high - look.range.low);
    return rect.x + margin + way * static_cast<float>(std::clamp(share, 0.0, 1.0));
  };
  const float y = rect.y + rect.height / 2;
  const ImU32 color = look.active ? ui.color.water : ui.color.muted;
  list()->AddRectFilled({rect.x + margin, y - ui.px(1)}, {rect.right() - margin, y + ui.px(1)}, ui.color.line,
                        ui.px(1));
  const ImU32 trained = look.active ? faded(ui.color.water, 0.35F) : ui.color.line;
  list()->AddRectFilled({x_of(look.training.low), y - ui.px(4)}, {x_of(look.training.high), y + ui.px(4)}, trained,
                        ui.px(4));
  const ImVec2 knob{x_of(moved), y};
  if (held || hovered) list()->AddCircleFilled(knob, ui.px(16), faded(color, 0.15F));
  list()->AddCircleFilled(knob, ui.px(11), ui.color.surface);
  if (look.active) list()->AddCircleFilled(knob, ui.px(9), color);
  list()->AddCircle(knob, ui.px(10), color, 0, ui.px(2));
  return changed ? std::optional<double>(moved) : std::nullopt;
}

FieldEvent text_field(const Ui& ui, const std::string& name, const std::string& shown, bool complaint,
                      const Rect& rect) {
  const ScopedFont font(ui, Size::body);
  std::array<char, 64> text{};
  std::memcpy(text.data(), shown.data(), std::min(shown.size(), text.size() - 1));
  const Rect box = inset(rect, 0, ui.px(4));
  frame(ui, box, ui.color.surface, complaint ? ui.color.beyond : ui.color.line);
  ImGui::SetCursorScreenPos(low(rect));
  ImGui::SetNextItemWidth(rect.width);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(ui.px(10), (rect.height - ImGui::GetFontSize()) / 2));
  FieldEvent event;
  const bool edited =
      ImGui::InputText(("##" + name).c_str(), text.data(), text.size(), ImGuiInputTextFlags_AutoSelectAll);
  if (is_news(edited, text.data())) event.typed = text.data();
  event.left = ImGui::IsItemDeactivated();
  if (ImGui::IsItemActive())
    list()->AddRect(low(box), high(box), complaint ? ui.color.beyond : ui.color.water, ui.px(8), 0, ui.px(2));
  ImGui::PopStyleVar();
  ui.widgets.add(name, rect);
  return event;
}

std::optional<std::string> search_field(const Ui& ui, const std::string& name, const std::string& shown,
                                        std::string_view hint, const Rect& rect) {
  const float side = ui.px(kTouchTarget);
  frame(ui, inset(rect, 0, ui.px(4)), ui.color.surface, ui.color.line);
  draw_icon(list(), Icon::search, {rect.x + ui.px(20), rect.y + rect.height / 2}, ui.px(16), ui.color.muted,
            ui.color.surface);
  const Rect field{rect.x + ui.px(26), rect.y, rect.width - ui.px(26) - (shown.empty() ? 0 : side), rect.height};
  std::array<char, 64> text{};
  std::memcpy(text.data(), shown.data(), std::min(shown.size(), text.size() - 1));
  const ScopedFont font(ui, Size::body);
  ImGui::SetCursorScreenPos(low(field));
  ImGui::SetNextItemWidth(field.width);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(ui.px(10), (rect.height - ImGui::GetFontSize()) / 2));
  std::optional<std::string> typed;
  if (ImGui::InputText(("##" + name).c_str(), text.data(), text.size())) typed = text.data();
  const bool active = ImGui::IsItemActive();
  ImGui::PopStyleVar();
  ui.widgets.add(name, field);
  if (shown.empty() && !typed)
    text_in_box(ui, hint, {Size::small, ui.color.muted}, {field.x + ui.px(10), field.y, field.width, field.height});
  if (active)
    list()->AddRect(low(inset(rect, 0, ui.px(4))), high(inset(rect, 0, ui.px(4))), ui.color.water, ui.px(8), 0,
                    ui.px(2));
  if (!shown.empty() && icon_button(ui, name + "/clear", Icon::close, {rect.right() - side, rect.y, side, side}))
    typed = "";
  return typed;
}

void hollow_triangle(ImDrawList* draw, ImVec2 at, float radius, ImU32 color, ImU32 inside, float stroke) {
  const float r = radius * 1.15F;
  const ImVec2 left{at.x - r, at.y - r * 0.8F};
  const ImVec2 right{at.x + r, at.y - r * 0.8F};
  const ImVec2 tip{at.x, at.y + r};
  draw->AddTriangleFilled(left, right, tip, inside);
  draw->AddTriangle(left, right, tip, color, stroke);
}

std::optional<std::size_t> combo(const Ui& ui, const std::string& name, const std::vector<std::string>& options,
                                 std::size_t chosen, const Rect& rect) {
  const ScopedFont font(ui, Size::body);
  frame(ui, inset(rect, 0, ui.px(4)), ui.color.surface, ui.color.line);
  ImGui::SetCursorScreenPos(low(rect));
  ImGui::SetNextItemWidth(rect.width);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(ui.px(10), (rect.height - ImGui::GetFontSize()) / 2));
  ImGui::PushStyleVar(ImGuiStyleVar_SelectableTextAlign, ImVec2(0, 0.5F));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(ui.px(8), ui.px(4)));
  ImGui::PushStyleColor(ImGuiCol_PopupBg, ui.color.surface);
  ImGui::PushStyleColor(ImGuiCol_Border, ui.color.line);
  ImGui::PushStyleColor(ImGuiCol_Button, IM_COL32_BLACK_TRANS);
  ImGui::PushStyleColor(ImGuiCol_ButtonHovered, faded(ui.color.water, 0.12F));
  ImGui::PushStyleColor(ImGuiCol_Header, faded(ui.color.water, 0.14F));
  ImGui::PushStyleColor(ImGuiCol_HeaderHovered, faded(ui.color.line, 0.6F));
  ImGui::PushStyleColor(ImGuiCol_HeaderActive, faded(ui.color.water, 0.2F));
  std::optional<std::size_t> picked;
  const bool open = ImGui::BeginCombo(("##" + name).c_str(), options[chosen].c_str(), ImGuiComboFlags_HeightLarge);
  ui.widgets.add(name, rect);
  if (open) {
    for (std::size_t i = 0; i < options.size(); ++i) {
      const std::string label = options[i] + "##" + std::to_string(i);
      if (ImGui::Selectable(label.c_str(), i == chosen, 0, ImVec2(0, ui.px(kTouchTarget)))) picked = i;
      if (i == chosen && ImGui::IsWindowAppearing()) ImGui::SetItemDefaultFocus();
      const ImVec2 corner = ImGui::GetItemRectMin();
      const ImVec2 size = ImGui::GetItemRectSize();
      ui.widgets.add(name + "/" + std::to_string(i), {corner.x, corner.y, size.x, size.y});
    }
    ImGui::EndCombo();
  }
  ImGui::PopStyleColor(7);
  ImGui::PopStyleVar(3);
  return picked;
}

Card::Card(const Ui& ui, Pen& outer, ImU32 accent, bool shadow)
    : ui_(ui), outer_(outer), accent_(accent), shadow_(shadow) {
  const float padding = ui.px(ui.narrow() ? 16 : 20);
  inner_ = {outer.x + padding, outer.y + ui.px(16), outer.width - 2 * padding};
  splitter_.Split(list(), 2);
  splitter_.SetCurrentChannel(list(), 1);
}

Card::~Card() {
  const Rect rect{outer_.x, outer_.y, outer_.width, inner_.y + ui_.px(16) - outer_.y};
  splitter_.SetCurrentChannel(list(), 0);
  for (int ring = shadow_ ? 4 : 0; ring > 0; --ring) {
    const float spread = ui_.px(static_cast<float>(ring));
    list()->AddRectFilled({rect.x - spread, rect.y}, {rect.right() + spread, rect.bottom() + spread * 1.5F},
                          IM_COL32(0, 0, 0, 6), ui_.px(8) + spread);
  }
  frame(ui_, rect, ui_.color.surface, ui_.color.line);
  if (accent_ != 0) {
    list()->AddRectFilled(low(rect), {rect.x + ui_.px(5), rect.bottom()}, accent_, ui_.px(8),
                          ImDrawFlags_RoundCornersLeft);
  }
  splitter_.Merge(list());
  outer_.y = rect.bottom();
}

void skeleton(const Ui& ui, Pen& pen, int lines) {
  for (int i = 0; i < lines; ++i) {
    const float width = pen.width * (i + 1 == lines ? 0.45F : 0.85F);
    list()->AddRectFilled({pen.x, pen.y + ui.px(5)}, {pen.x + width, pen.y + ui.px(19)}, ui.color.line, ui.px(4));
    pen.y += ui.px(28);
  }
}

void hairline(const Ui& ui, const Pen& pen) {
  list()->AddRectFilled({pen.x, pen.y}, {pen.x + pen.width, pen.y + 1}, ui.color.line);
}

void failure(const Ui& ui, Pen& pen, const std::string& name, std::string_view what, std::string_view detail) {
  paragraph(ui, pen, what, {Size::body});
  if (!detail.empty()) paragraph(ui, pen, detail, {Size::small, ui.color.muted});
  const float width = text_width(ui, ui.text(i18n::Text::try_again), {Size::small, 0, Weight::bold}) + ui.px(32);
  if (button(ui, name, ui.text(i18n::Text::try_again), {pen.x, pen.y + ui.px(4), width, ui.px(kTouchTarget)}))
    ui.wish(state::Retry{});
  pen.y += ui.px(kTouchTarget + 8);
}

}  // namespace clearwell::views
