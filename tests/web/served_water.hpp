#pragma once

#include "common/history/tile.hpp"
#include "web/state/civil_time.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <map>
#include <random>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

/// A plant's turbidity value by value, and what the server tells of it, added up plainly by the rules of
/// server/store/plant_history.hpp: files of the months that are over, and the history endpoint's answers.
namespace clearwell::test {

struct ServedWater {
  struct Value {
    std::int64_t time;
    double value;
    history::Kind kind;
  };

  /// From 10 January 2025 to the newest sample of api_answers.hpp: a reading every `step` seconds or so, except in two
  /// weeks of June, and a result every four days, some of them non-detects.
  explicit ServedWater(std::int64_t step) {
    std::mt19937 random(5);
    const auto draw = [&random](int n) { return static_cast<std::int64_t>(random() % static_cast<unsigned>(n)); };
    for (std::int64_t time = *state::parse_utc("2025-01-10"); step > 0 && time + step < end; time += step) {
      if (time >= *state::parse_utc("2025-06-03") && time < *state::parse_utc("2025-06-17")) continue;
      const auto value = static_cast<double>(draw(900)) / 1000;
      // The first one at the full hour: of what came before it in its hour a file does not tell.
      const std::int64_t late = values.empty() ? 0 : draw(static_cast<int>(step) / 2);
      values.push_back({time + late, value, history::Kind::instrument});
    }
    for (std::int64_t time = *state::parse_utc("2025-01-11T08:00:00Z"); time < end; time += 4 * state::kDaySeconds) {
      const bool non_detect = draw(3) == 0;
      values.push_back({time + draw(3'600), non_detect ? 0.1 : static_cast<double>(draw(300)) / 100,
                        non_detect ? history::Kind::laboratory_non_detect : history::Kind::laboratory});
    }
    values.push_back({end - 1, 0.21, history::Kind::laboratory});
  }

  /// The body of the answer; empty for what there is not. Without files as a server that has not written them yet.
  std::string answer(const std::string& url, bool with_files = true) const {
    const std::string tile = "/v1/history/tiles/";
    if (url.rfind(tile, 0) == 0) return with_files ? file(url.substr(tile.size(), 7)) : "";
    if (url.find("/history/tiles?parameter=turbidity") != std::string::npos) return months(with_files);
    return url.find("/history?parameter=turbidity") != std::string::npos ? history_of(url) : "";
  }

  std::vector<Value> values;
  const std::int64_t end = *state::parse_utc("2026-03-12T08:00:01Z");
  std::string without_file;  ///< a month that has none

 private:
  using Micro = std::int64_t;
  struct Sum {
    double min, max, sum;
    std::int64_t n, n_non_detects;
  };
  using Sums = std::map<std::pair<std::int64_t, bool>, Sum>;  // by time and whether non-detects

  static void add(Sums& sums, std::int64_t time, const Value& value) {
    const bool non_detect = value.kind == history::Kind::laboratory_non_detect;
    Sum& sum = sums.try_emplace({time, non_detect}, Sum{value.value, value.value, 0, 0, 0}).first->second;
    sum = {std::min(sum.min, value.value), std::max(sum.max, value.value), sum.sum + value.value, sum.n + 1,
           sum.n_non_detects + (non_detect ? 1 : 0)};
  }

  /// \param month  `2025-01`
  std::string file(const std::string& month) const {
    const std::int64_t begin = *state::parse_utc(month + "-01");
    const std::chrono::year_month_day first(
        std::chrono::floor<std::chrono::days>(std::chrono::sys_seconds(std::chrono::seconds(begin))));
    history::Tile tile{"north", "turbidity", first.year() / first.month(), {}};
    for (const auto kind :
         {history::Kind::laboratory, history::Kind::laboratory_non_detect, history::Kind::instrument}) {
      history::Level finest{kind == history::Kind::instrument ? 3'600 : 1, {}};
      Sums sums;
      for (const Value& value : values) {
        if (value.kind == kind && value.time >= begin && value.time < begin + history::seconds_in(tile.month))
          add(sums, (value.time - begin) / finest.bucket_seconds, value);
      }
      for (const auto& [key, sum] : sums)
        finest.buckets.push_back({key.first, sum.n, sum.min, sum.max, sum.sum / static_cast<double>(sum.n)});
      if (!finest.buckets.empty()) tile.series.push_back(history::make_series(kind, finest, tile.month));
    }
    return history::write_tile(tile);
  }

  std::string months(bool with_files) const {
    std::string tiles;
    std::string without;
    for (const std::string year : {"2025-", "2026-"}) {
      for (int n = 1; n <= (year == "2025-" ? 12 : 2); ++n) {
        const std::string month = year + (n < 10 ? "0" : "") + std::to_string(n);
        if (!with_files || month == without_file)
          without += (without.empty() ? "\"" : ",\"") + month + '"';
        else
          tiles += std::string(tiles.empty() ? "" : ",") + R"({"month":")" + month + R"(","url":"/v1/history/tiles/)" +
                   month + R"(.tile"})";
      }
    }
    return R"({"tiles":[)" + tiles + R"(],"months_without_tile":[)" + without + R"(],"open_month":"2026-03"})";
  }

