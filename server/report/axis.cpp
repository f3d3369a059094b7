#include "server/report/axis.hpp"

#include <algorithm>
#include <cmath>

namespace clearwell::report {
namespace {

std::string tick_text(double value, int decimals, base::Language language, bool percent) {
  if (percent) return base::in_language(base::number_text(100 * value, 0), language) + " %";
  return base::in_language(base::number_text(value, decimals), language);
}

}  // namespace

AxisTicks round_ticks(double low, double high, int wanted) {
  const double raw = (high - low) / wanted;
  const double power = std::pow(10, std::floor(std::log10(raw)));
  double step = 10 * power;
  for (const double factor : {1.0, 2.0, 2.5, 5.0})
    if (raw <= factor * power * (1 + 1e-9)) {
      step = factor * power;
      break;
    }
  AxisTicks ticks;
  const double slack = step * 1e-6;
  for (double index = std::ceil((low - slack) / step); index * step <= high + slack; ++index)
    ticks.values.push_back(index * step);
  const bool quarter = std::fabs(step / power - 2.5) < 1e-6;
  ticks.decimals = std::max(0, static_cast<int>(-std::floor(std::log10(step * (1 + 1e-9)))) + (quarter ? 1 : 0));
  if (ticks.values.size() < 2) return {{low, high}, ticks.decimals + 1};
  return ticks;
}

double Scale::place(double value) const {
  const double share = logarithmic ? std::log(value / low) / std::log(high / low) : (value - low) / (high - low);
  return from + share * (to - from);
}

void draw_axes(const Frame& frame, const AxisTicks& x_ticks, const AxisTicks& y_ticks, const AxisLabels& labels,
               base::Language language, bool percent) {
  const Scale& x = frame.x;
  const Scale& y = frame.y;
  for (const double value : x_ticks.values) {
    const double place = x.place(value);
    frame.svg.line({place, y.from}, {place, y.to}, "grid");
    frame.svg.text({place, y.from + 16}, tick_text(value, x_ticks.decimals, language, percent), "tick", Anchor::middle);
  }
  for (const double value : y_ticks.values) {
    const double place = y.place(value);
    frame.svg.line({x.from, place}, {x.to, place}, "grid");
    frame.svg.text({x.from - 6, place + 4}, tick_text(value, y_ticks.decimals, language, percent), "tick", Anchor::end);
  }
  frame.svg.rect({x.from, y.to}, x.to - x.from, y.from - y.to, "frame");
  frame.svg.text({(x.from + x.to) / 2, y.from + 36}, labels.x, "note", Anchor::middle);
  frame.svg.upward_text({x.from - 46, (y.from + y.to) / 2}, labels.y, "note");
}

}  // namespace clearwell::report
