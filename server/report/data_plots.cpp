#include "server/report/data_plots.hpp"

#include "server/report/axis.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace clearwell::report {
namespace {

using base::fill;
using base::in_all_languages;
using base::in_language;
using base::Language;
using base::LocalizedText;
using base::number_text;
using base::percent_text;

std::string with_unit(const spec::FeatureSpec& feature, Language language) {
  const std::string& title = in_language(feature.title, language);
  return feature.unit.empty() ? title : title + " (" + feature.unit + ")";
}

double class_share(std::int64_t rows, std::int64_t all) {
  return all == 0 ? 0 : static_cast<double>(rows) / static_cast<double>(all);
}

/// The outline of one class over the bins, from the ground and back to it.
std::vector<Point> outline(const dataset::Histogram& histogram, const std::vector<double>& shares, const Frame& frame) {
  std::vector<Point> points = {frame.at(histogram.edges.front(), 0)};
  for (std::size_t bin = 0; bin < shares.size(); ++bin) {
    points.push_back(frame.at(histogram.edges[bin], shares[bin]));
    points.push_back(frame.at(histogram.edges[bin + 1], shares[bin]));
  }
  points.push_back(frame.at(histogram.edges.back(), 0));
  return points;
}

/// 1, 2 and 5 times the powers of ten within the range; the powers alone where there are three of them and more.
std::vector<double> log_ticks(double low, double high) {
  std::vector<double> powers;
  std::vector<double> values;
  for (double power = std::floor(std::log10(low)); std::pow(10, power) <= high; ++power)
    for (const double factor : {1.0, 2.0, 5.0}) {
      const double value = factor * std::pow(10, power);
      if (value < low || value > high) continue;
      values.push_back(value);
      if (factor == 1.0) powers.push_back(value);
    }
  return powers.size() >= 3 ? powers : values;
}

void draw_log_axes(const Frame& frame, const AxisLabels& labels, Language language) {
  const auto text = [&](double value) { return in_language(base::short_number_text(value), language); };
  for (const double value : log_ticks(frame.x.low, frame.x.high)) {
    const double place = frame.x.place(value);
    frame.svg.line({place, frame.y.from}, {place, frame.y.to}, "grid");
    frame.svg.text({place, frame.y.from + 16}, text(value), "tick", Anchor::middle);
  }
  for (const double value : log_ticks(frame.y.low, frame.y.high)) {
    const double place = frame.y.place(value);
    frame.svg.line({frame.x.from, place}, {frame.x.to, place}, "grid");
    frame.svg.text({frame.x.from - 6, place + 4}, text(value), "tick", Anchor::end);
  }
  frame.svg.rect({frame.x.from, frame.y.to}, frame.x.to - frame.x.from, frame.y.from - frame.y.to, "frame");
  frame.svg.text({(frame.x.from + frame.x.to) / 2, frame.y.from + 36}, labels.x, "note", Anchor::middle);
  frame.svg.upward_text({frame.x.from - 52, (frame.y.from + frame.y.to) / 2}, labels.y, "note");
}

/// The part of the band between two quotients that lies in the frame, as a polygon.
std::vector<Point> band(const Frame& frame, double low_quotient, double high_quotient) {
  const auto place = [&](double x, double quotient) {
    return frame.at(x, std::clamp(x * quotient, frame.y.low, frame.y.high));
  };
  constexpr int kSteps = 60;
  std::vector<Point> points;
  for (int step = 0; step <= kSteps; ++step)
    points.push_back(
        place(frame.x.low * std::pow(frame.x.high / frame.x.low, static_cast<double>(step) / kSteps), high_quotient));
  for (int step = kSteps; step >= 0; --step)
    points.push_back(
        place(frame.x.low * std::pow(frame.x.high / frame.x.low, static_cast<double>(step) / kSteps), low_quotient));
  return points;
}

}  // namespace

std::string histogram_plot(const dataset::FeatureStatistics& statistics, const spec::FeatureSpec& feature,
                           const spec::LabelSpec& label, Language language) {
  const dataset::Histogram& histogram = statistics.histogram;
  const LocalizedText description =
      fill({"Distribution of {0} by class: {1}, {2}", "Distribución de {0} por clase: {1}, {2}"},
           {feature.title, label.positive_means, label.negative_means});
  Svg svg(310, 170, in_language(feature.title, language), in_language(description, language));
  std::vector<double> shares[2];
  double most = 0;
  for (const dataset::ClassCounts& counts : histogram.counts) {
    shares[0].push_back(class_share(counts.negatives, statistics.measured.negatives));
    shares[1].push_back(class_share(counts.positives, statistics.measured.positives));
    most = std::max({most, shares[0].back(), shares[1].back()});
  }
  if (most == 0) return {};
  const Frame frame{svg, {histogram.edges.front(), histogram.edges.back(), 8, 302}, {0, most * 1.06, 132, 8}};
  const AxisTicks ticks = round_ticks(frame.x.low, frame.x.high, 4);
  for (const double value : ticks.values) {
    const double place = frame.x.place(value);
    svg.line({place, frame.y.from}, {place, frame.y.to}, "grid");
    const std::string text = in_language(number_text(value, ticks.decimals), language);
    svg.text({std::clamp(place, 22.0, 286.0), frame.y.from + 15}, text, "tick", Anchor::middle);
  }
  svg.polygon(outline(histogram, shares[0], frame), "negative");
  svg.polygon(outline(histogram, shares[1], frame), "positive");
  svg.polyline(outline(histogram, shares[0], frame), "negative-line");
  svg.polyline(outline(histogram, shares[1], frame), "positive-line");
  svg.line({frame.x.from, frame.y.from}, {frame.x.to, frame.y.from}, "frame");
  svg.text({155, frame.y.from + 33}, with_unit(feature, language), "note", Anchor::middle);
  return svg.for_page();
}

