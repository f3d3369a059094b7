// How fast readings come in: a million in arrays and as a file beside a bare psql COPY of the same rows into a table of
// the same shape, and single ones of 64 clients beside single INSERTs, each with its own commit.
// tests/bench/run_readings says how to run it. What is stored is compared before anything is timed.
#include "server/base/time_text.hpp"
#include "server/intake/decoded_input.hpp"
#include "server/intake/importer.hpp"
#include "server/intake/reading_intake.hpp"
#include "server/store/water_store.hpp"
#include "tests/http/http_client.hpp"
#include "tests/http/serving_program.hpp"
#include "tests/plant_named.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iostream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace clearwell;
using SteadyClock = std::chrono::steady_clock;

constexpr int kSensors = 40;
constexpr int kRowsPerBody = 10'000;
constexpr int kSenders = 4;
constexpr int kClients = 64;
constexpr std::int64_t kStart = 1'735'689'600;  // 2025-01-01

struct Bench {
  Bench(int n_rows, int n_rounds, double seconds) : n_rows_(n_rows), n_rounds_(n_rounds), seconds_(seconds) {
    store::Transaction transaction = database_->begin();
    store::save_plant(transaction, tests::plant_named("north"));
    for (int i = 0; i < kSensors; ++i) {
      store::save_sensor(
          transaction,
          {.sensor_id = "north-" + std::to_string(i), .plant_id = "north", .parameter = "turbidity", .unit = "NTU"});
    }
    transaction.run_script("CREATE TABLE bench_copy (LIKE water.readings INCLUDING ALL)");
    transaction.commit();
    write_rows();
  }

  void run() {
    copy_by_psql();
    send_in_process();
    compare("in process");
    truncate();
    send_over_http();
    compare("over HTTP");
    truncate();
    import_file();
    compare("from a file");
    std::vector<double> in_process;
    std::vector<double> over_http;
    std::vector<double> from_file;
    for (int round = 0; round < n_rounds_; ++round) {
      truncate();
      const double copied = seconds_of([this] { copy_by_psql(); });
      truncate();
      const double taken = seconds_of([this] { send_in_process(); });
      truncate();
      const double posted = seconds_of([this] { send_over_http(); });
      truncate();
      const double imported = seconds_of([this] { import_file(); });
      in_process.push_back(copied / taken);
      over_http.push_back(copied / posted);
      from_file.push_back(copied / imported);
      std::printf(
          "%d rows: psql COPY %.2f s, JSON arrays in process %.2f s (%.0f %%), by POST %.2f s (%.0f %%), from a file "
          "%.2f s (%.0f %%)\n",
          n_rows_, copied, taken, 100 * copied / taken, posted, 100 * copied / posted, imported,
          100 * copied / imported);
      std::fflush(stdout);
    }
    std::printf("median of COPY's rate: in process %.0f %%, by POST %.0f %%, from a file %.0f %%\n",
                100 * median(in_process), 100 * median(over_http), 100 * median(from_file));
    run_singles();
  }

