#include "server/report/regression_plots.hpp"

#include "common/evaluation/estimate_errors.hpp"
#include "server/report/axis.hpp"
#include "server/report/figure.hpp"

#include <algorithm>
#include <array>

namespace clearwell::report {
namespace {

using base::fill;
using base::in_all_languages;
using base::in_language;
using base::Language;
using base::LocalizedText;
using base::number_text;
using base::short_number_text;
using figure::kSide;
using figure::kTop;

constexpr double kLeft = 76;
constexpr std::size_t kMostDots = 1500;

/// The ends of these numbers with some air, and apart even where all are alike.
Scale scale_of(double low, double high, double from, double to) {
  const double air = high > low ? (high - low) * 0.04 : 1;
  return {low - air, high + air, from, to};
}

template <typename Value>
Scale scale_over(const std::vector<EstimatedRow>& rows, const Value& value, double from, double to) {
  double low = value(rows[0]);
  double high = low;
  for (const EstimatedRow& row : rows) {
    low = std::min(low, value(row));
    high = std::max(high, value(row));
  }
  return scale_of(low, high, from, to);
}

template <typename Place>
void draw_dots(const Frame& frame, const std::vector<EstimatedRow>& rows, const Place& place) {
  const std::size_t n_dots = std::min(rows.size(), kMostDots);
  for (std::size_t index = 0; index < n_dots; ++index)
    frame.svg.circle(place(rows[index * rows.size() / n_dots]), 2, "dot");
}

std::string with_unit(const LocalizedText& what, const std::string& unit, Language language) {
  return unit.empty() ? in_language(what, language) : in_language(what, language) + " (" + unit + ")";
}

LocalizedText errors_text(const EstimatedRows& rows, const std::string& unit) {
  evaluation::EstimateErrors errors;
  for (const EstimatedRow& row : rows.rows)
    errors.add(row.estimate, row.observed);
  return fill(in_all_languages("RMSE {0}, MAE {1}{2}; R² {3}"),
              {short_number_text(errors.rmse().value_or(0)), short_number_text(errors.mae().value_or(0)),
               in_all_languages(unit.empty() ? "" : " " + unit),
               errors.r2() ? number_text(*errors.r2(), 3) : in_all_languages("–")});
}

}  // namespace

std::string estimate_plot(const EstimatedRows& rows, const spec::LabelSpec& label, Language language) {
  const LocalizedText title =
      fill({"Estimated and observed · {0}", "Estimado y observado · {0}"}, {in_all_languages(rows.family)});
  Svg svg = figure::begun(title, errors_text(rows, label.unit), language);
  const Scale of_estimates = scale_over(
      rows.rows, [](const EstimatedRow& row) { return row.estimate; }, 0, 1);
  const Scale of_observed = scale_over(
      rows.rows, [](const EstimatedRow& row) { return row.observed; }, 0, 1);
  const double low = std::min(of_estimates.low, of_observed.low);
  const double high = std::max(of_estimates.high, of_observed.high);
  const Frame frame{svg, {low, high, kLeft, kLeft + kSide}, {low, high, kTop + kSide, kTop}};
  const AxisTicks ticks = round_ticks(low, high, 5);
  draw_axes(frame, ticks, ticks,
            {with_unit({"observed", "observado"}, label.unit, language),
             with_unit({"estimated", "estimado"}, label.unit, language)},
            language);
  const std::array<Point, 2> equal = {frame.at(low, low), frame.at(high, high)};
  svg.polyline(equal, "reference");
  draw_dots(frame, rows.rows, [&](const EstimatedRow& row) { return frame.at(row.observed, row.estimate); });
  return svg.as_file();
}

std::string residual_plot(const EstimatedRows& rows, const spec::LabelSpec& label, Language language) {
  const LocalizedText title = fill({"Residuals · {0}", "Residuos · {0}"}, {in_all_languages(rows.family)});
  const LocalizedText note = {"Observed minus estimated; above the dashed line the model said too little",
                              "Observado menos estimado; sobre la línea a trazos el modelo dijo de menos"};
  Svg svg = figure::begun(title, note, language);
  const auto residual = [](const EstimatedRow& row) { return row.observed - row.estimate; };
  const Frame frame{svg,
                    scale_over(
                        rows.rows, [](const EstimatedRow& row) { return row.estimate; }, kLeft, kLeft + kSide),
                    scale_over(rows.rows, residual, kTop + kSide, kTop)};
  draw_axes(frame, round_ticks(frame.x.low, frame.x.high, 5), round_ticks(frame.y.low, frame.y.high, 5),
            {with_unit({"estimated", "estimado"}, label.unit, language),
             with_unit({"residual", "residuo"}, label.unit, language)},
            language);
  if (frame.y.low < 0 && frame.y.high > 0) svg.line(frame.at(frame.x.low, 0), frame.at(frame.x.high, 0), "reference");
  draw_dots(frame, rows.rows, [&](const EstimatedRow& row) { return frame.at(row.estimate, residual(row)); });
  return svg.as_file();
}

}  // namespace clearwell::report