std::string correlation_plot(const dataset::DataStatistics& statistics, const spec::DatasetSpec& spec,
                             Language language) {
  constexpr double kLeft = 150;
  constexpr double kTop = 14;
  constexpr std::size_t kLongest = 20;
  const std::size_t n = spec.features.size();
  const double cell = std::clamp(520.0 / static_cast<double>(n), 14.0, 52.0);
  const double side = cell * static_cast<double>(n);
  Svg svg(kLeft + side + 8, kTop + side + 118, in_language(LocalizedText{"Correlations", "Correlaciones"}, language),
          in_language(
              LocalizedText{"Pearson above the diagonal, Spearman below", "Pearson sobre la diagonal, Spearman debajo"},
              language));
  for (std::size_t row = 0; row < n; ++row) {
    const double top = kTop + cell * static_cast<double>(row);
    svg.text({kLeft - 8, top + cell / 2 + 4}, shortened(in_language(spec.features[row].title, language), kLongest),
             "label", Anchor::end);
    svg.upward_text({kLeft + cell * (static_cast<double>(row) + 0.5) + 4, kTop + side + 8},
                    shortened(in_language(spec.features[row].title, language), 16), "label", Anchor::end);
    for (std::size_t column = 0; column < n; ++column) {
      const double left = kLeft + cell * static_cast<double>(column);
      if (row != column) {
        const dataset::Correlation& pair =
            statistics.correlations[dataset::correlation_index(std::min(row, column), std::max(row, column), n)];
        const std::optional<double> r = column > row ? pair.pearson : pair.spearman;
        const std::string names = in_language(spec.features[row].title, language) + " · " +
                                  in_language(spec.features[column].title, language);
        const std::string value = r ? in_language(number_text(*r, 2), language) : "–";
        svg.shaded_rect({left, top}, cell, cell, r.value_or(0) < 0 ? "shade-below" : "shade", std::fabs(r.value_or(0)),
                        names + ": " + value);
        if (cell >= 34) svg.text({left + cell / 2, top + cell / 2 + 4}, value, "tick", Anchor::middle);
      }
      svg.rect({left, top}, cell, cell, "cell");
    }
  }
  return svg.for_page();
}

std::string consistency_plot(const dataset::ConsistencyCheck& check, const dataset::TrainingTable& table,
                             const spec::DatasetSpec& spec, Language language) {
  constexpr std::size_t kMostPoints = 700;
  std::vector<std::array<double, 2>> pairs;
  for (std::size_t row = 0; row < table.n_rows(); ++row) {
    const double x = table.row(row)[check.denominator];
    const double y = table.row(row)[check.numerator];
    if (x > 0 && y > 0) pairs.push_back({x, y});
  }
  if (pairs.empty()) return {};
  const limits::PhysicalRelation& relation = *check.relation;
  double low[2] = {pairs[0][0], pairs[0][1]};
  double high[2] = {pairs[0][0], pairs[0][1]};
  for (const auto& pair : pairs)
    for (const int axis : {0, 1}) {
      low[axis] = std::min(low[axis], pair[static_cast<std::size_t>(axis)]);
      high[axis] = std::max(high[axis], pair[static_cast<std::size_t>(axis)]);
    }
  // The band must be seen too, however far the rows lie from it.
  low[1] = std::min(low[1], low[0] * relation.min.value_or(relation.max.value_or(1)));
  high[1] = std::max(high[1], high[0] * relation.max.value_or(relation.min.value_or(1)));
  const LocalizedText description =
      fill({"{0} against {1}; shaded: what is possible", "{0} frente a {1}; sombreado: lo posible"},
           {spec.features[check.numerator].title, spec.features[check.denominator].title});
  Svg svg(460, 380, in_language(description, language), in_language(relation.reason, language));
  const Frame frame{svg, {low[0] / 1.1, high[0] * 1.1, 78, 448, true}, {low[1] / 1.2, high[1] * 1.2, 330, 10, true}};
  draw_log_axes(
      frame,
      {with_unit(spec.features[check.denominator], language), with_unit(spec.features[check.numerator], language)},
      language);
  const double lowest_quotient = frame.y.low / frame.x.high;
  const double highest_quotient = frame.y.high / frame.x.low;
  svg.polygon(band(frame, relation.min.value_or(lowest_quotient), relation.max.value_or(highest_quotient)), "possible");
  const std::size_t n_points = std::min(pairs.size(), kMostPoints);
  for (std::size_t index = 0; index < n_points; ++index) {
    const auto& pair = pairs[index * pairs.size() / n_points];
    svg.circle(frame.at(pair[0], pair[1]), 1.6, "dot");
  }
  return svg.for_page();
}

}  // namespace clearwell::report
