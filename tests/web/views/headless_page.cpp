#include "tests/web/views/headless_page.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <utility>

namespace clearwell::test {
namespace {

/// Acknowledges the textures that the library wants, as a renderer would.
void take_textures(ImDrawData* data) {
  if (data->Textures == nullptr) return;
  for (ImTextureData* texture : *data->Textures) {
    if (texture->Status == ImTextureStatus_WantCreate) texture->SetTexID(1);
    if (texture->Status == ImTextureStatus_WantDestroy) {
      texture->SetTexID(ImTextureID_Invalid);
      texture->SetStatus(ImTextureStatus_Destroyed);
    } else {
      texture->SetStatus(ImTextureStatus_OK);
    }
  }
}

/// The page compiles the library without file functions, so the bytes are read here; the atlas keeps them.
ImFont* add_font(const char* path) {
  std::ifstream stream(path, std::ios::binary);
  const std::vector<char> bytes((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
  BOOST_REQUIRE_MESSAGE(!bytes.empty(), "cannot read " << path);
  void* kept = ImGui::MemAlloc(bytes.size());
  std::copy(bytes.begin(), bytes.end(), static_cast<char*>(kept));
  return ImGui::GetIO().Fonts->AddFontFromMemoryTTF(kept, static_cast<int>(bytes.size()), 16);
}

}  // namespace

HeadlessPage::HeadlessPage(state::State state, float width, float height) : state_(std::move(state)) {
  ImGui::CreateContext();
  ImPlot::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
  io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
  io.DeltaTime = 1.0F / 60;
  fonts_ = {add_font(CLEARWELL_FONT_FILE), add_font(CLEARWELL_BOLD_FONT_FILE)};
  resize(width, height);
}

HeadlessPage::~HeadlessPage() {
  // Without a renderer nobody else lets go of the textures.
  for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) {
    texture->SetTexID(ImTextureID_Invalid);
    texture->SetStatus(ImTextureStatus_Destroyed);
  }
  ImPlot::DestroyContext();
  ImGui::DestroyContext();
}

void HeadlessPage::resize(float width, float height) {
  input_.width = width;
  input_.height = height;
  frames(3);
}

void HeadlessPage::frames(int count) {
  for (int i = 0; i < count; ++i) {
    ImGui::GetIO().DisplaySize = {input_.width, input_.height};
    views::apply_theme(views::palette(state_.dark), input_.scale);
    ImGui::NewFrame();
    const std::vector<state::Action> wishes = views::draw_page(state_, input_, fonts_, widgets_);
    ImGui::Render();
    take_textures(ImGui::GetDrawData());
    triangles_ = ImGui::GetDrawData()->TotalIdxCount / 3;
    input_.scroll = 0;
    input_.pinch = 1;
    for (const state::Action& wish : wishes)
      state_ = answered(state::reduce(std::move(state_), wish));
  }
}

views::Rect HeadlessPage::rect(const std::string& name) const {
  const views::Rect* found = widgets_.find(name);
  BOOST_REQUIRE_MESSAGE(found != nullptr, "no widget " << name << " on the page");
  return *found;
}

void HeadlessPage::move(float x, float y) {
  ImGui::GetIO().AddMousePosEvent(x, y);
  frames(2);
}

void HeadlessPage::press(const std::string& name) {
  drag(name, 0.5F, 0.5F);
}

void HeadlessPage::drag(const std::string& name, float from, float to) {
  const views::Rect at = rect(name);
  const float y = at.y + at.height / 2;
  move(at.x + at.width * from, y);
  ImGui::GetIO().AddMouseButtonEvent(0, true);
  frames(2);
  if (to != from) move(at.x + at.width * to, y);
  ImGui::GetIO().AddMouseButtonEvent(0, false);
  frames(3);
}

void HeadlessPage::scroll(const std::string& name, float pixels) {
  const views::Rect at = rect(name);
  input_.gesture_at = {at.x + at.width / 2, at.y + at.height / 2};
  input_.scroll = pixels;
  frames(3);
}

void HeadlessPage::pinch(const std::string& name, float factor) {
  const views::Rect at = rect(name);
  input_.gesture_at = {at.x + at.width / 2, at.y + at.height / 2};
  input_.pinch = factor;
  frames(2);
}

void HeadlessPage::type(const std::string& text) {
  ImGui::GetIO().AddInputCharactersUTF8(text.c_str());
  frames(static_cast<int>(text.size()) + 2);
}

void HeadlessPage::key(ImGuiKey key) {
  ImGui::GetIO().AddKeyEvent(key, true);
  frames(2);
  ImGui::GetIO().AddKeyEvent(key, false);
  frames(2);
}

}  // namespace clearwell::test
