#include "web/imgui_backend.hpp"

#include "web/platform/clipboard.hpp"

#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>
#include <imgui_internal.h>
#include <implot.h>

#include <GLES3/gl3.h>

#include <algorithm>
#include <array>
#include <string>

extern "C" const unsigned char clearwell_font_regular[];
extern "C" const unsigned clearwell_font_regular_size;
extern "C" const unsigned char clearwell_font_bold[];
extern "C" const unsigned clearwell_font_bold_size;

namespace clearwell {
namespace {

using platform::Key;
using platform::PointerKind;

std::string clipboard_text;

/// Order of platform::Key.
constexpr std::array<ImGuiKey, 22> kKeys = {
    ImGuiKey_None,      ImGuiKey_Tab,    ImGuiKey_LeftArrow, ImGuiKey_RightArrow, ImGuiKey_UpArrow,
    ImGuiKey_DownArrow, ImGuiKey_PageUp, ImGuiKey_PageDown,  ImGuiKey_Home,       ImGuiKey_End,
    ImGuiKey_Insert,    ImGuiKey_Delete, ImGuiKey_Backspace, ImGuiKey_Space,      ImGuiKey_Enter,
    ImGuiKey_Escape,    ImGuiKey_A,      ImGuiKey_C,         ImGuiKey_V,          ImGuiKey_X,
    ImGuiKey_Y,         ImGuiKey_Z};

ImFont* add_font(const unsigned char* bytes, unsigned size) {
  ImFontConfig config;
  config.FontDataOwnedByAtlas = false;
  // The library takes a plain pointer and, not owning the bytes, only reads them.
  return ImGui::GetIO().Fonts->AddFontFromMemoryTTF(const_cast<unsigned char*>(bytes), static_cast<int>(size), 16,
                                                    &config);
}

void set_up_clipboard() {
  ImGuiPlatformIO& io = ImGui::GetPlatformIO();
  io.Platform_SetClipboardTextFn = [](ImGuiContext*, const char* text) {
    clipboard_text = text;
    platform::copy_to_clipboard(text);
  };
  io.Platform_GetClipboardTextFn = [](ImGuiContext*) { return clipboard_text.c_str(); };
}

ImGuiMouseSource source_of(PointerKind kind) {
  switch (kind) {
    case PointerKind::touch:
      return ImGuiMouseSource_TouchScreen;
    case PointerKind::pen:
      return ImGuiMouseSource_Pen;
    case PointerKind::mouse:
      break;
  }
  return ImGuiMouseSource_Mouse;
}

}  // namespace

ImGuiBackend::ImGuiBackend(bool draws) {
  ImGui::CreateContext();
  ImPlot::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
  io.ConfigInputTextCursorBlink = false;  // a blinking cursor would draw for ever
  io.MouseDoubleClickTime = 0.5F;         // as desktops have it; fingers are slower than the library thinks
  io.ConfigWindowsMoveFromTitleBarOnly = true;
  fonts_ = {add_font(clearwell_font_regular, clearwell_font_regular_size),
            add_font(clearwell_font_bold, clearwell_font_bold_size)};
  set_up_clipboard();
  if (draws) ImGui_ImplOpenGL3_Init("#version 300 es");
}

void ImGuiBackend::move(PointerKind kind, float x, float y) {
  ImGui::GetIO().AddMouseSourceEvent(source_of(kind));
  ImGui::GetIO().AddMousePosEvent(x, y);
}

void ImGuiBackend::press(PointerKind kind, int button, bool down) {
  ImGui::GetIO().AddMouseSourceEvent(source_of(kind));
  // The browser counts main, middle, secondary; the library main, secondary, middle.
  ImGui::GetIO().AddMouseButtonEvent(button == 1 ? 2 : button == 2 ? 1 : 0, down);
}

void ImGuiBackend::no_pointer() {
  ImGui::GetIO().AddMousePosEvent(-FLT_MAX, -FLT_MAX);
}

void ImGuiBackend::key(Key key, bool down, platform::Modifiers modifiers) {
  ImGuiIO& io = ImGui::GetIO();
  io.AddKeyEvent(ImGuiMod_Ctrl, modifiers.ctrl || modifiers.super);
  io.AddKeyEvent(ImGuiMod_Shift, modifiers.shift);
  io.AddKeyEvent(ImGuiMod_Alt, modifiers.alt);
  if (key != Key::other) io.AddKeyEvent(kKeys[static_cast<std::size_t>(key)], down);
}

void ImGuiBackend::text(std::string_view utf8) {
  ImGui::GetIO().AddInputCharactersUTF8(std::string(utf8).c_str());
}

void ImGuiBackend::paste(std::string_view utf8) {
  clipboard_text = utf8;
  for (const bool down : {true, false})
    key(Key::v, down, {.ctrl = down});
}

void ImGuiBackend::focus(bool focused) {
  ImGui::GetIO().AddFocusEvent(focused);
}

void ImGuiBackend::begin_frame(const platform::CanvasSize& size, double now) {
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {size.width, size.height};
  io.DisplayFramebufferScale = {static_cast<float>(size.store_width) / size.width,
                                static_cast<float>(size.store_height) / size.height};
  const float density = io.DisplayFramebufferScale.y;
  ImGui::GetStyle().CircleTessellationMaxError = 0.3F / density;  // of a device's pixel, and not of a CSS pixel
  // Not cut after a pause: two slow presses would become a double press.
  io.DeltaTime = static_cast<float>(std::max(now - last_frame_, 1e-4));
  last_frame_ = now;
  ImGui_ImplOpenGL3_NewFrame();
  ImGui::NewFrame();
  // The library itself cares for the font in force alone; the other one would be drawn coarsely and stretched.
  for (ImFont* font : {fonts_.regular, fonts_.bold})
    font->CurrentRasterizerDensity = density;
}

void ImGuiBackend::end_frame(bool draw, ImU32 ground) {
  ImGui::Render();
  if (!draw) return;
  const ImVec4 color = views::as_vector(ground);
  glClearColor(color.x, color.y, color.z, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

bool ImGuiBackend::has_pending_events() const {
  return !ImGui::GetCurrentContext()->InputEventsQueue.empty();
}
bool ImGuiBackend::wants_text() const {
  return ImGui::GetIO().WantTextInput;
}

void ImGuiBackend::drop_device_objects() {
  ImGui_ImplOpenGL3_DestroyDeviceObjects();
}
void ImGuiBackend::make_device_objects() {
  ImGui_ImplOpenGL3_CreateDeviceObjects();
}

}  // namespace clearwell
