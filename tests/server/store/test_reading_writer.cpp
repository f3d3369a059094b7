#include "server/store/reading_writer.hpp"

#include "server/store/water_store.hpp"
#include "tests/emptied_database.hpp"
#include "tests/plant_named.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <map>
#include <random>
#include <utility>

using namespace clearwell;
using namespace clearwell::store;

namespace {

using enum ReadingOutcome;
using Outcomes = std::vector<ReadingOutcome>;

constexpr std::int64_t kStart = 1'772'323'200'000'000;  // 2026-03-01
const Actor kSender{"plant", "a test", 7};
constexpr std::int64_t kMinute = 60'000'000;

/// Sensors north-0 to north-2 without readings.
struct Sensors {
  Sensors() {
    Transaction transaction = database.begin();
    add_plant(transaction, tests::plant_named("north"));
    for (const char* id : {"north-0", "north-1", "north-2"}) {
      ids.emplace_back(id);
      save_sensor(transaction, {.sensor_id = id, .plant_id = "north", .parameter = "turbidity", .unit = "NTU"});
    }
    transaction.commit();
  }

  static NewReading reading(int sensor, std::int64_t minute, double value, Quality quality = Quality::good) {
    return {.sensor = sensor, .quality = quality, .read_at_us = kStart + minute * kMinute, .value = value};
  }
  ReadingBatch batch(std::vector<NewReading> readings, const Actor& sender = kSender,
                     std::vector<std::string> units = {}) const {
    return {std::move(readings), ids, std::move(units), sender};
  }
  std::vector<Outcomes> store(const std::vector<ReadingBatch>& batches) {
    std::vector<const ReadingBatch*> pointers;
    for (const ReadingBatch& batch : batches)
      pointers.push_back(&batch);
    Transaction transaction = database.begin();
    std::vector<Outcomes> outcomes = store_readings(transaction, pointers);
    transaction.commit();
    return outcomes;
  }
  Outcomes store(std::vector<NewReading> readings) { return store(std::vector{batch(std::move(readings))}).front(); }
  void run_script_and_commit(const std::string& sql) {
    Transaction transaction = database.begin();
    transaction.run_script(sql);
    transaction.commit();
  }
  std::string text(const std::string& sql) { return database.begin().run(sql).maybe_text(0, 0).value_or(""); }
  std::string stored() {
    return text(
        "SELECT string_agg(concat_ws('|', right(sensor_id, 1), to_char(read_at AT TIME ZONE 'UTC', "
        "'DD HH24:MI:SS.US'), value, quality, reported_value, reported_unit), ', ' ORDER BY sensor_id, read_at) "
        "FROM water.readings");
  }

