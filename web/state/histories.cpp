#include "web/state/histories.hpp"

#include "web/state/civil_time.hpp"
#include "web/state/history_sources.hpp"
#include "web/state/history_thinning.hpp"

#include <algorithm>
#include <limits>

namespace clearwell::state {
namespace {

constexpr int kHistoryPoints = 500;
constexpr int kDetailPoints = 1'000;  // of which a third is in sight at least
constexpr int kTrendPoints = 120;
constexpr std::size_t kMostTiles = 1'000;  // in memory, about 35 kB each; the browser keeps the rest

Chart chosen_chart(State& state) {
  return {state.parameter,  state.source,     state.history,     state.detail,
          Resource::months, Resource::recent, Resource::history, Resource::detail};
}

Chart compared_chart(State& state) {
  return {state.compared,        state.compared_source,     state.compared_history,
          state.compared_detail, Resource::compared_months, Resource::compared_recent,
          Resource::compared,    Resource::compared_detail};
}

int days_of(ChartSpan span) {
  switch (span) {
    case ChartSpan::month:
      return 31;
    case ChartSpan::year:
      return 366;
    case ChartSpan::five_years:
      return 5 * 366;
    case ChartSpan::all:
      return 0;
  }
  return 0;
}

std::string history_base(const State& state, const std::string& parameter) {
  return plant_url(state.plant_id) + "/history?parameter=" + percent_encoded(parameter);
}

/// First moment of a chart that nobody zoomed; none where it begins with the first value. It depends on the newest
/// sample, not on the clock: so addresses stay the same, and the copy of an answer on this device is found again, until
/// there is something new.
std::optional<std::int64_t> span_begin(const State& state, ChartSpan span) {
  if (span == ChartSpan::all) return std::nullopt;
  const std::int64_t newest = state.results->plant.last_sample_at.value_or(state.now);
  return newest / kDaySeconds * kDaySeconds - days_of(span) * kDaySeconds;
}

std::string span_url(const State& state, const std::string& parameter, ChartSpan span, int points) {
  std::string url = history_base(state, parameter);
  if (const auto from = span_begin(state, span)) url += "&from=" + percent_encoded(utc_text(*from));
  return url + "&points=" + std::to_string(points);
}

std::string window_url(const State& state, const std::string& parameter, const DateRange& window) {
  return history_base(state, parameter) + "&from=" + percent_encoded(utc_text(window.from)) +
         "&to=" + percent_encoded(utc_text(window.to)) + "&points=" + std::to_string(kDetailPoints);
}

bool measures(const State& state, const std::string& parameter) {
  const auto& all = state.results->parameters;
  return std::any_of(all.begin(), all.end(), [&](const Parameter& known) { return known.code == parameter; });
}

/// As want(), but what failed is not asked for again.
void want_once(State& state, Resource resource, std::string url) {
  if (state.slot(resource).status == LoadStatus::failed && state.slot(resource).url == url) return;
  want(state, resource, std::move(url));
}

/// Without end.
DateRange since(std::optional<std::int64_t> begin) {
  return {begin.value_or(std::numeric_limits<std::int64_t>::min()), std::numeric_limits<std::int64_t>::max()};
}

/// Whether there is an hour of more than one reading.
bool has_shared_hours(const History& history) {
  return std::any_of(history.instrument.begin(), history.instrument.end(),
                     [](const Bucket& bucket) { return bucket.count > 1; });
}

void forget_history(State& state, const Chart& chart) {
  chart.history.reset();
  chart.detail.reset();
  for (const Resource resource : {chart.whole, chart.finer})
    state.slot(resource) = {};
}

void forget_chart(State& state, const Chart& chart) {
  forget_history(state, chart);
  chart.source = {};
  for (const Resource resource : {chart.months, chart.recent})
    state.slot(resource) = {};
}

/// What the chart shows of another parameter or of other dates is dropped. \return  whether it does
bool begin_chart(State& state, const Chart& chart) {
  const std::string url = months_url(state, chart.parameter);
  const bool same_parameter = state.slot(chart.months).url == url;
  const bool same = same_parameter && chart.source.span == state.span;
  if (!same_parameter) forget_chart(state, chart);
  if (!same) forget_history(state, chart);
  chart.source.span = state.span;
  want(state, chart.months, url);
  return !same;
}

void want_chosen(State& state) {
  if (!begin_chart(state, chosen_chart(state))) return;
  state.dates.reset();
  state.ruler.reset();
}

void want_compared(State& state) {
  if (state.compared == state.parameter || !measures(state, state.compared)) state.compared.clear();
  if (state.compared.empty()) return forget_chart(state, compared_chart(state));
  begin_chart(state, compared_chart(state));
}

/// One at a time, and after what the person looks at.
void want_trend(State& state) {
  const LoadStatus status = state.slot(Resource::trend).status;
  if (!state.history || status == LoadStatus::wanted || status == LoadStatus::loading) return;
  for (const Parameter& parameter : state.results->parameters) {
    if (!state.trends.try_emplace(parameter.code).second) continue;
    return want(state, Resource::trend, span_url(state, parameter.code, ChartSpan::year, kTrendPoints));
  }
}

bool covers(const std::optional<History>& detail, const std::optional<DateRange>& dates) {
  return detail && dates && detail->range && detail->range->from <= dates->from && detail->range->to >= dates->to;
}

/// All of the span, thinned to what a chart can show.
Thinned thinned_span(const State& state, const Chart& chart) {
  const std::optional<std::int64_t> begin = span_begin(state, state.span);
  History all = gathered(state, chart, since(begin));
  std::optional<DateRange> measured;
  for (const auto* buckets : {&all.laboratory, &all.instrument}) {
    if (buckets->empty()) continue;
    const DateRange own{buckets->front().time, buckets->back().time};
    measured = measured ? DateRange{std::min(measured->from, own.from), std::max(measured->to, own.to)} : own;
  }
  const History& recent = *chart.source.recent;
  const bool until_now = recent.range && !(recent.laboratory.empty() && recent.instrument.empty());
  const std::int64_t from = begin.value_or(measured ? measured->from : 0);
  const std::int64_t to = until_now ? recent.range->to : measured ? measured->to + 1 : from;
  return thinned(std::move(all), {from, std::max(to, from + 1)}, kHistoryPoints);
}

/// Makes the chart's history of files, or asks the server for it.
void fill_history(State& state, const Chart& chart) {
  if (chart.history || chart.parameter.empty()) return;
  const Files files = want_files(state, chart, since(span_begin(state, state.span)));
  if (files == Files::coming) return;
  if (files == Files::here) {
    Thinned whole = thinned_span(state, chart);
    // An hour of one reading is drawn where the reading is. One of several would hide them.
    if (!whole.finer || !has_shared_hours(whole.history))
      return take_history(state, chart.whole, std::move(whole.history));
  }
  want_once(state, chart.whole, span_url(state, chart.parameter, state.span, kHistoryPoints));
}

/// Finer values around the dates on the chart: of files down to the hour, of the server what is finer still.
void fill_detail(State& state, const Chart& chart) {
  if (!chart.history || !chart.history->thinned || !state.dates) return;
  const std::optional<DateRange> whole = whole_dates(state);
  const std::optional<DateRange> window = whole ? detail_window(*state.dates, *whole) : std::nullopt;
  if (!window) return;
  const std::string url = window_url(state, chart.parameter, *window);
  if (state.slot(chart.finer).url == url) return;
  const Files files = want_files(state, chart, *window);
  if (files == Files::coming) return;
  if (files == Files::here) {
    Thinned near = thinned(gathered(state, chart, *window), *window, kDetailPoints);
    if (!near.finer || !covers(chart.detail, state.dates)) chart.detail = std::move(near.history);
    state.slot(chart.finer) = {LoadStatus::ready, url, ""};
    if (!near.finer) return;
  }
  state.slot(chart.finer) = {LoadStatus::wanted, url, ""};
}

void fit_or_keep(State& state) {
  const std::optional<DateRange> whole = whole_dates(state);
  const std::optional<DateRange> asked = state.asked_dates ? state.asked_dates : state.dates;
  state.dates = whole && asked ? clamp_to(*asked, *whole) : whole;
  state.asked_dates.reset();
}

void widen(std::optional<DateRange>& range, const std::optional<History>& history) {
  const std::optional<DateRange> own = history ? extent(*history) : std::nullopt;
  if (!own) return;
  range = range ? DateRange{std::min(range->from, own->from), std::max(range->to, own->to)} : *own;
}

}  // namespace

void want(State& state, Resource resource, std::string url) {
  Slot& slot = state.slot(resource);
  const bool here_or_coming =
      slot.status == LoadStatus::ready || slot.status == LoadStatus::wanted || slot.status == LoadStatus::loading;
  if (slot.url == url && here_or_coming) return;
  slot = {LoadStatus::wanted, std::move(url), ""};
}

std::string plant_url(const std::string& id) {
  return "/v1/plants/" + percent_encoded(id);
}

void want_histories(State& state) {
  if (!state.results || state.parameter.empty()) return;
  if (state.tiles.size() > kMostTiles) state.tiles.clear();
  want_chosen(state);
  want_compared(state);
  fill_charts(state);
  want_trend(state);
}

void fill_charts(State& state) {
  if (!state.results || state.parameter.empty()) return;
  for (const Chart& chart : {chosen_chart(state), compared_chart(state)}) {
    fill_history(state, chart);
    fill_detail(state, chart);
  }
}

void forget_histories(State& state) {
  forget_chart(state, chosen_chart(state));
  forget_chart(state, compared_chart(state));
  state.slot(Resource::trend) = {};
  state.trends.clear();
  state.dates.reset();
  state.ruler.reset();
}

void take_history(State& state, Resource resource, History history) {
  switch (resource) {
    case Resource::detail:
      state.detail = std::move(history);
      return;
    case Resource::compared_detail:
      state.compared_detail = std::move(history);
      return;
    case Resource::trend:
      state.trends[history.parameter] = std::move(history);
      return want_trend(state);
    case Resource::compared: {
      // The chart grows when the other parameter reaches further, unless somebody has chosen the dates.
      const bool untouched = state.dates == whole_dates(state);
      state.compared_history = std::move(history);
      if (untouched) state.dates = whole_dates(state);
      return fill_charts(state);
    }
    default:
      state.history = std::move(history);
      fit_or_keep(state);
      fill_charts(state);
      want_trend(state);
  }
}

void skip_trend(State& state) {
  if (state.results) want_trend(state);
}

void retry_trends(State& state) {
  for (auto trend = state.trends.begin(); trend != state.trends.end();)
    trend = trend->second ? std::next(trend) : state.trends.erase(trend);
  state.slot(Resource::trend) = {};
  if (state.results) want_trend(state);
}

const History* shown_history(const State& state) {
  if (covers(state.detail, state.dates)) return &*state.detail;
  return state.history ? &*state.history : nullptr;
}

const History* shown_compared(const State& state) {
  if (covers(state.compared_detail, state.dates)) return &*state.compared_detail;
  return state.compared_history ? &*state.compared_history : nullptr;
}

std::optional<std::int64_t> next_measurement(const State& state, int direction) {
  std::optional<std::int64_t> best;
  if (!state.dates) return best;
  const std::int64_t at = state.ruler.value_or(state.dates->to + 1);
  const int wanted = state.ruler ? direction : -1;
  for (const History* history : {shown_history(state), shown_compared(state)}) {
    if (history == nullptr) continue;
    for (const auto* buckets : {&history->laboratory, &history->instrument}) {
      for (const Bucket& bucket : *buckets) {
        const bool in_sight = bucket.time >= state.dates->from && bucket.time <= state.dates->to;
        if (!in_sight || (bucket.time - at) * wanted <= 0) continue;
        if (!best || (bucket.time - *best) * wanted < 0) best = bucket.time;
      }
    }
  }
  return best;
}

std::optional<DateRange> whole_dates(const State& state) {
  std::optional<DateRange> range;
  widen(range, state.history);
  widen(range, state.compared_history);
  return range;
}

}  // namespace clearwell::state
