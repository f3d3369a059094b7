#include "web/state/history_sources.hpp"

#include "web/state/civil_time.hpp"
#include "web/state/histories.hpp"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

namespace clearwell::state {
namespace {

constexpr std::size_t kMostTilesOfChart = 130;  // ten years; of more the server's one answer is told sooner

std::string recent_url(const State& state, const Chart& chart) {
  return plant_url(state.plant_id) + "/history?parameter=" + percent_encoded(chart.parameter) +
         "&from=" + percent_encoded(utc_text(chart.source.months->open_from)) + "&resolution=hour";
}

bool overlaps(const HistoryMonth& month, const DateRange& range) {
  return month.to > range.from && month.from < range.to;
}

Files file_of(State& state, const HistoryMonth& month) {
  if (month.url.empty()) return Files::none;
  const LoadStatus status = state.tiles.try_emplace(month.url).first->second.status;
  return status == LoadStatus::failed ? Files::none : status == LoadStatus::ready ? Files::here : Files::coming;
}

void append(std::vector<Bucket>& to, const std::vector<Bucket>& from, const DateRange& range) {
  std::copy_if(from.begin(), from.end(), std::back_inserter(to),
               [&](const Bucket& bucket) { return bucket.time >= range.from && bucket.time < range.to; });
}

}  // namespace

std::string months_url(const State& state, const std::string& parameter) {
  return plant_url(state.plant_id) + "/history/tiles?parameter=" + percent_encoded(parameter);
}

Files want_files(State& state, const Chart& chart, const DateRange& range) {
  const auto failed = [&](Resource resource) { return state.slot(resource).status == LoadStatus::failed; };
  if (failed(chart.months) || failed(chart.recent)) return Files::none;
  if (!chart.source.months) return Files::coming;
  std::vector<HistoryMonth> months = chart.source.months->over;
  std::erase_if(months, [&](const HistoryMonth& month) { return !overlaps(month, range); });
  const bool nameless =
      std::any_of(months.begin(), months.end(), [](const HistoryMonth& month) { return month.url.empty(); });
  if (nameless || months.size() > kMostTilesOfChart) return Files::none;
  want(state, chart.recent, recent_url(state, chart));
  Files all = chart.source.recent ? Files::here : Files::coming;
  for (const HistoryMonth& month : months)
    all = std::min(all, file_of(state, month));
  return all;
}

History gathered(const State& state, const Chart& chart, const DateRange& range) {
  History all = *chart.source.recent;
  all.laboratory.clear();
  all.instrument.clear();
  for (const HistoryMonth& month : chart.source.months->over) {
    if (!overlaps(month, range)) continue;
    const TileValues& values = state.tiles.at(month.url).values;
    append(all.laboratory, values.laboratory, range);
    append(all.instrument, values.instrument, range);
  }
  append(all.laboratory, chart.source.recent->laboratory, range);
  append(all.instrument, chart.source.recent->instrument, range);
  return all;
}

void take_months(State& state, Resource resource, HistoryMonths months) {
  (resource == Resource::months ? state.source : state.compared_source).months = std::move(months);
}

void take_recent(State& state, Resource resource, History history) {
  (resource == Resource::recent ? state.source : state.compared_source).recent = std::move(history);
}

void take_tile(State& state, const std::string& url, std::optional<TileValues> values) {
  const auto tile = state.tiles.find(url);
  if (tile == state.tiles.end()) return;
  tile->second = values ? LoadedTile{LoadStatus::ready, *std::move(values)} : LoadedTile{LoadStatus::failed, {}};
}

void retry_tiles(State& state) {
  for (auto& [url, tile] : state.tiles)
    if (tile.status == LoadStatus::failed) tile.status = LoadStatus::wanted;
}

}  // namespace clearwell::state
