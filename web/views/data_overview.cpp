#include "web/state/model_words.hpp"
#include "web/state/number_text.hpp"
#include "web/state/summary.hpp"
#include "web/views/panels.hpp"
#include "web/views/widgets.hpp"

#include <algorithm>
#include <cmath>

namespace clearwell::views {
namespace {

using i18n::Text;
using state::FeatureOverview;

std::int64_t tallest(const FeatureOverview& feature) {
  std::int64_t most = 1;
  for (std::size_t bar = 0; bar < feature.negatives.size(); ++bar)
    most = std::max(most, feature.negatives[bar] + feature.positives[bar]);
  return most;
}

/// Bars of a number: the positive rows strong at the foot, the others pale above them.
void draw_histogram(const Ui& ui, Pen& pen, const FeatureOverview& feature, const spec::FeatureSpec& spec) {
  const float height = ui.px(56);
  const std::size_t bars = feature.negatives.size();
  if (bars == 0) return;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float width = pen.width / static_cast<float>(bars);
  const auto scale = height / static_cast<float>(tallest(feature));
  const float foot = pen.y + height;
  for (std::size_t bar = 0; bar < bars; ++bar) {
    const float x = pen.x + width * static_cast<float>(bar);
    const float middle = foot - scale * static_cast<float>(feature.positives[bar]);
    const float top = middle - scale * static_cast<float>(feature.negatives[bar]);
    list->AddRectFilled({x, top}, {x + width - 1, middle}, faded(ui.color.water, 0.35F));
    list->AddRectFilled({x, middle}, {x + width - 1, foot}, ui.color.water);
  }
  list->AddRectFilled({pen.x, foot}, {pen.x + pen.width, foot + 1}, ui.color.line);
  pen.y = foot + ui.px(2);
  const Rect ends{pen.x, pen.y, pen.width, line_height(ui, Size::small)};
  const TextStyle style{Size::small, ui.color.muted};
  const auto number = [&](double value) { return state::number_text(value, spec.decimals, ui.state.language); };
  text_in_box(ui, number(feature.edges.front()), style, ends);
  text_in_box(ui, state::with_unit(number(feature.edges.back()), spec.unit), style, ends, Align::right);
  pen.y = ends.bottom();
}

void draw_categories(const Ui& ui, Pen& pen, const FeatureOverview& feature, const spec::FeatureSpec& spec) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float line = line_height(ui, Size::small);
  const auto most = static_cast<float>(tallest(feature));
  for (std::size_t i = 0; i < feature.categories.size(); ++i) {
    const std::optional<std::size_t> known = spec.category_index(feature.categories[i]);
    const std::string& title =
        known ? i18n::in(spec.categories[*known].title, ui.state.language) : feature.categories[i];
    text_in_box(ui, title, {Size::small, ui.color.muted}, {pen.x, pen.y, pen.width, line});
    pen.y += line;
    const float strong = pen.width * static_cast<float>(feature.positives[i]) / most;
    const float pale = pen.width * static_cast<float>(feature.negatives[i]) / most;
    list->AddRectFilled({pen.x, pen.y}, {pen.x + strong, pen.y + ui.px(8)}, ui.color.water);
    list->AddRectFilled({pen.x + strong, pen.y}, {pen.x + strong + pale, pen.y + ui.px(8)},
                        faded(ui.color.water, 0.35F));
    pen.y += ui.px(12);
  }
}

void draw_feature(const Ui& ui, Pen& pen, const FeatureOverview& feature, const spec::FeatureSpec& spec) {
  paragraph(ui, pen, i18n::in(spec.title, ui.state.language), {Size::small, 0, Weight::bold});
  const ImU32 color = feature.missing > 0 ? ui.color.unjudged : ui.color.muted;
  paragraph(ui, pen, state::missing_words(feature, ui.state.language), {Size::small, color});
  pen.y += ui.px(4);
  if (spec.is_number())
    draw_histogram(ui, pen, feature, spec);
  else
    draw_categories(ui, pen, feature, spec);
}

std::string explained(const Ui& ui) {
  const spec::LabelSpec& label = ui.state.predictor->spec().label;
  if (ui.state.predictor->spec().is_regression())
    return i18n::fill(Text::data_explained_number, ui.state.language, {i18n::in(label.title, ui.state.language)});
  return i18n::fill(
      Text::data_explained, ui.state.language,
      {i18n::in(label.positive_means, ui.state.language), i18n::in(label.negative_means, ui.state.language)});
}

/// Small plots side by side, as many as fit.
void draw_features(const Ui& ui, Pen& pen) {
  Card card(ui, pen);
  Pen& inner = card.pen();
  text_line(ui, inner, ui.text(Text::data_heading), {Size::large, 0, Weight::bold});
  paragraph(ui, inner, explained(ui), {Size::small, ui.color.muted});
  inner.y += ui.px(16);
  const float gap = ui.px(24);
  const float columns = std::max(1.0F, std::floor((inner.width + gap) / ui.px(240)));
  const float width = (inner.width + gap) / columns - gap;
  float column = 0;
  float bottom = inner.y;
  for (const FeatureOverview& feature : ui.state.data->features) {
    const spec::FeatureSpec* spec = state::feature_named(ui.state, feature.name);
    if (spec == nullptr) continue;
    if (column == columns) {
      column = 0;
      inner.y = bottom + ui.px(20);
    }
    Pen cell{inner.x + column * (width + gap), inner.y, width};
    draw_feature(ui, cell, feature, *spec);
    bottom = std::max(bottom, cell.y);
    column += 1;
  }
  inner.y = bottom;
}

void draw_correlations(const Ui& ui, Pen& pen) {
  const std::vector<std::string> sentences = state::correlation_sentences(ui.state, 8);
  if (sentences.empty()) return;
  Card card(ui, pen);
  Pen& inner = card.pen();
  text_line(ui, inner, ui.text(Text::correlations_heading), {Size::large, 0, Weight::bold});
  paragraph(ui, inner, ui.text(Text::correlations_explained), {Size::small, ui.color.muted});
  inner.y += ui.px(8);
  for (const std::string& sentence : sentences) {
    hairline(ui, inner);
    inner.y += ui.px(6);
    paragraph(ui, inner, sentence, {Size::body});
    inner.y += ui.px(6);
  }
}

}  // namespace

void draw_data_overview(const Ui& ui, Pen& pen) {
  draw_features(ui, pen);
  pen.y += ui.px(16);
  draw_correlations(ui, pen);
}

}  // namespace clearwell::views
