#include "server/report/evaluation_plots.hpp"

#include "common/evaluation/calibration_curve.hpp"
#include "common/evaluation/ranking.hpp"
#include "common/evaluation/score_order.hpp"
#include "server/report/axis.hpp"
#include "server/report/figure.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace clearwell::report {
namespace {

using base::count_text;
using base::fill;
using base::in_all_languages;
using base::in_language;
using base::Language;
using base::LocalizedText;
using base::number_text;
using base::percent_text;
using figure::kSide;
using figure::kTop;

constexpr double kLeft = 66;

JudgedFold pooled(const JudgedRows& rows) {
  JudgedFold all;
  for (const JudgedFold& fold : rows.folds) {
    all.probabilities.insert(all.probabilities.end(), fold.probabilities.begin(), fold.probabilities.end());
    all.labels.insert(all.labels.end(), fold.labels.begin(), fold.labels.end());
  }
  return all;
}

/// A square of shares from 0 to 1 in both directions.
Frame share_frame(Svg& svg) {
  return {svg, {0, 1, kLeft, kLeft + kSide}, {0, 1, kTop + kSide, kTop}};
}

const AxisTicks kShares{{0, 0.2, 0.4, 0.6, 0.8, 1}, 1};

std::vector<Point> roc_points(const JudgedFold& fold, const Frame& frame) {
  const auto positives = static_cast<double>(std::count(fold.labels.begin(), fold.labels.end(), std::uint8_t{1}));
  const double negatives = static_cast<double>(fold.labels.size()) - positives;
  if (positives == 0 || negatives == 0) return {};
  std::vector<Point> points = {frame.at(0, 0)};
  double hits = 0;
  double alarms = 0;
  for (const evaluation::ScoreGroup& group : evaluation::group_by_score(fold.probabilities, fold.labels)) {
    hits += static_cast<double>(group.positives);
    alarms += static_cast<double>(group.negatives);
    points.push_back(frame.at(alarms / negatives, hits / positives));
  }
  return points;
}

/// From the first ten rows called positive on: before them precision is chance.
std::vector<Point> precision_recall_points(const JudgedFold& fold, const Frame& frame) {
  constexpr double kFewestCalled = 10;
  const auto positives = static_cast<double>(std::count(fold.labels.begin(), fold.labels.end(), std::uint8_t{1}));
  std::vector<Point> points;
  if (positives == 0) return points;
  double hits = 0;
  double called = 0;
  for (const evaluation::ScoreGroup& group : evaluation::group_by_score(fold.probabilities, fold.labels)) {
    hits += static_cast<double>(group.positives);
    called += static_cast<double>(group.positives + group.negatives);
    if (called >= kFewestCalled) points.push_back(frame.at(hits / positives, hits / called));
  }
  return points;
}

LocalizedText mean_and_sd(const std::vector<double>& values) {
  if (values.empty()) return {"not computed", "no calculado"};
  const auto n = static_cast<double>(values.size());
  double mean = 0;
  for (const double value : values)
    mean += value / n;
  if (values.size() < 2) return number_text(mean, 3);
  double squares = 0;
  for (const double value : values)
    squares += (value - mean) * (value - mean);
  return fill(in_all_languages("{0} ± {1}"), {number_text(mean, 3), number_text(std::sqrt(squares / (n - 1)), 3)});
}

template <typename Metric>
std::vector<double> over_folds(const JudgedRows& rows, Metric metric) {
  std::vector<double> values;
  for (const JudgedFold& fold : rows.folds)
    if (const std::optional<double> value = metric(fold.probabilities, fold.labels)) values.push_back(*value);
  return values;
}

LocalizedText titled(const LocalizedText& what, const JudgedRows& rows) {
  return fill(in_all_languages("{0} · {1}"), {what, in_all_languages(rows.family)});
}

/// The names of the classes as short as a chart needs them.
spec::LabelSpec short_names(spec::LabelSpec label) {
  constexpr std::size_t kLongest = 16;
  for (std::string* name :
       {&label.positive_means.en, &label.positive_means.es, &label.negative_means.en, &label.negative_means.es})
    *name = shortened(*name, kLongest);
  return label;
}

double base_rate(const JudgedFold& all) {
  return static_cast<double>(std::count(all.labels.begin(), all.labels.end(), std::uint8_t{1})) /
         static_cast<double>(std::max<std::size_t>(1, all.labels.size()));
}

void draw_choice(const Frame& frame, const JudgedRows& rows, Language language) {
  const evaluation::ConfusionMatrix& chosen = rows.at_threshold;
  const auto precision = chosen.precision();
  const auto recall = chosen.recall();
  if (!precision || !recall) return;
  const double repeats = rows.n_repeats;
  const auto interval = evaluation::wilson_interval(static_cast<double>(chosen.true_positives) / repeats,
                                                    static_cast<double>(chosen.predicted_positives()) / repeats);
  frame.svg.line(frame.at(*recall, interval->lower), frame.at(*recall, interval->upper), "choice-whisker");
  frame.svg.circle(frame.at(*recall, *precision), 5, "choice");
  const Point label = frame.at(*recall, interval->upper);
  frame.svg.text(
      {label.x + 8, std::max(label.y - 4, kTop + 14)},
      in_language(fill({"chosen: {0} ({1} to {2})", "elegido: {0} ({1} a {2})"},
                       {number_text(*precision, 2), number_text(interval->lower, 2), number_text(interval->upper, 2)}),
                  language),
      "note");
}

}  // namespace

