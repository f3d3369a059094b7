#include "web/state/histories.hpp"

#include "web/state/civil_time.hpp"

#include <algorithm>
#include <cstdlib>

namespace clearwell::state {
namespace {

constexpr int kHistoryPoints = 500;
constexpr int kDetailPoints = 1'000;  // of which a third is in sight at least
constexpr int kTrendPoints = 120;

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

/// The address of a history depends on the newest sample, not on the clock: so it stays the same, and the copy of it
/// on this device is found again, until there is something new.
std::string span_url(const State& state, const std::string& parameter, ChartSpan span, int points) {
  std::string url = history_base(state, parameter);
  if (span != ChartSpan::all) {
    const std::int64_t newest = state.results->plant.last_sample_at.value_or(state.now);
    const std::int64_t from = newest / kDaySeconds * kDaySeconds - days_of(span) * kDaySeconds;
    url += "&from=" + percent_encoded(utc_text(from));
  }
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

void want_chosen(State& state) {
  const std::string url = span_url(state, state.parameter, state.span, kHistoryPoints);
  if (state.slot(Resource::history).url != url) {
    state.history.reset();
    state.detail.reset();
    state.slot(Resource::detail) = {};
    state.dates.reset();
    state.ruler.reset();
  }
  want(state, Resource::history, url);
}

void want_compared(State& state) {
  if (state.compared == state.parameter || !measures(state, state.compared)) state.compared.clear();
  const std::string url = state.compared.empty() ? "" : span_url(state, state.compared, state.span, kHistoryPoints);
  if (state.slot(Resource::compared).url != url) {
    state.compared_history.reset();
    state.compared_detail.reset();
    state.slot(Resource::compared) = {};
    state.slot(Resource::compared_detail) = {};
  }
  if (!url.empty()) want(state, Resource::compared, url);
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

void want_detail(State& state, Resource resource, const std::string& parameter, const std::optional<History>& whole) {
  if (!whole || !whole->thinned || !state.dates) return;
  const std::optional<DateRange> dates = whole_dates(state);
  const std::optional<DateRange> window = dates ? detail_window(*state.dates, *dates) : std::nullopt;
  if (window) want(state, resource, window_url(state, parameter, *window));
}

bool covers(const std::optional<History>& detail, const std::optional<DateRange>& dates) {
  return detail && dates && detail->range && detail->range->from <= dates->from && detail->range->to >= dates->to;
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
  want_chosen(state);
  want_compared(state);
  want_trend(state);
}

void want_details(State& state) {
  want_detail(state, Resource::detail, state.parameter, state.history);
  want_detail(state, Resource::compared_detail, state.compared, state.compared_history);
}

void forget_histories(State& state) {
  state.history.reset();
  state.compared_history.reset();
  state.detail.reset();
  state.compared_detail.reset();
  state.trends.clear();
  state.dates.reset();
  state.ruler.reset();
  for (const Resource resource :
       {Resource::history, Resource::compared, Resource::detail, Resource::compared_detail, Resource::trend})
    state.slot(resource) = {};
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
      return want_details(state);
    }
    default:
      state.history = std::move(history);
      fit_or_keep(state);
      want_details(state);
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
