#include "server/store/history_tiles.hpp"

#include "common/hash/sha256.hpp"
#include "common/history/tile.hpp"
#include "server/base/time_text.hpp"
#include "server/store/sql.hpp"

#include <algorithm>
#include <chrono>
#include <functional>
#include <utility>

namespace clearwell::store {
namespace {

constexpr int kMarksAtOnce = 10'000;
constexpr int kTilesAtOnce = 100;  // of a few milliseconds each
constexpr std::int64_t kSecondsInHour = 3600;

struct MonthToWrite {
  std::string plant_id;
  std::string parameter;
  std::string begin;
  std::string end;

  Params params() const { return Params().add(plant_id).add(parameter).add(begin); }
};

base::TimePoint time_of(const std::string& text) {
  const Result<base::TimePoint> time = base::parse_time(text);
  if (!time) throw StoreError("history months: " + time.error().message);
  return *time;
}

std::vector<MonthToWrite> months_to_write(Transaction& transaction) {
  const Rows rows = transaction.run(sql::history_months_to_write, Params().add(kTilesAtOnce));
  std::vector<MonthToWrite> months;
  for (std::size_t row = 0; row < rows.size(); ++row)
    months.push_back({rows.text(row, 0), rows.text(row, 1), rows.text(row, 2), rows.text(row, 3)});
  return months;
}

/// The history of one month as it is read.
class TileBuilder {
 public:
  explicit TileBuilder(const MonthToWrite& month) : begin_(time_of(month.begin)) {
    const std::chrono::year_month_day first(std::chrono::floor<std::chrono::days>(begin_));
    tile_ = {month.plant_id, month.parameter, first.year() / first.month(), {}};
  }

  /// \param rows  of laboratory_history.sql or rolled_up_history.sql, of which `belongs` tells those of the kind
  void add(history::Kind kind, std::int64_t bucket_seconds, const Rows& rows,
           const std::function<bool(std::size_t row)>& belongs) {
    history::Level finest{bucket_seconds, {}};
    for (std::size_t row = 0; row < rows.size(); ++row) {
      if (!belongs(row)) continue;
      const auto since = std::chrono::floor<std::chrono::seconds>(time_of(rows.text(row, 0)) - begin_);
      const double min = rows.number(row, 1);
      const double max = rows.number(row, 2);
      // A sum divided by the count may leave the values it is of by a rounding.
      const double mean = std::clamp(rows.number(row, 3), min, max);
      finest.buckets.push_back({since.count() / bucket_seconds, rows.integer(row, 4), min, max, mean});
    }
    if (!finest.buckets.empty()) tile_.series.push_back(history::make_series(kind, std::move(finest), tile_.month));
  }

  const history::Tile& tile() const { return tile_; }

 private:
  base::TimePoint begin_;
  history::Tile tile_;
};

history::Tile read_tile_of(Transaction& transaction, const MonthToWrite& month) {
  const auto params = [&month] { return month.params().add(month.end); };
  const Rows results = transaction.run(sql::laboratory_history, params().add(std::int64_t{1'000'000}));
  const Rows readings = transaction.run(sql::rolled_up_history, params().add(1).add(false));
  const auto is_non_detect = [&results](std::size_t row) { return results.integer(row, 5) > 0; };
  TileBuilder builder(month);
  builder.add(history::Kind::laboratory, 1, results, std::not_fn(is_non_detect));
  builder.add(history::Kind::laboratory_non_detect, 1, results, is_non_detect);
  builder.add(history::Kind::instrument, kSecondsInHour, readings, [](std::size_t) { return true; });
  return builder.tile();
}

void write(Transaction& transaction, const MonthToWrite& month) {
  const history::Tile tile = read_tile_of(transaction, month);
  if (tile.series.empty()) {
    transaction.run(sql::forget_history_month, month.params());
    return;
  }
  const std::string bytes = history::write_tile(tile);
  transaction.run(sql::store_history_tile, month.params().add(hash::sha256_hex(bytes)).add_bytes(bytes));
}

/// Whether there is more to do.
bool refresh_some(Database& database) {
  Transaction transaction = database.begin();
  transaction.run(sql::without_jit);
  transaction.run(sql::lock_history_tiles);
  const std::int64_t n_marks =
      transaction.run(sql::note_stale_history_months, Params().add(kMarksAtOnce)).integer(0, 0);
  const std::vector<MonthToWrite> months = months_to_write(transaction);
  for (const MonthToWrite& month : months)
    write(transaction, month);
  transaction.run(sql::drop_superseded_history_tiles);
  transaction.commit();
  return n_marks == kMarksAtOnce || months.size() == kTilesAtOnce;
}

}  // namespace

std::vector<HistoryMonth> history_months(Database& database, std::string_view plant_id, std::string_view parameter) {
  const Rows rows = database.begin().run(sql::history_tiles_of_plant, Params().add(plant_id).add(parameter));
  std::vector<HistoryMonth> months;
  for (std::size_t row = 0; row < rows.size(); ++row)
    months.push_back({rows.text(row, 0), rows.maybe_text(row, 1), rows.maybe_integer(row, 2).value_or(0)});
  return months;
}

std::optional<std::string> read_history_tile(Database& database, std::string_view sha256) {
  const Rows rows = database.begin().run(sql::history_tile, Params().add(sha256));
  if (rows.empty()) return std::nullopt;
  return rows.bytes(0, 0);
}

void refresh_history_tiles(Database& database, const std::stop_token& stop) {
  while (!stop.stop_requested() && refresh_some(database)) {
  }
}

}  // namespace clearwell::store