std::string roc_plot(const JudgedRows& rows, const spec::LabelSpec& full_label, Language language) {
  const spec::LabelSpec label = short_names(full_label);
  const LocalizedText title = titled({"ROC curve", "Curva ROC"}, rows);
  const LocalizedText note = fill(
      {"Area under the curve {0} over {1} folds; a coin has 0.5",
       "Área bajo la curva {0} en {1} particiones; una moneda tiene 0,5"},
      {mean_and_sd(over_folds(rows, evaluation::roc_auc)), count_text(static_cast<std::int64_t>(rows.folds.size()))});
  Svg svg = figure::begun(title, note, language);
  const Frame frame = share_frame(svg);
  draw_axes(
      frame, kShares, kShares,
      {in_language(fill({"share of “{0}” rows called “{1}”", "parte de las filas «{0}» llamadas «{1}»"},
                        {label.negative_means, label.positive_means}),
                   language),
       in_language(fill({"share of “{0}” rows found (recall)", "parte de las filas «{0}» halladas (exhaustividad)"},
                        {label.positive_means}),
                   language)},
      language, true);
  const std::array<Point, 2> guessing = {frame.at(0, 0), frame.at(1, 1)};
  svg.polyline(guessing, "reference");
  for (const JudgedFold& fold : rows.folds)
    svg.polyline(roc_points(fold, frame), "fold");
  svg.polyline(roc_points(pooled(rows), frame), "curve");
  return svg.as_file();
}

std::string precision_recall_plot(const JudgedRows& rows, const spec::LabelSpec& full_label, Language language) {
  const spec::LabelSpec label = short_names(full_label);
  const JudgedFold all = pooled(rows);
  const LocalizedText title = titled({"Precision and recall", "Precisión y exhaustividad"}, rows);
  const LocalizedText note = fill({"Average precision {0}, {1} folds; dashed: calling all rows so",
                                   "Precisión media {0}, {1} particiones; a trazos: llamar así a todas"},
                                  {mean_and_sd(over_folds(rows, evaluation::average_precision)),
                                   count_text(static_cast<std::int64_t>(rows.folds.size()))});
  Svg svg = figure::begun(title, note, language);
  const Frame frame = share_frame(svg);
  draw_axes(
      frame, kShares, kShares,
      {in_language(fill({"recall: share of “{0}” rows found", "exhaustividad: parte de las filas «{0}» halladas"},
                        {label.positive_means}),
                   language),
       in_language(fill({"precision: right among those called “{0}”", "precisión: aciertos entre las llamadas «{0}»"},
                        {label.positive_means}),
                   language)},
      language, true);
  const double rate = base_rate(all);
  svg.line(frame.at(0, rate), frame.at(1, rate), "reference");
  svg.line(frame.at(rows.recall_floor, 0), frame.at(rows.recall_floor, 1), "reference");
  const Point floor = frame.at(rows.recall_floor, 0);
  svg.text(
      {floor.x + 5, floor.y - 7},
      in_language(fill({"recall floor {0}", "exhaustividad mínima {0}"}, {percent_text(rows.recall_floor)}), language),
      "note");
  for (const JudgedFold& fold : rows.folds)
    svg.polyline(precision_recall_points(fold, frame), "fold");
  svg.polyline(precision_recall_points(all, frame), "curve");
  draw_choice(frame, rows, language);
  return svg.as_file();
}

