// How long a plant's history takes among ten million readings: readings each minute of ten sensors, in a database as
// shipped, asked through the route as the page asks. First the answers are compared with a plain GROUP BY.
//
//   history [ROWS]      prints median and highest milliseconds; exit code 1 where an answer differs
#include "server/base/time_text.hpp"
#include "tests/http/serving_program.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace clearwell;
using nlohmann::json;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using SteadyClock = std::chrono::steady_clock;

constexpr int kSensors = 10;
constexpr int kRowsAtOnce = 500'000;
constexpr int kRequests = 41;
constexpr int kCompared = 5;

base::TimePoint start() {
  return base::parse_time("2023-01-01T00:00:00Z").value();
}

double seconds_since(SteadyClock::time_point begin) {
  return std::chrono::duration<double>(SteadyClock::now() - begin).count();
}

void make_plants(store::Database& database) {
  store::Transaction transaction = database.begin();
  transaction.run_script(
      "INSERT INTO water.plants (plant_id, name, jurisdiction) SELECT 'plant-' || n, 'Plant ' || n, 'EU' "
      "FROM generate_series(0, 4) n;"
      "INSERT INTO water.sensors (sensor_id, plant_id, parameter, unit) "
      "SELECT 'sensor-' || n, 'plant-' || n / 2, CASE n % 2 WHEN 0 THEN 'turbidity' ELSE 'ph' END, '' "
      "FROM generate_series(0, 9) n");
  transaction.commit();
}

/// Minute by minute, all sensors of each, as they would have come.
void make_readings(store::Database& database, int n_rows) {
  for (int done = 0; done < n_rows; done += kRowsAtOnce) {
    store::Transaction transaction = database.begin();
    transaction.run(
        "INSERT INTO water.readings (sensor_id, read_at, value, quality) "
        "SELECT 'sensor-' || sensor, $1::timestamptz + minute * interval '1 minute', "
        "       round((1 + sin(minute / 229.0 + sensor) + 0.2 * sin(minute * 7.0))::numeric, 3)::float8, "
        "       CASE WHEN minute % 97 = sensor THEN 'bad' ELSE 'good' END "
        "FROM generate_series($2::bigint, $3::bigint - 1) minute CROSS JOIN generate_series(0, 9) sensor",
        store::Params()
            .add(base::format_time(start()))
            .add(done / kSensors)
            .add(std::min(done + kRowsAtOnce, n_rows) / kSensors));
    transaction.commit();
  }
}

std::int64_t stale_hours(store::Database& database) {
  return database.begin().run("SELECT count(*) FROM water.stale_reading_hours").integer(0, 0);
}

std::string request_of(base::TimePoint from, days length) {
  return tests::get_request("/v1/plants/plant-3/history?parameter=turbidity&points=500&from=" +
                            base::format_time_seconds(from) + "&to=" + base::format_time_seconds(from + length));
}

json fetch(tests::HttpConnection& connection, base::TimePoint from, days length) {
  connection.send(request_of(from, length));
  const tests::HttpAnswer answer = connection.receive();
  if (answer.status != 200) throw std::runtime_error(answer.body);
  return json::parse(answer.body);
}

/// The buckets that a plain GROUP BY over the readings makes of the same bounds.
store::Rows group_by(store::Database& database, const json& answer) {
  const double length = answer["bucket_seconds"]["instrument"].get<double>();
  return database.begin().run(
      "SELECT min(value), max(value), avg(value), count(*) FROM water.readings "
      "WHERE sensor_id = 'sensor-6' AND read_at >= $1::timestamptz AND read_at < $2::timestamptz AND quality <> 'bad' "
      "GROUP BY date_bin($3::float8 * interval '1 second', read_at, "
      "                  date_trunc(CASE WHEN $3::float8 < 86400 THEN 'hour' ELSE 'day' END, $1::timestamptz, 'UTC')) "
      "ORDER BY min(read_at)",
      store::Params().add(answer["from"].get<std::string>()).add(answer["to"].get<std::string>()).add(length));
}

bool is_equal(const json& answer, const store::Rows& rows) {
  const json& buckets = answer["buckets"];
  if (buckets.size() != rows.size() || buckets.size() > 500) return false;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const json& bucket = buckets[i];
    if (bucket["min"] != rows.number(i, 0) || bucket["max"] != rows.number(i, 1) ||
        std::abs(bucket["mean"].get<double>() - rows.number(i, 2)) > 1e-9 || bucket["count"] != rows.integer(i, 3))
      return false;
  }
  return true;
}

class Bench {
 public:
  Bench(store::Database& database, int port, minutes span) : database_(database), connection_(port), span_(span) {}

  bool run(days length, double target_ms) {
    std::size_t n_buckets = 0;
    for (int i = 0; i < kCompared; ++i) {
      const json answer = fetch(connection_, moment(length), length);
      n_buckets = answer["buckets"].size();
      if (!is_equal(answer, group_by(database_, answer))) {
        std::fprintf(stderr, "%d days from %s: another answer than GROUP BY\n", static_cast<int>(length.count()),
                     answer["from"].get<std::string>().c_str());
        return false;
      }
    }
    std::vector<double> milliseconds;
    for (int i = 0; i < kRequests; ++i) {
      const std::string request = request_of(moment(length), length);
      const auto begin = SteadyClock::now();
      connection_.send(request);
      if (connection_.receive().status != 200) return false;
      milliseconds.push_back(1000 * seconds_since(begin));
    }
    std::sort(milliseconds.begin(), milliseconds.end());
    std::printf("%3d days in %zu buckets: median %.1f ms, highest %.1f ms (to be below %.0f)\n",
                static_cast<int>(length.count()), n_buckets, milliseconds[kRequests / 2], milliseconds.back(),
                target_ms);
    return true;
  }

 private:
  /// Anywhere in the span, in the middle of an hour.
  base::TimePoint moment(days length) {
    const minutes latest = span_ - length;
    return start() + minutes(std::uniform_int_distribution<std::int64_t>(0, latest.count())(random_));
  }

  store::Database& database_;
  tests::HttpConnection connection_;
  minutes span_;
  std::mt19937 random_{1};
};

}  // namespace

int main(int argc, char** argv) {
  const int n_rows = argc > 1 ? std::atoi(argv[1]) : 10'000'000;
  const tests::TemporaryDatabase database{tests::TemporaryDatabase::Disk::waited_for};
  make_plants(*database);
  auto begin = SteadyClock::now();
  make_readings(*database, n_rows);
  std::printf("%d readings stored in %.0f s\n", n_rows, seconds_since(begin));
  const tests::ServingProgram server(database, database.options().models_dir);
  begin = SteadyClock::now();
  while (stale_hours(*database) > 0)
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
  std::printf("rolled up by the server in %.0f s\n", seconds_since(begin));
  Bench bench(*database, server.port(), minutes(n_rows / kSensors));
  return bench.run(days(30), 50) && bench.run(days(365), 100) ? 0 : 1;
}
