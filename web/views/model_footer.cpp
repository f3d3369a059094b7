#include "web/state/model_words.hpp"
#include "web/views/panels.hpp"
#include "web/views/seal_look.hpp"
#include "web/views/widgets.hpp"

#include <algorithm>

namespace clearwell::views {
namespace {

using i18n::Text;

std::string version_words(const Ui& ui) {
  const state::ModelVersion& version = *ui.state.version;
  const std::string number = i18n::fill(Text::model_version, ui.state.language, {std::to_string(version.version)});
  const auto& title = i18n::in(ui.state.predictor->spec().title, ui.state.language);
  return title + " · " + number + " · " + state::spaced(version.family) + " · " +
         state::origin_name(version.data_origin, ui.state.language);
}

/// The hash: eight digits, or all of them when tapped.
float hash_button(const Ui& ui, const std::string& name, const Pen& pen, float height) {
  const std::string& hash = ui.state.file_sha256;
  const std::string words = "SHA-256 " + (ui.state.file_hash_open ? hash : hash.substr(0, 8) + "…");
  const TextStyle style{Size::small, ui.color.water};
  const float width = text_width(ui, words, style) + ui.px(8);
  if (area(ui, name, {pen.x, pen.y, width, height}).pressed) ui.wish(state::ToggleFileHash{});
  text_in_box(ui, words, style, {pen.x, pen.y, width, height});
  return width;
}

float seal_mark(const Ui& ui, const Pen& pen, float height) {
  const SealLook look = seal_look(ui);
  const float icon = ui.px(14);
  draw_icon(ImGui::GetWindowDrawList(), look.icon, {pen.x + icon / 2, pen.y + height / 2}, icon, look.color,
            ui.color.ground);
  const std::string words = std::string(ui.text(Text::seal)) + ": " + std::string(ui.text(look.brief));
  return icon + ui.px(6) +
         text_in_box(ui, words, {Size::small, look.color}, {pen.x + icon + ui.px(6), pen.y, pen.width, height});
}

}  // namespace

void draw_footer(const Ui& ui, Pen& pen) {
  if (!ui.state.version || !ui.state.predictor) return;
  const float height = ui.px(kTouchTarget);
  const std::string words = version_words(ui);
  if (ui.narrow()) {
    paragraph(ui, pen, words, {Size::small, ui.color.muted});
    Pen wrapped{pen.x, pen.y, pen.width};
    const std::string& hash = ui.state.file_sha256;
    if (area(ui, "footer_hash", {pen.x, pen.y, pen.width, height}).pressed) ui.wish(state::ToggleFileHash{});
    wrapped.y += (height - line_height(ui, Size::small)) / 2;
    paragraph(
        ui, wrapped,
        "SHA-256 " + (ui.state.file_hash_open ? hash.substr(0, 32) + " " + hash.substr(32) : hash.substr(0, 8) + "…"),
        {Size::small, ui.color.water});
    pen.y = std::max(wrapped.y, pen.y + height);
    seal_mark(ui, pen, line_height(ui, Size::small));
    pen.y += line_height(ui, Size::small) + ui.px(8);
    return;
  }
  Pen at = pen;
  at.x += text_in_box(ui, words, {Size::small, ui.color.muted}, {at.x, at.y, at.width, height}) + ui.px(20);
  at.x += hash_button(ui, "footer_hash", at, height) + ui.px(16);
  seal_mark(ui, at, height);
  pen.y += height;
}

}  // namespace clearwell::views