std::string calibration_plot(const JudgedRows& rows, const spec::LabelSpec& full_label, Language language) {
  const spec::LabelSpec label = short_names(full_label);
  constexpr double kStrip = 46;
  constexpr int kStripBins = 50;
  const JudgedFold all = pooled(rows);
  const LocalizedText title = titled({"Calibration", "Calibración"}, rows);
  const LocalizedText note = {"On the dashed line probabilities come true; bars: 95 % intervals",
                              "Sobre la línea a trazos las probabilidades se cumplen; barras: intervalos del 95 %"};
  Svg svg = figure::begun(title, note, language, figure::kHeight + kStrip + 6);
  const Frame frame = share_frame(svg);
  draw_axes(frame, {}, kShares,
            {"", in_language(fill({"share of rows that were “{0}”", "parte de las filas que eran «{0}»"},
                                  {label.positive_means}),
                             language)},
            language, true);
  const std::array<Point, 2> true_line = {frame.at(0, 0), frame.at(1, 1)};
  svg.polyline(true_line, "reference");
  std::vector<Point> points;
  for (const evaluation::CalibrationBin& bin : evaluation::calibration_curve(all.probabilities, all.labels)) {
    // Each repeat judges the same rows again, which is no new evidence.
    const double repeats = rows.n_repeats;
    const auto interval = evaluation::wilson_interval(static_cast<double>(bin.positives) / repeats,
                                                      static_cast<double>(bin.rows) / repeats);
    svg.line(frame.at(bin.mean_probability, interval->lower), frame.at(bin.mean_probability, interval->upper),
             "whisker");
    points.push_back(frame.at(bin.mean_probability, bin.positive_share()));
  }
  svg.polyline(points, "fold");
  for (const Point& point : points)
    svg.circle(point, 4, "dot");

  std::array<double, kStripBins> counts{};
  for (const float probability : all.probabilities)
    ++counts[static_cast<std::size_t>(std::clamp(static_cast<int>(probability * kStripBins), 0, kStripBins - 1))];
  const double most = std::max(1.0, *std::max_element(counts.begin(), counts.end()));
  const Frame strip{svg, frame.x, {0, most, kTop + kSide + 6 + kStrip, kTop + kSide + 6}};
  for (int bin = 0; bin < kStripBins; ++bin) {
    const double count = counts[static_cast<std::size_t>(bin)];
    const Point corner = strip.at(static_cast<double>(bin) / kStripBins, count);
    if (count > 0) svg.rect({corner.x + 0.5, corner.y}, kSide / kStripBins - 1, strip.y.from - corner.y, "faint");
  }
  draw_axes(strip, kShares, {},
            {in_language(fill({"estimated probability of “{0}”; grey: how often it is given",
                               "probabilidad estimada de «{0}»; gris: cuántas veces se da"},
                              {label.positive_means}),
                         language),
             ""},
            language, true);
  return svg.as_file();
}

