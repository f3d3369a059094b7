#include "web/state/civil_time.hpp"
#include "web/state/number_text.hpp"
#include "web/state/summary.hpp"
#include "web/views/panels.hpp"
#include "web/views/widgets.hpp"

#include <algorithm>

namespace clearwell::views {
namespace {

using i18n::Text;
using state::Seal;

struct SealLook {
  Icon icon;
  ImU32 color;
  Text brief;
};

SealLook look_of(const Ui& ui) {
  switch (ui.state.seal.status) {
    case Seal::Status::equal:
      return {Icon::check, ui.color.within, Text::seal_short_equal};
    case Seal::Status::different:
      return {Icon::triangle, ui.color.beyond, Text::seal_short_different};
    case Seal::Status::unpublished:
      return {Icon::question, ui.color.unjudged, Text::seal_short_unpublished};
    default:
      return {Icon::question, ui.color.muted, Text::seal_short_running};
  }
}

std::string seal_words(const Ui& ui) {
  const Seal& seal = ui.state.seal;
  switch (seal.status) {
    case Seal::Status::equal:
      return std::string(ui.text(Text::seal_equal));
    case Seal::Status::different:
      return std::string(ui.text(Text::seal_different));
    case Seal::Status::unpublished:
      return std::string(ui.text(Text::seal_unpublished));
    default:
      return i18n::fill(Text::seal_running, ui.state.language,
                        {std::to_string(seal.rows_done), std::to_string(seal.rows)});
  }
}

std::string_view origin_words(const Ui& ui, std::string_view origin) {
  if (origin == "simulated") return ui.text(Text::origin_simulated);
  if (origin == "laboratory") return ui.text(Text::origin_laboratory);
  return ui.text(Text::origin_imported);
}

/// `logistic_regression` as people write it.
std::string spaced(std::string code) {
  std::replace(code.begin(), code.end(), '_', ' ');
  return code;
}

std::string version_words(const Ui& ui) {
  const state::ModelVersion& version = *ui.state.version;
  const std::string number = i18n::fill(Text::model_version, ui.state.language, {std::to_string(version.version)});
  const auto& title = i18n::in(ui.state.predictor->spec().title, ui.state.language);
  return title + " · " + number + " · " + spaced(version.family) + " · " +
         std::string(origin_words(ui, version.data_origin));
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
  const SealLook look = look_of(ui);
  const float icon = ui.px(14);
  draw_icon(ImGui::GetWindowDrawList(), look.icon, {pen.x + icon / 2, pen.y + height / 2}, icon, look.color,
            ui.color.ground);
  const std::string words = std::string(ui.text(Text::seal)) + ": " + std::string(ui.text(look.brief));
  return icon + ui.px(6) +
         text_in_box(ui, words, {Size::small, look.color}, {pen.x + icon + ui.px(6), pen.y, pen.width, height});
}

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

void metric_facts(const Ui& ui, Pen& pen) {
  for (const state::Metric& metric : ui.state.version->metrics) {
    const bool is_auc = metric.name == "roc_auc";
    if (!is_auc && metric.name != "mae") continue;
    fact(ui, pen, is_auc ? ui.text(Text::model_roc_auc) : "MAE",
         state::number_text(metric.mean, 3, ui.state.language) + " ± " +
             state::number_text(metric.sd, 3, ui.state.language));
  }
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

void draw_model(const Ui& ui, Pen& pen) {
  const state::ModelVersion& version = *ui.state.version;
  const scoring::Predictor& predictor = *ui.state.predictor;
  text_line(ui, pen, ui.text(Text::model_heading), {Size::title, 0, Weight::bold});
  pen.y += ui.px(4);
  paragraph(ui, pen, i18n::in(predictor.spec().description, ui.state.language), {Size::body, ui.color.muted});
  pen.y += ui.px(16);
  {
    Card card(ui, pen, ui.color.model);
    Pen& inner = card.pen();
    fact(ui, inner, i18n::in(predictor.spec().title, ui.state.language),
         version.name + ", " + i18n::fill(Text::model_version, ui.state.language, {std::to_string(version.version)}));
    fact(ui, inner, ui.text(Text::model_family), spaced(version.family));
    const std::string rows =
        state::number_text(static_cast<double>(predictor.facts().training_rows), 0, ui.state.language);
    fact(ui, inner, ui.text(Text::model_origin),
         std::string(origin_words(ui, version.data_origin)) + ", " +
             i18n::fill(Text::model_rows, ui.state.language, {rows}));
    if (version.created_at)
      fact(ui, inner, ui.text(Text::model_created), state::date_in_words(*version.created_at, ui.state.language));
    if (!predictor.spec().is_regression())
      fact(ui, inner, ui.text(Text::model_threshold),
           state::words_of(predictor, ui.state.what_if.estimate->prediction, ui.state.language).threshold);
    metric_facts(ui, inner);
    hash_fact(ui, inner);
    const SealLook look = look_of(ui);
    fact(ui, inner, ui.text(Text::seal), seal_words(ui), look.color);
    paragraph(ui, inner, i18n::fill(Text::seal_explained, ui.state.language, {std::to_string(ui.state.seal.rows)}),
              {Size::small, ui.color.muted});
  }
  pen.y += ui.px(16);
  draw_label_meaning(ui, pen);
}

}  // namespace clearwell::views
