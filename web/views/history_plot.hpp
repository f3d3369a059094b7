#pragma once

#include "web/state/chart_scale.hpp"
#include "web/views/ui.hpp"

#include <string>

namespace clearwell::views {

/// What the parts of one plot share.
struct HistoryPlot {
  const Ui& ui;
  const state::History& history;
  state::DateRange dates;
  state::ValueScale scale;
  std::string name;  ///< of the control, unique on the page
};

/// Values over time with their limits, and above them a line for the words of the ruler. Pans, zooms, fits, and puts
/// the ruler where the person wishes.
void draw_history_plot(const HistoryPlot& chart, Pen& pen, float height);

}  // namespace clearwell::views
