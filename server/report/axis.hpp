#pragma once

#include "server/base/localized_text.hpp"
#include "server/report/svg.hpp"

#include <optional>
#include <string>
#include <vector>

namespace clearwell::report {

/// Values that stand on an axis.
struct AxisTicks {
  std::vector<double> values;
  int decimals = 0;  ///< that tell neighbours apart
};

/// Round values (1, 2, 2.5 or 5 times a power of ten apart) within low to high, about `wanted` of them, at least two.
/// \pre  low < high, wanted >= 2
AxisTicks round_ticks(double low, double high, int wanted);

/// One direction of a chart: values to places.
struct Scale {
  double low = 0;  ///< the value at `from`
  double high = 1;
  double from = 0;  ///< place in the drawing
  double to = 1;
  bool logarithmic = false;  ///< then low and high are above 0

  double place(double value) const;
};

/// The rectangle that curves are drawn in.
struct Frame {
  Svg& svg;
  Scale x;
  Scale y;  ///< `from` is the lower end

  Point at(double x_value, double y_value) const { return {x.place(x_value), y.place(y_value)}; }
};

/// Grid, ticks and names of both axes. Without ticks an axis has its name only.
struct AxisLabels {
  std::string x;
  std::string y;
};
void draw_axes(const Frame& frame, const AxisTicks& x_ticks, const AxisTicks& y_ticks, const AxisLabels& labels,
               base::Language language, bool percent = false);

}  // namespace clearwell::report