 private:
  static double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
  }
  static double seconds_of(const std::function<void()>& work) {
    const auto begin = SteadyClock::now();
    work();
    return std::chrono::duration<double>(SteadyClock::now() - begin).count();
  }

  static double value_of(int row) { return std::round(1e4 * (1 + std::sin(row))) / 1e4; }
  static std::string time_of(int row) {
    return base::format_time_seconds(base::TimePoint(std::chrono::seconds(kStart + 60LL * (row / kSensors))));
  }

  /// The same rows for psql, as COPY's text, as a plant's table of 40 instruments, and as bodies.
  void write_rows() {
    write_mapping();
    std::ofstream file(folder_.path() / "rows.tsv");
    std::ofstream table(folder_.path() / "rows.csv");
    table << "at";
    for (int sensor = 0; sensor < kSensors; ++sensor)
      table << ",t" << sensor;
    std::string body;
    for (int row = 0; row < n_rows_; ++row) {
      const std::string time = time_of(row);
      char value[32];
      std::snprintf(value, sizeof value, "%.4f", value_of(row));
      table << (row % kSensors == 0 ? "\n" + time + "," : ",") << value;
      file << "north-" << row % kSensors << '\t' << time << '\t' << value << "\tgood\t\\N\t\\N\n";
      body += std::string(body.empty() ? "[" : ",") + R"({"sensor_id":"north-)" + std::to_string(row % kSensors) +
              R"(","read_at":")" + time + R"(","value":)" + value + R"(,"unit":"NTU","quality":"good"})";
      if ((row + 1) % kRowsPerBody == 0 || row + 1 == n_rows_) {
        bodies_.push_back(body + "]");
        requests_.push_back(tests::post_request("/v1/readings", bodies_.back()));
        body.clear();
      }
    }
  }

  void write_mapping() const {
    std::ofstream file(folder_.path() / "mapping.json");
    file
        << R"({"format_version": 1, "name": "bench", "title": "Bench", "content": "readings", "time": {"columns": ["at"],
      "formats": ["%Y-%m-%dT%H:%M:%SZ"], "zone": "UTC"}, "columns": [)";
    for (int sensor = 0; sensor < kSensors; ++sensor)
      file << (sensor == 0 ? "" : ", ") << R"({"column": "t)" << sensor << R"(", "sensor": ")" << sensor
           << R"(", "parameter": "turbidity", "unit": "NTU"})";
    file << "]}";
  }

  void truncate() {
    store::Transaction transaction = database_->begin();
    transaction.run_script("TRUNCATE water.readings, bench_copy");
    transaction.commit();
    database_->begin().run("SELECT pg_sleep(0)");
  }

  void copy_by_psql() const {
    const std::string command = "psql -qX '" + database_->url() + "' -c \"\\copy bench_copy FROM '" +
                                (folder_.path() / "rows.tsv").string() + "'\"";
    if (std::system(command.c_str()) != 0) throw std::runtime_error("failed: " + command);
  }

  /// work(place) for each body, by so many threads.
  void send_all(const std::function<void(int sender, std::size_t place)>& work) const {
    std::atomic<std::size_t> next = 0;
    std::vector<std::jthread> senders;
    for (int sender = 0; sender < kSenders; ++sender)
      senders.emplace_back([&, sender] {
        for (std::size_t place = next++; place < bodies_.size(); place = next++)
          work(sender, place);
      });
  }
  void send_in_process() {
    send_all([this](int, std::size_t place) {
      const auto request = intake::read_readings(bodies_[place], intake::ReadingForm::plain);
      const auto taken =
          intake_.take(std::get<intake::ReadingRequest>(request), {.actor = {"admin", "bench", {}}, .plant_id = {}});
      if (std::get<intake::TakenReadings>(taken).counts[0] == 0) throw std::runtime_error("nothing was accepted");
    });
  }
  void send_over_http() {
    std::vector<std::unique_ptr<tests::HttpConnection>> connections;
    for (int sender = 0; sender < kSenders; ++sender)
      connections.push_back(std::make_unique<tests::HttpConnection>(server_.port()));
    send_all([&](int sender, std::size_t place) {
      tests::HttpConnection& connection = *connections[static_cast<std::size_t>(sender)];
      connection.send(requests_[place]);
      const tests::HttpAnswer answer = connection.receive();
      if (answer.status != 200) throw std::runtime_error("refused: " + answer.body.substr(0, 200));
    });
  }

  void import_file() {
    std::ifstream file(folder_.path() / "rows.csv", std::ios::binary);
    intake::DecodedInput input(file);
    const intake::ImporterChoice choice{folder_.path() / "none", "", "auto", folder_.path() / "mapping.json"};
    auto importer = intake::choose_importer(input, choice);
    if (!importer) throw std::runtime_error(importer.error().message);
    const auto report =
        (*importer)->run({.source = "rows.csv", .plant_id = "north", .positive = {}, .negative = {}}, *database_);
    if (!report) throw std::runtime_error(report.error().message);
    if (report->accepted != report->rows)
      throw std::runtime_error(std::to_string(report->accepted) + " of " + std::to_string(report->rows) + " accepted");
  }

  void compare(const std::string& way) {
    const auto digest = [this](const std::string& table) {
      const store::Rows rows = database_->begin().run(
          "SELECT count(*), sum(hashtextextended(concat_ws('|', sensor_id, quality, read_at, value, reported_value, "
          "reported_unit), 0)::numeric) FROM " +
          table);
      return rows.text(0, 0) + " rows, digest " + rows.maybe_text(0, 1).value_or("");
    };
    const std::string copied = digest("bench_copy");
    const std::string taken = digest("water.readings");
    if (copied != taken && way == "in process") throw std::runtime_error(copied + " by COPY, " + taken + " " + way);
    std::printf("stored %s: %s\n", way.c_str(), taken.c_str());
    if (digest_.empty()) digest_ = taken;
    if (digest_ != taken) throw std::runtime_error(digest_ + " before, " + taken + " " + way);
  }

  // Single readings ---------------------------------------------------------------------------------------------------

  /// How many times a second `n` threads get through work(thread, i) together.
  double rate_of(int n, const std::function<void(int thread, int i)>& work) const {
    std::atomic<std::int64_t> done = 0;
    const auto end = SteadyClock::now() + std::chrono::duration<double>(seconds_);
    const double took = seconds_of([&] {
      std::vector<std::jthread> threads;
      for (int thread = 0; thread < n; ++thread)
        threads.emplace_back([&, thread] {
          for (int i = 0; SteadyClock::now() < end; ++i, ++done)
            work(thread, i);
        });
    });
    return static_cast<double>(done) / took;
  }

  static std::string single(int thread, int i) {
    return R"({"sensor_id":"north-)" + std::to_string(thread % kSensors) + R"(","read_at":")" +
           base::format_time(base::TimePoint(std::chrono::milliseconds(1000 * kStart + thread + 1000LL * i))) +
           R"(","value":1.5})";
  }

  void run_singles() {
    const auto pool = store::Database::connect(database_->url(), kClients);
    const auto insert = [&](int thread, int i) {
      store::Transaction transaction = pool->begin();
      transaction.run("INSERT INTO bench_copy (sensor_id, read_at, value) VALUES ($1, to_timestamp($2), 1.5)",
                      store::Params().add(std::to_string(thread)).add(static_cast<double>(kStart) + i));
      transaction.commit();
    };
    const auto take = [&](int thread, int i) {
      const auto request = intake::read_readings(single(thread, i), intake::ReadingForm::plain);
      const auto taken =
          intake_.take(std::get<intake::ReadingRequest>(request), {.actor = {"admin", "bench", {}}, .plant_id = {}});
      if (std::get<intake::TakenReadings>(taken).counts[0] != 1) throw std::runtime_error("not accepted");
    };
    for (int round = 0; round < n_rounds_; ++round) {
      truncate();
      const double alone = rate_of(1, insert);
      truncate();
      const double many = rate_of(kClients, insert);
      truncate();
      const double one = rate_of(1, take);
      truncate();
      const double grouped = rate_of(kClients, take);
      truncate();
      std::vector<std::unique_ptr<tests::HttpConnection>> connections;
      for (int client = 0; client < kClients; ++client)
        connections.push_back(std::make_unique<tests::HttpConnection>(server_.port()));
      const double posted = rate_of(kClients, [&](int thread, int i) {
        tests::HttpConnection& connection = *connections[static_cast<std::size_t>(thread)];
        connection.send(tests::post_request("/v1/readings", single(thread, i)));
        if (connection.receive().status != 200) throw std::runtime_error("refused");
      });
      std::printf(
          "single readings a second: INSERT and COMMIT of 1 client %.0f, of %d %.0f; in process of 1 client %.0f, of "
          "%d "
          "%.0f (%.1f times 1 INSERT client, %.1f times %d); by POST of %d %.0f (%.1f times, %.1f times)\n",
          alone, kClients, many, one, kClients, grouped, grouped / alone, grouped / many, kClients, kClients, posted,
          posted / alone, posted / many);
      std::fflush(stdout);
    }
  }

  const int n_rows_;
  const int n_rounds_;
  const double seconds_;
  tests::TemporaryFolder folder_;
  tests::TemporaryDatabase database_{tests::TemporaryDatabase::Disk::waited_for};
  std::vector<std::string> bodies_;
  std::vector<std::string> requests_;
  std::string digest_;
  intake::ReadingIntake intake_{database_.shared()};
  tests::ServingProgram server_{database_, folder_.path()};
};

}  // namespace

int main(int argc, char** argv) {
  const auto argument = [&](int i, double otherwise) { return argc > i ? std::atof(argv[i]) : otherwise; };
  try {
    Bench(static_cast<int>(argument(1, 1'000'000)), static_cast<int>(argument(2, 5)), argument(3, 3)).run();
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
