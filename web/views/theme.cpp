#include "web/views/theme.hpp"

#include <implot.h>

#include <initializer_list>

namespace clearwell::views {
namespace {

constexpr ImU32 rgb(unsigned hex) {
  return IM_COL32((hex >> 16) & 0xFF, (hex >> 8) & 0xFF, hex & 0xFF, 0xFF);
}

constexpr Palette kLight = {rgb(0xFAFAF7), rgb(0xFFFFFF), rgb(0x1C2430), rgb(0x5A6675), rgb(0xD9DEE4), rgb(0x0B6E99),
                            rgb(0x1B7F4B), rgb(0xB3261E), rgb(0x8A6100), rgb(0x6B4EA0), rgb(0xC05A00)};
constexpr Palette kDark = {rgb(0x12161A), rgb(0x1B2127), rgb(0xE8EDF2), rgb(0x9AA7B5), rgb(0x323B45), rgb(0x58B7DE),
                           rgb(0x55C08A), rgb(0xFF8A80), rgb(0xE3B341), rgb(0xB79CED), rgb(0xF0A35E)};

void apply_shapes(ImGuiStyle& style, float scale) {
  style.WindowPadding = {0, 0};
  style.WindowBorderSize = 0;
  style.WindowRounding = 0;
  style.ChildBorderSize = 0;
  style.ItemSpacing = {0, 0};
  style.ItemInnerSpacing = {0, 0};
  style.FrameBorderSize = 0;
  style.FrameRounding = 8 * scale;
  style.ScrollbarSize = 8 * scale;
  style.ScrollbarRounding = 4 * scale;
  style.ScrollbarPadding = 1 * scale;
  style.GrabMinSize = 22 * scale;
  style.WindowMinSize = {1, 1};
}

void apply_colors(ImGuiStyle& style, const Palette& palette) {
  const ImVec4 nothing{0, 0, 0, 0};
  style.Colors[ImGuiCol_Text] = as_vector(palette.ink);
  style.Colors[ImGuiCol_WindowBg] = as_vector(palette.ground);
  style.Colors[ImGuiCol_ChildBg] = nothing;
  for (const ImGuiCol index :
       {ImGuiCol_FrameBg, ImGuiCol_FrameBgHovered, ImGuiCol_FrameBgActive, ImGuiCol_ScrollbarBg}) {
    style.Colors[index] = nothing;
  }
  style.Colors[ImGuiCol_ScrollbarGrab] = as_vector(palette.line);
  style.Colors[ImGuiCol_ScrollbarGrabHovered] = as_vector(palette.muted);
  style.Colors[ImGuiCol_ScrollbarGrabActive] = as_vector(palette.muted);
  style.Colors[ImGuiCol_TextSelectedBg] = as_vector(faded(palette.water, 0.3F));
  style.Colors[ImGuiCol_InputTextCursor] = as_vector(palette.ink);
  style.Colors[ImGuiCol_NavCursor] = as_vector(palette.water);
}

void apply_plot(const Palette& palette, float scale) {
  ImPlotStyle& style = ImPlot::GetStyle();
  style.PlotPadding = {4 * scale, 8 * scale};
  style.LabelPadding = {8 * scale, 6 * scale};
  style.PlotBorderSize = 0;
  style.MinorAlpha = 0;
  style.MajorTickLen = {0, 0};
  style.MinorTickLen = {0, 0};
  style.MajorGridSize = {1, 1};
  const ImVec4 nothing{0, 0, 0, 0};
  style.Colors[ImPlotCol_FrameBg] = nothing;
  style.Colors[ImPlotCol_PlotBg] = nothing;
  style.Colors[ImPlotCol_PlotBorder] = nothing;
  style.Colors[ImPlotCol_AxisText] = as_vector(palette.muted);
  style.Colors[ImPlotCol_AxisGrid] = as_vector(palette.line);
  style.Colors[ImPlotCol_AxisTick] = nothing;
  style.Colors[ImPlotCol_AxisBg] = nothing;
  style.Colors[ImPlotCol_AxisBgHovered] = nothing;
  style.Colors[ImPlotCol_AxisBgActive] = nothing;
}

}  // namespace

const Palette& palette(bool dark) {
  return dark ? kDark : kLight;
}

ImU32 faded(ImU32 color, float alpha) {
  const auto opaque = static_cast<float>((color >> IM_COL32_A_SHIFT) & 0xFF);
  return (color & ~IM_COL32_A_MASK) | (static_cast<ImU32>(opaque * alpha) << IM_COL32_A_SHIFT);
}

ImVec4 as_vector(ImU32 color) {
  return ImGui::ColorConvertU32ToFloat4(color);
}

void apply_theme(const Palette& palette, float scale) {
  ImGuiStyle& style = ImGui::GetStyle();
  apply_shapes(style, scale);
  apply_colors(style, palette);
  apply_plot(palette, scale);
}

}  // namespace clearwell::views
