#include "common/evaluation/wilson.hpp"
#include "web/state/model_words.hpp"
#include "web/views/panels.hpp"
#include "web/views/share_plot.hpp"
#include "web/views/widgets.hpp"

#include <algorithm>
#include <vector>

namespace clearwell::views {
namespace {

using evaluation::ThresholdPoint;
using i18n::Text;

void heading(const Ui& ui, Pen& pen, Text words) {
  text_line(ui, pen, ui.text(words), {Size::body, 0, Weight::bold});
}

/// A mark and its words; the pen goes on beside them.
void legend(const Ui& ui, Pen& pen, ImU32 color, std::string_view words) {
  const float line = line_height(ui, Size::small);
  ImGui::GetWindowDrawList()->AddRectFilled({pen.x, pen.y + line / 2 - ui.px(1.5F)},
                                            {pen.x + ui.px(18), pen.y + line / 2 + ui.px(1.5F)}, color);
  pen.x += ui.px(24);
  pen.x += text_in_box(ui, words, {Size::small, ui.color.muted}, {pen.x, pen.y, pen.width, line}) + ui.px(16);
}

void draw_precision(const Ui& ui, const SharePlot& plot) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const double repeats = ui.state.card->repeats;
  struct Column {
    ImVec2 lower, middle, upper;
  };
  std::vector<Column> columns;
  for (const ThresholdPoint& point : ui.state.card->precision_curve) {
    const auto hits = static_cast<double>(point.true_positives);
    const auto called = static_cast<double>(point.predicted_positives);
    const auto interval = evaluation::wilson_interval(hits / repeats, called / repeats);
    if (!interval) continue;
    const auto x = static_cast<double>(point.threshold);
    columns.push_back({plot.at(x, interval->lower), plot.at(x, hits / called), plot.at(x, interval->upper)});
  }
  for (std::size_t i = 1; i < columns.size(); ++i) {
    const Column& right = columns[i - 1];
    const Column& left = columns[i];
    list->AddQuadFilled(left.lower, left.upper, right.upper, right.lower, faded(ui.color.model, 0.18F));
  }
  for (std::size_t i = 1; i < columns.size(); ++i)
    list->AddLine(columns[i].middle, columns[i - 1].middle, ui.color.model, ui.px(2));
}

void draw_recall(const Ui& ui, const SharePlot& plot) {
  const auto& curve = ui.state.card->precision_curve;
  const auto positives = static_cast<double>(std::max<std::int64_t>(1, curve.back().true_positives));
  const auto place = [&](const ThresholdPoint& point) {
    return plot.at(static_cast<double>(point.threshold), static_cast<double>(point.true_positives) / positives);
  };
  for (std::size_t i = 1; i < curve.size(); ++i)
    ImGui::GetWindowDrawList()->AddLine(place(curve[i]), place(curve[i - 1]), ui.color.series, ui.px(2));
}

/// Words beside a line, on the side that has room.
void label_beside(const Ui& ui, const SharePlot& plot, ImVec2 at, std::string_view words) {
  const TextStyle style{Size::small, ui.color.ink};
  const float width = text_width(ui, words, style);
  const float x = std::clamp(at.x + ui.px(6), plot.area().x, plot.area().right() - width);
  const Rect box{at.x + ui.px(6) + width > plot.area().right() ? at.x - ui.px(6) - width : x, at.y + ui.px(3), width,
                 line_height(ui, Size::small)};
  ImGui::GetWindowDrawList()->AddRectFilled({box.x - ui.px(2), box.y}, {box.right() + ui.px(2), box.bottom()},
                                            faded(ui.color.surface, 0.85F), ui.px(3));
  text_in_box(ui, words, style, box);
}

}  // namespace

void draw_precision_curve(const Ui& ui, Pen& pen) {
  const state::ModelCard& card = *ui.state.card;
  heading(ui, pen, Text::curve_heading);
  const std::string& positive = i18n::in(ui.state.predictor->spec().label.positive_means, ui.state.language);
  paragraph(ui, pen, i18n::fill(Text::curve_explained, ui.state.language, {positive}), {Size::small, ui.color.muted});
  if (card.precision_curve.size() < 2)
    return paragraph(ui, pen, ui.text(Text::figures_not_kept), {Size::small, ui.color.muted});
  const SharePlot plot(ui, pen, ui.text(Text::column_threshold));
  draw_recall(ui, plot);
  draw_precision(ui, plot);
  const double threshold = ui.state.predictor->facts().threshold;
  ImGui::GetWindowDrawList()->AddLine(plot.at(threshold, 0), plot.at(threshold, 1), ui.color.ink, ui.px(1.5F));
  label_beside(ui, plot, plot.at(threshold, 0.14), ui.text(Text::chosen_threshold));
  if (card.recall_floor) {
    plot.dashed(plot.at(0, *card.recall_floor), plot.at(1, *card.recall_floor), ui.color.series);
    const std::string words =
        i18n::fill(Text::recall_floor, ui.state.language, {state::percent_text(*card.recall_floor, ui.state.language)});
    label_beside(ui, plot, plot.at(0, *card.recall_floor), words);
  }
  Pen marks{plot.area().x, pen.y, pen.width};
  legend(ui, marks, ui.color.model, ui.text(Text::figure_precision));
  legend(ui, marks, ui.color.series, ui.text(Text::figure_recall));
  pen.y += line_height(ui, Size::small);
}

void draw_calibration(const Ui& ui, Pen& pen) {
  heading(ui, pen, Text::calibration_heading);
  paragraph(ui, pen, ui.text(Text::calibration_explained), {Size::small, ui.color.muted});
  if (ui.state.card->calibration.empty())
    return paragraph(ui, pen, ui.text(Text::figures_not_kept), {Size::small, ui.color.muted});
  const SharePlot plot(ui, pen, ui.text(Text::column_expected));
  plot.dashed(plot.at(0, 0), plot.at(1, 1), ui.color.muted);
  ImDrawList* list = ImGui::GetWindowDrawList();
  for (const evaluation::CalibrationBin& bin : ui.state.card->calibration) {
    list->AddLine(plot.at(bin.mean_probability, bin.interval.lower), plot.at(bin.mean_probability, bin.interval.upper),
                  ui.color.model, ui.px(1.5F));
    list->AddCircleFilled(plot.at(bin.mean_probability, bin.positive_share()), ui.px(4.5F), ui.color.model);
  }
}

}  // namespace clearwell::views