  static std::string parameter_of(const std::string& url, const std::string& name) {
    const std::size_t at = url.find("&" + name + "=");
    if (at == std::string::npos) return "";
    std::string text = url.substr(at + name.size() + 2, url.find('&', at + 1) - at - name.size() - 2);
    for (std::size_t colon = 0; (colon = text.find("%3A")) != std::string::npos;)
      text.replace(colon, 3, ":");
    return text;
  }

  std::string history_of(const std::string& url) const {
    const std::string from_text = parameter_of(url, "from");
    const std::string to_text = parameter_of(url, "to");
    std::int64_t first = end;
    for (const Value& value : values)
      first = std::min(first, value.time);
    const std::int64_t from = from_text.empty() ? first : *state::parse_utc(from_text);
    const std::int64_t to = to_text.empty() ? std::max(end, from + 1) : *state::parse_utc(to_text);
    const bool hourly = parameter_of(url, "resolution") == "hour";
    return buckets(from, to, hourly ? 0 : std::stoll(parameter_of(url, "points")));
  }

  /// \param points  0: results by themselves, readings by the hour
  std::string buckets(std::int64_t from, std::int64_t to, std::int64_t points) const {
    std::int64_t n_results = 0, n_non_detects = 0, n_readings = 0;
    for (const Value& value : values) {
      if (value.time < from || value.time >= to) continue;
      if (value.kind == history::Kind::instrument)
        ++n_readings;
      else
        ++n_results;
      if (value.kind == history::Kind::laboratory_non_detect) ++n_non_detects;
    }
    const std::int64_t kinds = n_non_detects > 0 && n_non_detects < n_results ? 2 : 1;
    const std::int64_t quota = std::min(n_results, std::max({points / 2 / kinds * kinds, points - n_readings, kinds}));
    Micro of_results = 0;
    Micro of_readings = 0;
    std::int64_t origin = from;
    if (points == 0) {
      of_readings = 3'600 * kSecond;
    } else {
      if (n_results > quota) of_results = parts(from, to, 1, quota / kinds);
      if (n_readings > points - quota) of_readings = parts(from, to, 1, points - quota);
      for (const std::int64_t unit : {std::int64_t{86'400}, std::int64_t{3'600}}) {
        if (of_readings < unit * kSecond) continue;
        origin = from / unit * unit;
        of_readings = parts(origin, to, unit * kSecond, points - quota) * unit * kSecond;
        break;
      }
    }
    return answer_of(from, to, origin, of_results, of_readings);
  }
  static constexpr Micro kSecond = 1'000'000;

  /// Whole units that each of so many parts of the range needs.
  static std::int64_t parts(std::int64_t from, std::int64_t to, Micro unit, std::int64_t n) {
    const Micro whole = unit * n;
    return ((to - from) * kSecond + whole - 1) / whole;
  }

  std::string answer_of(std::int64_t from, std::int64_t to, std::int64_t origin, Micro of_results,
                        Micro of_readings) const {
    Sums results;
    Sums readings;
    const auto begin = [&](std::int64_t time, std::int64_t grid, Micro length) {
      if (length == 0) return time;
      return std::max(from, (grid * kSecond + (time - grid) * kSecond / length * length) / kSecond);
    };
    for (const Value& value : values) {
      if (value.time < from || value.time >= to) continue;
      if (value.kind == history::Kind::instrument)
        add(readings, begin(value.time, origin, of_readings), value);
      else
        add(results, begin(value.time, from, of_results), value);
    }
    std::string all;
    const auto tell = [&all](const Sums& sums, const std::string& source) {
      for (const auto& [key, sum] : sums) {
        all += std::string(all.empty() ? "" : ",") + R"({"time":")" + state::utc_text(key.first) + R"(","source":")" +
               source + R"(","min":)" + digits(sum.min) + R"(,"max":)" + digits(sum.max) + R"(,"mean":)" +
               digits(sum.sum / static_cast<double>(sum.n)) + R"(,"count":)" + std::to_string(sum.n) +
               R"(,"non_detects":)" + std::to_string(sum.n_non_detects) + "}";
      }
    };
    tell(results, "laboratory");
    tell(readings, "instrument");
    return R"({"plant_id":"north","parameter":"turbidity","title":{"en":"Turbidity","es":"Turbidez"},"unit":"NTU",)"
           R"("decimals":2,"simulated":true,"from":")" +
           state::utc_text(from) + R"(","to":")" + state::utc_text(to) + R"(","bucket_seconds":{"laboratory":)" +
           (of_results == 0 ? "null" : "1") + R"(,"instrument":)" + (of_readings == 0 ? "null" : "1") +
           R"(},"limits":[{"jurisdiction":"AR","instrument":"CAA","article":"art. 982","kind":"health","min":null,)"
           R"("max":3,"unit":"NTU","confirmed":true}],"buckets":[)" +
           all + "]}";
  }

  static std::string digits(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.17g", value);
    return text;
  }
};

}  // namespace clearwell::test
