#include "server/report/svg.hpp"

#include <cmath>
#include <cstdio>
#include <vector>

namespace clearwell::report {

const std::string_view kChartStyle = R"css(
svg.chart { font: 12px system-ui, "DejaVu Sans", sans-serif; max-width: 100%; height: auto; }
.chart .paper { fill: #ffffff; }
.chart .title { font-weight: 600; font-size: 14px; }
.chart text { fill: #1c2733; }
.chart .note, .chart .tick { fill: #51606e; }
.chart .tick { font-variant-numeric: tabular-nums; }
.chart .figure { font-size: 18px; font-weight: 600; }
.chart .frame { stroke: #51606e; stroke-width: 1; fill: none; }
.chart .grid { stroke: #dfe5ea; stroke-width: 1; }
.chart .reference { stroke: #51606e; stroke-width: 1.25; stroke-dasharray: 5 4; fill: none; }
.chart .curve { stroke: #0072b2; stroke-width: 2.25; fill: none; stroke-linejoin: round; }
.chart .fold { stroke: #0072b2; stroke-width: 1; stroke-opacity: .35; fill: none; }
.chart .whisker { stroke: #0072b2; stroke-width: 1.5; fill: none; }
.chart .dot { fill: #0072b2; }
.chart .choice { fill: #d55e00; }
.chart .choice-whisker { stroke: #d55e00; stroke-width: 2; }
.chart .bar { fill: #0072b2; }
.chart .faint { fill: #8aa0b3; }
.chart .positive { fill: #0072b2; fill-opacity: .55; }
.chart .negative { fill: #e69f00; fill-opacity: .55; }
.chart .positive-line { stroke: #0072b2; stroke-width: 1.75; fill: none; }
.chart .negative-line { stroke: #b36b00; stroke-width: 1.75; fill: none; }
.chart .possible { fill: #009e73; fill-opacity: .25; }
.chart .shade { fill: #0072b2; }
.chart .shade-below { fill: #d55e00; }
.chart .cell { stroke: #c3ccd4; stroke-width: 1; fill: none; }
@media (prefers-color-scheme: dark) { @media not print {
.chart .paper { fill: #11181f; }
.chart text { fill: #e6edf3; }
.chart .note, .chart .tick { fill: #a3b1be; }
.chart .frame, .chart .reference { stroke: #a3b1be; }
.chart .grid { stroke: #2a3641; }
.chart .curve, .chart .fold, .chart .whisker, .chart .positive-line { stroke: #56b4e9; }
.chart .dot, .chart .bar, .chart .positive, .chart .shade { fill: #56b4e9; }
.chart .negative { fill: #e69f00; } .chart .negative-line { stroke: #e69f00; }
.chart .choice, .chart .shade-below { fill: #ff8c42; } .chart .choice-whisker { stroke: #ff8c42; }
.chart .faint { fill: #61707e; }
.chart .cell { stroke: #3a4854; }
} }
)css";

namespace {

/// Two digits after the point, without needless zeros.
std::string number(double value) {
  char text[64];
  std::snprintf(text, sizeof text, "%.2f", value);
  std::string trimmed = text;
  trimmed.erase(trimmed.find_last_not_of('0') + 1);
  if (trimmed.ends_with('.')) trimmed.pop_back();
  return trimmed == "-0" ? "0" : trimmed;
}

std::string attribute(std::string_view name, std::string_view value) {
  return " " + std::string(name) + "=\"" + escape_markup(value) + "\"";
}
std::string attribute(std::string_view name, double value) {
  return attribute(name, number(value));
}

std::string point_list(std::span<const Point> points) {
  std::string list;
  for (const Point& point : points)
    list += (list.empty() ? "" : " ") + number(point.x) + "," + number(point.y);
  return list;
}

std::vector<Point> without_crowding(std::span<const Point> points) {
  constexpr double kNearest = 0.7;
  std::vector<Point> kept;
  for (std::size_t index = 0; index < points.size(); ++index) {
    const bool far =
        kept.empty() || std::hypot(points[index].x - kept.back().x, points[index].y - kept.back().y) >= kNearest;
    if (far || index + 1 == points.size()) kept.push_back(points[index]);
  }
  return kept;
}

std::string_view anchor_name(Anchor anchor) {
  switch (anchor) {
    case Anchor::start:
      return "start";
    case Anchor::middle:
      return "middle";
    case Anchor::end:
      return "end";
  }
  return "start";
}

std::string with_tooltip(const std::string& element, std::string_view tooltip) {
  return tooltip.empty() ? element + "/>\n" : element + "><title>" + escape_markup(tooltip) + "</title></rect>\n";
}

/// Length of the UTF-8 character that begins here, 0 where none does.
std::size_t character_length(std::string_view text) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  const std::size_t length = byte(0) < 0x80                      ? 1
                             : byte(0) >= 0xC2 && byte(0) < 0xE0 ? 2
                             : byte(0) >= 0xE0 && byte(0) < 0xF0 ? 3
                             : byte(0) >= 0xF0 && byte(0) < 0xF5 ? 4
                                                                 : 0;
  if (length == 0 || length > text.size()) return 0;
  for (std::size_t at = 1; at < length; ++at)
    if ((byte(at) & 0xC0) != 0x80) return 0;
  const bool overlong = (byte(0) == 0xE0 && byte(1) < 0xA0) || (byte(0) == 0xF0 && byte(1) < 0x90);
  const bool no_character = (byte(0) == 0xED && byte(1) >= 0xA0) || (byte(0) == 0xF4 && byte(1) >= 0x90);
  return overlong || no_character ? 0 : length;
}

}  // namespace

std::string escape_markup(std::string_view text) {
  std::string escaped;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = character_length(text.substr(at));
    const bool is_control =
        length == 1 && static_cast<unsigned char>(text[at]) < 0x20 && text[at] != '\n' && text[at] != '\t';
    if (length == 0 || is_control) {
      escaped += "\uFFFD";
      ++at;
      continue;
    }
    const std::string_view character = text.substr(at, length);
    if (character == "&")
      escaped += "&amp;";
    else if (character == "<")
      escaped += "&lt;";
    else if (character == ">")
      escaped += "&gt;";
    else if (character == "\"")
      escaped += "&quot;";
    else if (character == "'")
      escaped += "&#39;";
    else
      escaped += character;
    at += length;
  }
  return escaped;
}

std::string shortened(std::string_view text, std::size_t most_characters) {
  std::size_t characters = 0;
  std::size_t cut = 0;  // where the last character that may stay before an ellipsis ends
  for (const char& byte : text) {
    const bool begins = (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
    if (begins && ++characters == most_characters) cut = static_cast<std::size_t>(&byte - text.data());
  }
  return characters <= most_characters ? std::string(text) : std::string(text.substr(0, cut)) + "…";
}

Svg::Svg(double width, double height, std::string_view title, std::string_view description)
    : width_(width), height_(height), title_(title), description_(description) {}

void Svg::line(Point from, Point to, std::string_view css_class) {
  shapes_ += "<line" + attribute("x1", from.x) + attribute("y1", from.y) + attribute("x2", to.x) +
             attribute("y2", to.y) + attribute("class", css_class) + "/>\n";
}

void Svg::polyline(std::span<const Point> points, std::string_view css_class) {
  shapes_ +=
      "<polyline" + attribute("points", point_list(without_crowding(points))) + attribute("class", css_class) + "/>\n";
}

void Svg::polygon(std::span<const Point> points, std::string_view css_class) {
  shapes_ += "<polygon" + attribute("points", point_list(points)) + attribute("class", css_class) + "/>\n";
}

void Svg::circle(Point centre, double radius, std::string_view css_class) {
  shapes_ += "<circle" + attribute("cx", centre.x) + attribute("cy", centre.y) + attribute("r", radius) +
             attribute("class", css_class) + "/>\n";
}

void Svg::rect(Point corner, double width, double height, std::string_view css_class, std::string_view tooltip) {
  shapes_ += with_tooltip("<rect" + attribute("x", corner.x) + attribute("y", corner.y) + attribute("width", width) +
                              attribute("height", height) + attribute("class", css_class),
                          tooltip);
}

void Svg::shaded_rect(Point corner, double width, double height, std::string_view css_class, double strength,
                      std::string_view tooltip) {
  shapes_ += with_tooltip("<rect" + attribute("x", corner.x) + attribute("y", corner.y) + attribute("width", width) +
                              attribute("height", height) + attribute("class", css_class) +
                              attribute("fill-opacity", strength),
                          tooltip);
}

void Svg::text(Point place, std::string_view text, std::string_view css_class, Anchor anchor) {
  shapes_ += "<text" + attribute("x", place.x) + attribute("y", place.y) + attribute("class", css_class) +
             attribute("text-anchor", anchor_name(anchor)) + ">" + escape_markup(text) + "</text>\n";
}

void Svg::upward_text(Point place, std::string_view text, std::string_view css_class, Anchor anchor) {
  const std::string turn = "translate(" + number(place.x) + " " + number(place.y) + ") rotate(-90)";
  shapes_ += "<text" + attribute("transform", turn) + attribute("class", css_class) +
             attribute("text-anchor", anchor_name(anchor)) + ">" + escape_markup(text) + "</text>\n";
}

std::string Svg::opening(bool as_file) const {
  const std::string size = number(width_) + "\" height=\"" + number(height_);
  return std::string("<svg") + (as_file ? " xmlns=\"http://www.w3.org/2000/svg\"" : "") + " class=\"chart\" width=\"" +
         size + "\" viewBox=\"0 0 " + number(width_) + " " + number(height_) + "\" role=\"img\"" +
         attribute("aria-label", title_ + ". " + description_) + ">\n";
}

std::string Svg::for_page() const {
  return opening(false) + shapes_ + "</svg>\n";
}

std::string Svg::as_file() const {
  return opening(true) + "<title>" + escape_markup(title_) + "</title>\n<desc>" + escape_markup(description_) +
         "</desc>\n<style>" + std::string(kChartStyle) +
         "</style>\n<rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n" + shapes_ + "</svg>\n";
}

}  // namespace clearwell::report
