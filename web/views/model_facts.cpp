#include "web/state/model_words.hpp"
#include "web/views/panels.hpp"
#include "web/views/seal_look.hpp"
#include "web/views/widgets.hpp"

#include <algorithm>

namespace clearwell::views {
namespace {

using i18n::Text;

/// A label above its value, or beside it where there is room.
void fact(const Ui& ui, Pen& pen, std::string_view label, std::string_view value, ImU32 color = 0) {
  const float column = ui.narrow() ? 0 : ui.px(260);
  Pen right{pen.x + column, pen.y, pen.width - column};
  // In a line box of the value's height, so that both stand on one line.
  if (!ui.narrow()) pen.y += (line_height(ui, Size::body) - line_height(ui, Size::small)) / 2;
  paragraph(ui, pen, label, {Size::small, ui.color.muted});
  if (ui.narrow()) right.y = pen.y;
  paragraph(ui, right, value, {Size::body, color});
  pen.y = std::max(pen.y, right.y) + ui.px(10);
}

void hash_fact(const Ui& ui, Pen& pen) {
  const std::string& hash = ui.state.file_sha256;
  const bool right = hash == ui.state.version->sha256;
  const std::string shown =
      ui.state.file_hash_open ? hash.substr(0, 32) + " " + hash.substr(32) : hash.substr(0, 8) + "…";
  fact(ui, pen, ui.text(Text::model_file),
       shown + " · " + std::string(ui.text(right ? Text::file_is_right : Text::file_is_wrong)),
       right ? ui.color.ink : ui.color.beyond);
  const float column = ui.narrow() ? 0 : ui.px(260);
  const std::string_view toggle = ui.text(ui.state.file_hash_open ? Text::show_less : Text::show_all);
  const std::string_view copy = ui.text(ui.state.file_hash_copied ? Text::copied : Text::copy);
  const float y = pen.y - ui.px(8);
  const float width = ui.px(104);
  if (button(ui, "hash", toggle, {pen.x + column, y, width, ui.px(kTouchTarget)})) ui.wish(state::ToggleFileHash{});
  if (button(ui, "copy_hash", copy, {pen.x + column + width + ui.px(8), y, width, ui.px(kTouchTarget)}))
    ui.wish(state::CopyFileHash{});
  pen.y = y + ui.px(kTouchTarget + 10);
}

void download_button(const Ui& ui, Pen& pen) {
  const std::string_view words = ui.text(Text::model_download);
  const float width = std::min(text_width(ui, words, {Size::small, 0, Weight::bold}) + ui.px(32), pen.width);
  if (button(ui, "download", words, {pen.x, pen.y, width, ui.px(kTouchTarget)})) ui.wish(state::DownloadModel{});
  pen.y += ui.px(kTouchTarget);
}

void draw_warnings(const Ui& ui, Pen& pen) {
  Card card(ui, pen, ui.color.unjudged);
  Pen& inner = card.pen();
  text_line(ui, inner, ui.text(Text::not_for), {Size::large, 0, Weight::bold});
  inner.y += ui.px(4);
  for (const std::string& sentence : state::warnings(ui.state)) {
    paragraph(ui, inner, sentence, {Size::body});
    inner.y += ui.px(8);
  }
}

}  // namespace

void draw_model_facts(const Ui& ui, Pen& pen) {
  draw_warnings(ui, pen);
  pen.y += ui.px(16);
  Card card(ui, pen, ui.color.model);
  Pen& inner = card.pen();
  for (const state::ModelFact& known : state::model_facts(ui.state))
    fact(ui, inner, known.label, known.value);
  hash_fact(ui, inner);
  fact(ui, inner, ui.text(Text::seal), seal_words(ui), seal_look(ui).color);
  paragraph(ui, inner, i18n::fill(Text::seal_explained, ui.state.language, {std::to_string(ui.state.seal.rows)}),
            {Size::small, ui.color.muted});
  inner.y += ui.px(8);
  download_button(ui, inner);
}

}  // namespace clearwell::views
