#include "server/monitoring/drift_policy.hpp"

#include "tests/emptied_database.hpp"
#include "tests/registered_models.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>
#include <string>

using namespace clearwell;
namespace bdata = boost::unit_test::data;

namespace {

/// Windows as letters, the newest last: d drifted, D drifted and asked, s stable, n not computed.
struct History {
  std::string windows;
  bool asks;
};
std::ostream& operator<<(std::ostream& out, const History& history) {
  return out << '"' << history.windows << '"';
}

const History kHistories[] = {
    {"", false},
    {"s", false},
    {"d", false},
    {"n", false},
    {"ssd", false},
    {"dd", true},
    {"sdd", true},
    {"sddd", true},
    {"dsd", false},
    {"ddn", false},
    {"dnd", true},
    {"dnnnd", true},
    {"dDd", false},
    {"dDddddd", false},
    {"dDsd", false},
    {"dDsdd", false},
    {"dDsdsdsdd", false},
    {"dDssd", false},
    {"dDssdd", true},
    {"dDsnsdd", true},
    {"dDnnndd", false},
    {"dDssddDd", false},
    {"dDssddDssdd", true},
    {"dD" + std::string(500, 'd'), false},
    {"ssdsD" + std::string(500, 'n') + "dd", false},
};

struct Champion {
  Champion() { models.add("lake", tests::first_model()); }

  void tell(const std::string& letters, int version = 1) const {
    store::Transaction transaction = database->begin();
    transaction.run(
        "INSERT INTO tracking.drift_windows "
        "SELECT 'lake', $2::integer, '2026-01-01Z'::timestamptz + n * interval '1 hour', "
        "'2026-01-01Z'::timestamptz + (n + 1) * interval '1 hour', 50, "
        "CASE letter WHEN 's' THEN 'stable' WHEN 'n' THEN 'not_computed' ELSE 'drift' END, 'x0', "
        "CASE letter WHEN 'D' THEN 7 END, now() "
        "FROM regexp_split_to_table($1, '') WITH ORDINALITY AS l (letter, n) WHERE letter <> ''",
        store::Params().add(letters).add(version));
    transaction.commit();
  }

  const tests::TemporaryDatabase& database = tests::emptied_database();
  tests::RegisteredModels models{database};
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(drift_policy, Champion)

BOOST_DATA_TEST_CASE_F(Champion, two_windows_in_a_row_ask_once_until_two_were_stable, bdata::make(kHistories),
                       history) {
  tell(history.windows);
  BOOST_TEST(monitoring::lasting_drifts(*database).empty() == !history.asks);
}

BOOST_AUTO_TEST_CASE(the_newest_window_of_the_champion_asks_and_notes_the_job) {
  models.add("lake", tests::second_model());
  tell("sdd");
  tell("dDss", 2);  // the challenger's windows are another story
  const std::vector<monitoring::LastingDrift> drifts = monitoring::lasting_drifts(*database);
  BOOST_REQUIRE(drifts.size() == 1);
  BOOST_TEST(drifts[0].model == "lake");
  BOOST_TEST(drifts[0].version == 1);
  BOOST_TEST(drifts[0].window_start == "2026-01-01T03:00:00Z");
  BOOST_TEST(drifts[0].window_end == "2026-01-01T04:00:00Z");
  BOOST_TEST(drifts[0].drifted == "x0");
  store::Transaction transaction = database->begin();
  monitoring::note_retraining(transaction, drifts[0], 9);
  transaction.commit();
  BOOST_TEST(monitoring::lasting_drifts(*database).empty());
  const store::Rows noted = database->begin().run(
      "SELECT window_start = '2026-01-01T03:00:00Z' FROM tracking.drift_windows WHERE retrain_job_id = 9");
  BOOST_REQUIRE(noted.size() == 1);
  BOOST_TEST(noted.boolean(0, 0));
}

BOOST_AUTO_TEST_SUITE_END()
