#pragma once

#include "web/state/state.hpp"

#include <string>
#include <utility>
#include <vector>

/// Which histories the page has and asks for: the chosen parameter's, that of one it is compared with, finer data of
/// both where the chart is zoomed in, and, one after the other, a short one for each row of the table. The chart's are
/// put together of files as far as they tell all (history_sources.hpp); the server is asked for what they do not.
namespace clearwell::state {

/// What is to be fetched now: marks the slot, unless the same is there or on its way.
void want(State& state, Resource resource, std::string url);

/// `/v1/plants/{id}`
std::string plant_url(const std::string& id);

/// The chart's histories, and the next of the table's. What belongs to another plant or parameter is dropped.
void want_histories(State& state);

/// Puts together what the chart shows, as far as it is here, and asks for what is missing.
void fill_charts(State& state);

/// Forgets everything about the plant that was shown.
void forget_histories(State& state);

/// A history that arrived for `resource`.
void take_history(State& state, Resource resource, History history);

/// The trend that is on its way does not come: the next one's turn.
void skip_trend(State& state);
/// Those that did not come are asked for again.
void retry_trends(State& state);

/// The finest data there is for the dates on the chart: null before it arrived.
const History* shown_history(const State& state);
const History* shown_compared(const State& state);

/// The moment of the next (`direction` 1) or the previous (-1) measurement on the chart, seen from the ruler; of the
/// newest one when the ruler is nowhere. Empty when there is none.
std::optional<std::int64_t> next_measurement(const State& state, int direction);

/// The dates that a chart fits when nobody zoomed.
std::optional<DateRange> whole_dates(const State& state);

}  // namespace clearwell::state
