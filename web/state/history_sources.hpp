#pragma once

#include "web/state/state.hpp"

#include <optional>
#include <string>

/// What the chart's histories are put together from: files of months that are over, which never change, and the
/// server's answer about the month that is not, in the same grain.
namespace clearwell::state {

/// One of the two parameters on the chart, its part of the state and what is fetched for it.
struct Chart {
  const std::string& parameter;
  HistorySource& source;
  std::optional<History>& history;
  std::optional<History>& detail;
  Resource months, recent, whole, finer;
};

/// The list of the months and their files.
std::string months_url(const State& state, const std::string& parameter);

/// In the order in which the least tells of all.
enum class Files { none, coming, here };

/// Whether files and the answer tell of all that was measured in the range. Asks for those that are missing, unless
/// there are some that do not come, or more than the server's one answer is worth. \pre  the list is asked for
Files want_files(State& state, const Chart& chart, const DateRange& range);

/// All that was measured from the range's beginning to before its end: results by the second, readings by the hour.
/// \pre  want_files() says that they are here
History gathered(const State& state, const Chart& chart, const DateRange& range);

void take_months(State& state, Resource resource, HistoryMonths months);
void take_recent(State& state, Resource resource, History history);
/// \param values  none where the file did not come or cannot be read
void take_tile(State& state, const std::string& url, std::optional<TileValues> values);
/// Files that did not come are asked for again.
void retry_tiles(State& state);

}  // namespace clearwell::state
