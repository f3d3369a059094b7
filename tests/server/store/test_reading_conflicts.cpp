#include "server/store/reading_conflicts.hpp"

#include "server/store/reading_rollups.hpp"
#include "server/store/reading_writer.hpp"
#include "tests/emptied_database.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace {

using namespace clearwell;
using namespace clearwell::store;

const Actor kMara{"lab", "Mara", 7};

/// A sensor that showed 7, and sends 8 for the same moment.
struct TwoValues {
  TwoValues() {
    run("INSERT INTO water.plants (plant_id, name, jurisdiction) VALUES ('north', 'North', 'EU');"
        "INSERT INTO water.sensors VALUES ('a', 'north', 'ph', '')");
    send(7);
    BOOST_TEST((send(8) == ReadingOutcome::conflict));
  }
  void run(const std::string& script) {
    Transaction transaction = database.begin();
    transaction.run_script(script);
    transaction.commit();
  }
  ReadingOutcome send(double value) {
    const ReadingBatch batch{{{.sensor = 0, .value = value}}, {"a"}, {}, {"plant", "meter-1", 3}};
    const ReadingBatch* const batches[] = {&batch};
    Transaction transaction = database.begin();
    const auto outcomes = store_readings(transaction, batches);
    transaction.commit();
    return outcomes[0][0];
  }
  ReadingConflict open_conflict() {
    const std::vector<ReadingConflict> open = conflicts.list({}, 10);
    BOOST_REQUIRE(open.size() == 1U);
    return open[0];
  }
  ReadingConflict decide(ConflictDecision decision) {
    const auto outcome = conflicts.decide(open_conflict().conflict_id, decision, "saw the display", kMara);
    BOOST_REQUIRE(std::holds_alternative<ReadingConflict>(outcome));
    return std::get<ReadingConflict>(outcome);
  }
  std::string refusal(std::int64_t conflict_id, ConflictDecision decision) {
    return std::get<SampleRefusal>(conflicts.decide(conflict_id, decision, "r", kMara)).error.message;
  }
  double number(const std::string& sql) { return database.begin().run(sql).number(0, 0); }
  double stored() { return number("SELECT value FROM water.readings"); }

  Database& database = *tests::emptied_database();
  const ReadingConflicts conflicts{database};
};

BOOST_FIXTURE_TEST_SUITE(reading_conflicts, TwoValues)

BOOST_AUTO_TEST_CASE(an_open_conflict_tells_both_values) {
  const ReadingConflict conflict = open_conflict();
  BOOST_TEST(conflict.plant_id == "north");
  BOOST_TEST(conflict.sensor_id == "a");
  BOOST_TEST(conflict.read_at == "1970-01-01T00:00:00.000000Z");
  BOOST_TEST(conflict.stored->value == 7);
  BOOST_TEST(conflict.incoming.value == 8);
  BOOST_TEST(conflict.incoming.quality == "good");
  BOOST_TEST(conflict.source == "meter-1");
  BOOST_TEST(!conflict.decision.has_value());
  BOOST_TEST(conflicts.list({.plant_id = "south"}, 10).empty());
  BOOST_TEST(conflicts.list({.after = conflict.conflict_id}, 10).empty());
}

BOOST_AUTO_TEST_CASE(what_is_stored_stays_and_the_other_value_raises_nothing_any_more) {
  const ReadingConflict decided = decide(ConflictDecision::kKept);
  BOOST_TEST(decided.decision.value() == "kept");
  BOOST_TEST(decided.decided_by == "Mara");
  BOOST_TEST(stored() == 7);
  send(8);
  BOOST_TEST(conflicts.list({}, 10).empty());
  send(9);
  BOOST_TEST(open_conflict().incoming.value == 9);
}

BOOST_AUTO_TEST_CASE(what_came_takes_the_place_and_what_was_stored_is_kept_beside) {
  refresh_reading_rollups(database);
  const ReadingConflict decided = decide(ConflictDecision::kNew);
  BOOST_TEST(decided.stored->value == 8);
  BOOST_TEST(stored() == 8);
  BOOST_TEST(number("SELECT count(DISTINCT hour) FROM water.stale_reading_hours") == 1);  // charts will show it
  send(7);
  BOOST_TEST(conflicts.list({}, 10).empty());
  const std::vector<ReadingConflict> all = conflicts.list({.decided_too = true}, 10);
  BOOST_REQUIRE(all.size() == 2U);
  BOOST_TEST(all[1].incoming.value == 7);
  BOOST_TEST(all[1].source == "replaced by conflict " + std::to_string(decided.conflict_id));
  BOOST_TEST(all[1].decision.value() == "kept");
}

BOOST_AUTO_TEST_CASE(who_decided_what_and_why_is_in_the_audit_trail) {
  const std::string object = "reading_conflict/" + std::to_string(decide(ConflictDecision::kNew).conflict_id);
  const auto entries = audit_entries(database, {.object = object}, 9);
  BOOST_REQUIRE(entries.size() == 1U);
  BOOST_TEST(entries[0].entry.action == "reading_conflict.decided");
  BOOST_TEST(entries[0].entry.actor.subject == "Mara");
  BOOST_TEST(entries[0].entry.reason == "saw the display");
  BOOST_TEST(
      entries[0].entry.details_json ==
      R"({"decision":"new","sensor_id":"a","read_at":"1970-01-01T00:00:00.000000Z",)"
      R"("stored":{"value":7.0,"quality":"good"},"incoming":{"value":8.0,"quality":"good"},"source":"meter-1"})");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_decided_is_refused_exactly) {
  const std::int64_t id = open_conflict().conflict_id;
  BOOST_TEST(refusal(id, ConflictDecision::kBoth) == "a sensor has one reading at a moment; accepted: kept, new");
  BOOST_TEST(refusal(id + 1, ConflictDecision::kKept) == "there is no conflict " + std::to_string(id + 1));
  const ReadingConflict decided = decide(ConflictDecision::kKept);
  BOOST_TEST(refusal(id, ConflictDecision::kNew) ==
             "the conflict was decided by Mara at " + decided.decided_at + ": kept");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
