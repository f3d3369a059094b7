#pragma once

#include "web/state/state.hpp"

#include <string>

/// What the chart shows, as a file for a spreadsheet.
namespace clearwell::state {

/// Comma-separated values after RFC 4180: one line a drawn value, of the parameter and of the one beneath it, within
/// the dates on the chart. Columns: plant, parameter, unit, source, time (UTC), min, mean, max, count, non_detects,
/// simulated. Numbers have a decimal point in every language. Of a non-detect the three values are the detection limit.
std::string history_csv(const State& state);

/// `north-turbidity-2026-01-01-to-2026-03-12.csv`
std::string history_csv_name(const State& state);

}  // namespace clearwell::state
