#include "server/store/plant_history.hpp"

#include "server/base/time_text.hpp"
#include "server/store/sql.hpp"

#include <algorithm>

namespace clearwell::store {
namespace {

using Length = std::chrono::microseconds;

struct Asked {
  std::string_view plant_id;
  std::string_view parameter;
  TimeRange range;

  Params params() const {
    return Params().add(plant_id).add(parameter).add(base::format_time(range.from)).add(base::format_time(range.to));
  }
};

struct Counts {
  std::int64_t results = 0;
  bool mixed = false;  ///< non-detects and values, which share no bucket
  std::int64_t readings = 0;
};

Counts count(Transaction& transaction, const Asked& asked, int points) {
  const Rows rows = transaction.run(sql::history_counts, asked.params().add(points + 1));
  return {rows.integer(0, 0), rows.boolean(0, 1), rows.integer(0, 2)};
}

/// Rounded up to whole `unit`s: rounded down, the last bucket would be one too many.
template <typename Unit>
Unit share_of(std::chrono::nanoseconds length, std::int64_t quota, Unit unit) {
  const std::int64_t whole = std::chrono::nanoseconds(unit).count() * quota;
  return unit * ((length.count() + whole - 1) / whole);
}

template <typename Unit>
base::TimePoint begun(base::TimePoint moment) {
  return std::chrono::time_point_cast<base::TimePoint::duration>(std::chrono::floor<Unit>(moment));
}

void append(History& history, Source source, const Rows& rows) {
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const Result<base::TimePoint> time = base::parse_time(rows.text(row, 0));
    if (!time) throw StoreError("history: " + time.error().message);
    history.buckets.push_back({*time, source, rows.number(row, 1), rows.number(row, 2), rows.number(row, 3),
                               rows.integer(row, 4), rows.integer(row, 5)});
  }
}

void append_binned(History& history, Source source, Transaction& transaction, std::string_view sql, const Asked& asked,
                   std::optional<Length> bucket) {
  const std::optional<std::int64_t> microseconds = bucket ? std::optional<std::int64_t>(bucket->count()) : std::nullopt;
  append(history, source, transaction.run(sql, asked.params().add(microseconds)));
}

template <typename Unit>
void append_rolled_up(History& history, Transaction& transaction, const Asked& asked, Unit bucket) {
  history.instrument_bucket = bucket;
  Params params = asked.params();
  params.add(std::chrono::duration_cast<std::chrono::hours>(bucket).count())
      .add(std::is_same_v<Unit, std::chrono::days>);
  append(history, Source::instrument, transaction.run(sql::rolled_up_history, params));
}

/// As few whole units as `quota` buckets of the range need.
template <typename Unit>
Unit whole_units(const Asked& asked, std::int64_t quota) {
  return share_of(asked.range.to - begun<Unit>(asked.range.from), quota, Unit(1));
}

void append_readings(History& history, Transaction& transaction, const Asked& asked, std::int64_t n_readings,
                     std::int64_t quota) {
  if (n_readings > quota) history.instrument_bucket = share_of(asked.range.to - asked.range.from, quota, Length(1));
  if (history.instrument_bucket >= std::chrono::days(1))
    append_rolled_up(history, transaction, asked, whole_units<std::chrono::days>(asked, quota));
  else if (history.instrument_bucket >= std::chrono::hours(1))
    append_rolled_up(history, transaction, asked, whole_units<std::chrono::hours>(asked, quota));
  else
    append_binned(history, Source::instrument, transaction, sql::reading_history, asked, history.instrument_bucket);
}

}  // namespace

std::string_view to_string(Source source) {
  return source == Source::laboratory ? "laboratory" : "instrument";
}

History read_history(Transaction& transaction, std::string_view plant_id, std::string_view parameter, TimeRange range,
                     int points) {
  transaction.run(sql::without_jit);
  const Asked asked{plant_id, parameter, range};
  const Counts counts = count(transaction, asked, points);
  // The laboratory has few values and each of them counts in law: it has half the buckets, or what instruments leave.
  const std::int64_t kinds = counts.mixed ? 2 : 1;
  const std::int64_t quota =
      std::min(counts.results, std::max({points / 2 / kinds * kinds, points - counts.readings, kinds}));

  History history;
  if (counts.results > quota) history.laboratory_bucket = share_of(range.to - range.from, quota / kinds, Length(1));
  append_binned(history, Source::laboratory, transaction, sql::laboratory_history, asked, history.laboratory_bucket);
  append_readings(history, transaction, asked, counts.readings, points - quota);
  return history;
}

History read_hourly_history(Transaction& transaction, std::string_view plant_id, std::string_view parameter,
                            TimeRange range) {
  transaction.run(sql::without_jit);
  const Asked asked{plant_id, parameter, range};
  History history;
  append_binned(history, Source::laboratory, transaction, sql::laboratory_history, asked, std::nullopt);
  append_rolled_up(history, transaction, asked, std::chrono::hours(1));
  return history;
}

}  // namespace clearwell::store