std::string confusion_matrix_plot(const JudgedRows& rows, const spec::LabelSpec& full_label, Language language) {
  const spec::LabelSpec label = short_names(full_label);
  constexpr double kCell = 150;
  constexpr double kCellHeight = 110;
  constexpr double kCellLeft = 140;
  constexpr double kCellTop = 96;
  const evaluation::ConfusionMatrix& matrix = rows.at_threshold;
  const LocalizedText title =
      titled({"Confusion matrix at the chosen threshold", "Matriz de confusión en el umbral elegido"}, rows);
  const LocalizedText note = rows.n_repeats > 1
                                 ? fill({"Each row was judged {0} times, by models that had not seen it",
                                         "Cada fila se juzgó {0} veces, con modelos que no la habían visto"},
                                        {count_text(rows.n_repeats)})
                                 : LocalizedText{"Each row was judged by a model that had not seen it",
                                                 "Cada fila se juzgó con un modelo que no la había visto"};
  Svg svg = figure::begun(title, note, language, 350);
  const LocalizedText classes[] = {label.positive_means, label.negative_means};
  const std::int64_t counts[2][2] = {{matrix.true_positives, matrix.false_negatives},
                                     {matrix.false_positives, matrix.true_negatives}};
  for (int column = 0; column < 2; ++column)
    svg.text({kCellLeft + (column + 0.5) * kCell, kCellTop - 10},
             in_language(fill({"called “{0}”", "llamada «{0}»"}, {classes[column]}), language), "note", Anchor::middle);
  for (int row = 0; row < 2; ++row) {
    const std::int64_t all = counts[row][0] + counts[row][1];
    const double top = kCellTop + row * kCellHeight;
    svg.text({kCellLeft - 10, top + kCellHeight / 2 - 4},
             in_language(fill({"was “{0}”", "era «{0}»"}, {classes[row]}), language), "note", Anchor::end);
    svg.text({kCellLeft - 10, top + kCellHeight / 2 + 14}, in_language(count_text(all), language), "tick", Anchor::end);
    for (int column = 0; column < 2; ++column) {
      const double share = all == 0 ? 0 : static_cast<double>(counts[row][column]) / static_cast<double>(all);
      const double left = kCellLeft + column * kCell;
      svg.shaded_rect({left, top}, kCell, kCellHeight, row == column ? "shade" : "shade-below", 0.55 * share);
      svg.rect({left, top}, kCell, kCellHeight, "cell");
      svg.text({left + kCell / 2, top + kCellHeight / 2}, in_language(count_text(counts[row][column]), language),
               "figure", Anchor::middle);
      svg.text({left + kCell / 2, top + kCellHeight / 2 + 22},
               all == 0 ? "–" : in_language(percent_text(share), language), "tick", Anchor::middle);
    }
  }
  svg.text({kCellLeft, kCellTop + 2 * kCellHeight + 22},
           in_language(
               LocalizedText{"Shares are of each row of the table.", "Los porcentajes son de cada fila de la tabla."},
               language),
           "note");
  return svg.as_file();
}

std::string feature_importance_plot(std::vector<std::pair<LocalizedText, double>> importances, std::size_t n_rows,
                                    const std::string& unit, Language language) {
  constexpr std::size_t kMostBars = 20;
  constexpr double kBarLeft = 170;
  constexpr double kBarRight = 390;
  constexpr double kStep = 26;
  constexpr std::size_t kLongestTitle = 24;
  std::stable_sort(importances.begin(), importances.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  importances.resize(std::min(importances.size(), kMostBars));
  const LocalizedText title = {"How much each feature moves the answer", "Cuánto mueve la respuesta cada variable"};
  const LocalizedText note =
      fill({"Mean magnitude of its contribution over {0} rows{1}", "Magnitud media de su contribución en {0} filas{1}"},
           {count_text(static_cast<std::int64_t>(n_rows)),
            unit.empty() ? in_all_languages("") : fill({", in {0}", ", en {0}"}, {in_all_languages(unit)})});
  const double bottom = kTop + kStep * static_cast<double>(importances.size());
  Svg svg = figure::begun(title, note, language, bottom + 30);
  const double most = importances.empty() || importances[0].second <= 0 ? 1 : importances[0].second;
  const Scale scale{0, most, kBarLeft, kBarRight};
  for (std::size_t index = 0; index < importances.size(); ++index) {
    const double top = kTop + kStep * static_cast<double>(index);
    svg.text({kBarLeft - 10, top + 15}, shortened(in_language(importances[index].first, language), kLongestTitle),
             "label", Anchor::end);
    svg.rect({kBarLeft, top + 3}, scale.place(importances[index].second) - kBarLeft, kStep - 9, "bar");
    svg.text({scale.place(importances[index].second) + 6, top + 15},
             in_language(number_text(importances[index].second, 3), language), "tick");
  }
  svg.text({12, bottom + 18},
           in_language(LocalizedText{"It says what the model uses, not what causes anything.",
                                     "Dice qué usa el modelo, no qué causa algo."},
                       language),
           "note");
  return svg.as_file();
}

}  // namespace clearwell::report