  Database& database = *tests::emptied_database();
  std::vector<std::string> ids;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(reading_writer, Sensors)

BOOST_AUTO_TEST_CASE(readings_are_stored_as_they_came_and_where_converted_also_as_reported) {
  NewReading converted = reading(1, 0, 10.0);
  converted.reported_value = 50;
  converted.reported_unit = 1;
  NewReading fraction = reading(0, 61, 1e-300, Quality::uncertain);
  fraction.read_at_us += 1;
  store(std::vector{batch({fraction, converted, reading(0, 0, 0.1, Quality::bad)}, kSender, {"x", "°F\t\\"})});
  BOOST_TEST(
      stored() ==
      "0|01 00:00:00.000000|0.1|bad, 0|01 01:01:00.000001|1e-300|uncertain, 1|01 00:00:00.000000|10|good|50|°F\t\\");
}

BOOST_AUTO_TEST_CASE(what_comes_again_is_a_duplicate_and_what_differs_a_conflict_that_changes_nothing) {
  BOOST_TEST((store({reading(0, 0, 1), reading(0, 2, 3)}) == Outcomes{accepted, accepted}));
  for (int time = 0; time < 2; ++time) {
    BOOST_TEST((store({reading(0, 2, 3), reading(0, 0, 2), reading(0, 2, 3, Quality::bad)}) ==
                Outcomes{duplicate, conflict, conflict}));
    BOOST_TEST(stored() == "0|01 00:00:00.000000|1|good, 0|01 00:02:00.000000|3|good");
    BOOST_TEST(text("SELECT string_agg(concat_ws('|', value, quality, source), ', ' ORDER BY read_at) FROM "
                    "water.reading_conflicts") == "2|good|a test, 3|bad|a test");
  }
}

BOOST_AUTO_TEST_CASE(readings_that_come_late_find_their_place) {
  store({reading(0, 0, 0), reading(0, 9, 9)});
  BOOST_TEST(
      (store({reading(0, 5, 5), reading(0, 9, 9), reading(0, 3, 3)}) == Outcomes{accepted, duplicate, accepted}));
  BOOST_TEST(text("SELECT string_agg(value::text, ' ' ORDER BY read_at) FROM water.readings") == "0 3 5 9");
}

BOOST_AUTO_TEST_CASE(within_a_batch_and_among_batches_the_first_one_counts) {
  const std::vector<Outcomes> outcomes =
      store({batch({reading(0, 0, 1), reading(0, 0, 1), reading(0, 0, 2)}, {"plant", "one", {}}), batch({}),
             batch({reading(0, 0, 2), reading(1, 0, 2), reading(0, 0, 1)}, {"plant", "other", {}})});
  BOOST_TEST((outcomes[0] == Outcomes{accepted, duplicate, conflict}));
  BOOST_TEST(outcomes[1].empty());
  BOOST_TEST((outcomes[2] == Outcomes{conflict, accepted, duplicate}));
  BOOST_TEST(stored() == "0|01 00:00:00.000000|1|good, 1|01 00:00:00.000000|2|good");
  BOOST_TEST(text("SELECT string_agg(source, ' ') FROM water.reading_conflicts") == "one");
}

// The same answer as one that looks at one reading after the other.
BOOST_AUTO_TEST_CASE(any_order_and_repetition_is_told_apart) {
  std::mt19937 random(5);
  std::map<std::pair<std::int32_t, std::int64_t>, double> known;
  for (int round = 0; round < 5; ++round) {
    std::vector<NewReading> readings;
    for (int i = 0; i < 400; ++i)
      readings.push_back(reading(static_cast<int>(random() % 3), random() % 300, static_cast<double>(random() % 2)));
    const Outcomes outcomes = store(readings);
    for (std::size_t i = 0; i < readings.size(); ++i) {
      const auto [stored, is_new] = known.try_emplace({readings[i].sensor, readings[i].read_at_us}, readings[i].value);
      const ReadingOutcome expected = is_new ? accepted : stored->second == readings[i].value ? duplicate : conflict;
      BOOST_TEST((outcomes[i] == expected), "round " << round << ", reading " << i);
    }
  }
  BOOST_TEST(text("SELECT count(*) FROM water.readings") == std::to_string(known.size()));
}

// The digest is what PostgreSQL computes of the rows themselves.
BOOST_AUTO_TEST_CASE(the_audit_trail_has_one_entry_for_each_sender_of_whom_something_is_stored) {
  NewReading converted = reading(2, 0, 10.0);
  converted.reported_value = 50;
  converted.reported_unit = 0;
  const std::vector<ReadingBatch> batches = {
      batch({reading(1, 5, -0.5, Quality::bad), converted, reading(0, 7, 1), reading(0, 7, 1)}, kSender, {"°F"}),
      batch({reading(0, 3, 1), reading(0, 7, 2)})};
  store(batches);
  const std::vector<StoredAuditEntry> entries = audit_entries(database, {.action = "readings.received"}, 2);
  BOOST_REQUIRE(!entries.empty());
  BOOST_TEST((entries[0].entry.actor == kSender));
  BOOST_TEST(entries[0].entry.details_json ==
             R"({"accepted":4,"duplicates":1,"conflicts":1,"sha256":")" +
                 text("SELECT encode(sha256(string_agg(convert_to(sensor_id, 'UTF8') || int8send((extract(epoch FROM "
                      "read_at) * "
                      "1000000)::bigint) || float8send(value) || convert_to(quality::text, 'UTF8') || "
                      "coalesce(float8send(reported_value) || convert_to(reported_unit, 'UTF8'), ''), ''::bytea "
                      "ORDER BY sensor_id, read_at)), 'hex') FROM water.readings") +
                 "\"}");
  store({reading(0, 3, 1)});  // known
  BOOST_TEST(audit_entries(database, {.action = "readings.received"}, 1)[0].entry_id == entries[0].entry_id);
}

BOOST_AUTO_TEST_CASE(a_sensor_that_is_gone_stores_nothing) {
  run_script_and_commit("DELETE FROM water.sensors WHERE sensor_id = 'north-1'");
  BOOST_CHECK_EXCEPTION(static_cast<void>(store({reading(0, 0, 1), reading(1, 0, 1)})), StoreError,
                        [](const StoreError& error) {
                          return std::string(error.what()) == "readings: one of the sensors is no longer there";
                        });
  BOOST_TEST(stored() == "");
}

BOOST_AUTO_TEST_CASE(a_sensor_that_has_readings_stays) {
  store({reading(0, 0, 1)});
  BOOST_CHECK_THROW(run_script_and_commit("DELETE FROM water.sensors WHERE sensor_id = 'north-0'"), StoreError);
  run_script_and_commit("DELETE FROM water.sensors WHERE sensor_id = 'north-1'");
}

BOOST_AUTO_TEST_CASE(what_another_server_stored_meanwhile_breaks_the_transaction_and_not_the_table) {
  Transaction other = database.begin();
  const ReadingBatch incoming = batch({reading(0, 0, 1)});
  const std::array<const ReadingBatch*, 1> batches = {&incoming};
  // Both look before either stores.
  Transaction ours = database.begin();
  ours.run_script("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; SELECT FROM water.readings");
  static_cast<void>(store_readings(other, batches));
  other.commit();
  BOOST_CHECK_THROW(static_cast<void>(store_readings(ours, batches)), UniqueViolation);
}

BOOST_AUTO_TEST_SUITE_END()
