#include "server/monitoring/compliance_watch.hpp"

#include "server/base/time_text.hpp"
#include "server/store/water_store.hpp"
#include "tests/emptied_database.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace {

using namespace clearwell;
using namespace std::chrono_literals;

/// Plants made known in February 2026, looked at in April.
struct WatchedPlants {
  void add_plant(const std::string& id, const std::string& jurisdiction, const std::string& people) const {
    run("INSERT INTO water.plants (plant_id, name, jurisdiction, population_served, created_at) VALUES ('" + id +
        "', '" + id + "', '" + jurisdiction + "', " + people + ", '2026-02-10T00:00:00Z')");
  }
  /// One result a sample, one sample a day from `first` on.
  void sample(const std::string& plant, const std::string& first, int n, const std::string& parameter,
              const std::string& value, const std::string& unit) const {
    run("WITH s AS (INSERT INTO water.samples (plant_id, sampled_at, origin, sample_key) SELECT '" + plant + "', '" +
        first + "'::timestamptz + d * interval '1 day', 'a test', '" + plant + first + parameter +
        "' || d FROM generate_series(0, " + std::to_string(n - 1) +
        ") d RETURNING sample_id) INSERT INTO water.sample_results (sample_id, parameter, value, unit, result_text) "
        "SELECT sample_id, '" +
        parameter + "', " + value + ", '" + unit + "', 'x' FROM s");
  }
  void run(const std::string& sql) const {
    store::Transaction transaction = database->begin();
    transaction.run_script(sql);
    transaction.commit();
  }
  std::string one(const std::string& sql) const {
    const store::Rows rows =
        database->begin().run("SELECT coalesce(string_agg(t::text, ' ' ORDER BY t::text), '') FROM (" + sql + ") t");
    return rows.text(0, 0);
  }
  std::string sampling(const std::string& plant, const std::string& parameter) const {
    return one("SELECT from_day, taken, required, duty, is_over FROM monitor.sampling WHERE plant_id = '" + plant +
               "' AND parameter = '" + parameter + "'");
  }

  const tests::TemporaryDatabase& database = tests::emptied_database();
  base::TimePoint now = *base::parse_time("2026-04-15T12:00:00Z");
  monitoring::ComplianceWatch watch{*database};
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(compliance_watch, WatchedPlants)

BOOST_AUTO_TEST_CASE(an_average_that_is_beyond_is_a_violation_and_a_single_value_is_none) {
  add_plant("lake", "US", "41000");
  sample("lake", "2025-04-02", 3, "arsenic", "0.02", "mg/L");  // the limit is 0.01 on the average of four quarters
  sample("lake", "2025-07-02", 3, "arsenic", "0.002", "mg/L");
  sample("lake", "2025-10-02", 3, "arsenic", "0.002", "mg/L");
  sample("lake", "2026-01-02", 3, "arsenic", "0.002", "mg/L");
  BOOST_TEST(watch.look(now).n_judged == 1U);
  BOOST_TEST(one("SELECT outcome, exceedances, results, round(figure_high::numeric, 4) FROM monitor.compliance "
                 "WHERE parameter = 'arsenic' AND to_day = '2026-04-01'") == "(kept,3,12,0.0065)");
  sample("lake", "2026-02-02", 3, "arsenic", "0.05", "mg/L");
  BOOST_TEST(watch.look(now + 1min).n_judged == 1U);
  BOOST_TEST(one("SELECT outcome, exceedances, compliance FROM monitor.compliance "
                 "WHERE parameter = 'arsenic' AND to_day = '2026-04-01'") == "(violated,6,annual_average)");
  BOOST_TEST(one("SELECT reason FROM monitor.compliance WHERE parameter = 'arsenic' AND to_day = '2025-10-01'") ==
             "(missing_quarter)");
}

BOOST_AUTO_TEST_CASE(samples_are_counted_beside_the_number_that_the_law_asks_for) {
  add_plant("lake", "US", "2400");
  sample("lake", "2026-02-27", 3, "total_coliforms", "0", "/100 mL");
  watch.look(now);
  BOOST_TEST(sampling("lake", "total_coliforms") ==
             "(2026-02-01,2,,partly_recorded,t) (2026-03-01,1,2,unconfirmed,t) (2026-04-01,0,2,unconfirmed,f)");
}

BOOST_AUTO_TEST_CASE(nothing_is_missing_of_the_time_before_the_record_begins) {
  add_plant("lake", "US", "2400");
  sample("lake", "2020-01-01", 1, "lead", "0.001", "mg/L");
  sample("lake", "2026-01-01", 2, "total_coliforms", "0", "/100 mL");
  add_plant("pond", "US", "2400");
  watch.look(now);
  BOOST_TEST(sampling("lake", "total_coliforms") ==
             "(2026-01-01,2,2,unconfirmed,t) (2026-02-01,0,2,unconfirmed,t) (2026-03-01,0,2,unconfirmed,t) "
             "(2026-04-01,0,2,unconfirmed,f)");
  BOOST_TEST(sampling("pond", "total_coliforms") ==
             "(2026-02-01,0,,partly_recorded,t) (2026-03-01,0,2,unconfirmed,t) (2026-04-01,0,2,unconfirmed,f)");
  sample("pond", "2026-04-10", 1, "total_coliforms", "0", "/100 mL");
  watch.look(now + 1min);  // a sample at last makes up for nothing
  BOOST_TEST(sampling("pond", "total_coliforms") ==
             "(2026-02-01,0,,partly_recorded,t) (2026-03-01,0,2,unconfirmed,t) (2026-04-01,1,2,unconfirmed,f)");
}

BOOST_AUTO_TEST_CASE(each_period_is_of_the_law_that_was_in_force_when_it_began) {
  add_plant("lake", "US", "2400");
  sample("lake", "2016-02-01", 90, "total_coliforms", "0", "/100 mL");
  watch.look(*base::parse_time("2016-05-15T12:00:00Z"));
  BOOST_TEST(sampling("lake", "total_coliforms") ==
             "(2016-02-01,29,2,required,t) (2016-03-01,31,2,required,t) (2016-04-01,30,2,unconfirmed,t) "
             "(2016-05-01,0,2,unconfirmed,f)");
  BOOST_TEST(one("SELECT DISTINCT instrument FROM monitor.sampling WHERE duty = 'required'") == "(\"40 CFR 141.21\")");
}

BOOST_AUTO_TEST_CASE(a_period_in_which_a_law_ended_is_nobodys_shortfall) {
  add_plant("town", "EU", "5200");
  sample("town", "2022-01-01", 8, "ph", "7", "");
  watch.look(*base::parse_time("2024-05-15T12:00:00Z"));
  BOOST_TEST(sampling("town", "ph") ==
             "(2022-01-01,8,10,required,t) (2023-01-01,0,10,unconfirmed,t) (2024-01-01,0,,unconfirmed,f)");
}

BOOST_AUTO_TEST_CASE(a_number_that_nobody_knows_is_none_and_the_reason_stands_beside_it) {
  add_plant("lake", "US", "NULL");
  add_plant("hamlet", "EU", "40");
  add_plant("delta", "AR", "50000");
  sample("delta", "2026-03-01", 2, "arsenic", "0.001", "mg/L");
  watch.look(now);
  BOOST_TEST(sampling("lake", "total_coliforms")
                 .starts_with("(2026-02-01,0,,partly_recorded,t) (2026-03-01,0,,unconfirmed,t)"));
  BOOST_TEST(sampling("hamlet", "e_coli") == "(2026-01-01,0,,partly_recorded,f)");
  BOOST_TEST(sampling("delta", "arsenic") == "(2026-01-01,2,,no_number,f)");
}

BOOST_AUTO_TEST_CASE(periods_are_those_of_the_plants_own_clock) {
  add_plant("west", "US", "900");
  run("UPDATE water.plants SET time_zone = 'America/Los_Angeles'");
  sample("west", "2026-03-01T04:00:00Z", 1, "total_coliforms", "0", "/100 mL");
  watch.look(now);
  BOOST_TEST(sampling("west", "total_coliforms") ==
             "(2026-02-01,1,,partly_recorded,t) (2026-03-01,0,1,unconfirmed,t) (2026-04-01,0,1,unconfirmed,f)");
}

BOOST_AUTO_TEST_CASE(a_day_ends_by_the_plants_own_clock) {
  add_plant("west", "US", "900");
  run("UPDATE water.plants SET time_zone = 'America/Los_Angeles'");
  run("UPDATE water.plants SET created_at = '2026-04-02T04:00:00Z'");
  sample("west", "2026-04-02T04:00:00Z", 1, "total_coliforms", "0", "/100 mL");
  const base::TimePoint evening = *base::parse_time("2026-05-01T03:00:00Z");  // of 30 April
  BOOST_TEST(watch.look(evening).n_judged == 1U);
  BOOST_TEST(sampling("west", "total_coliforms") == "(2026-04-01,1,1,unconfirmed,f)");
  BOOST_TEST(watch.look(evening + 3h).n_judged == 0U);
  BOOST_TEST(watch.look(evening + 4h).n_judged == 1U);
  BOOST_TEST(sampling("west", "total_coliforms") == "(2026-04-01,1,1,unconfirmed,t) (2026-05-01,0,1,unconfirmed,f)");
  BOOST_TEST(one("SELECT judged_until FROM monitor.compliance WHERE to_day = '2026-05-01'") ==
             "(\"2026-05-01 07:00:00+00\")");
}

BOOST_AUTO_TEST_CASE(a_look_that_takes_long_leaves_plants_to_the_next_one_and_those_that_wait_longest_come_first) {
  monitoring::ComplianceWatch hurried(*database, 0ms);
  add_plant("lake", "US", "2400");
  add_plant("delta", "AR", "50000");
  BOOST_TEST(hurried.look(now).n_judged == 1U);
  BOOST_TEST(one("SELECT DISTINCT plant_id FROM water.plants_to_judge") == "(delta)");
  sample("lake", "2026-03-01", 2, "total_coliforms", "0", "/100 mL");
  const monitoring::ComplianceLook second = hurried.look(now + 1min);
  BOOST_TEST(second.n_judged == 1U);
  BOOST_TEST(second.has_left);
  BOOST_TEST(one("SELECT DISTINCT plant_id FROM water.plants_to_judge") == "(lake)");
  BOOST_TEST(!hurried.look(now + 2min).has_left);
  BOOST_TEST(hurried.look(now + 3min).n_judged == 0U);
}

BOOST_AUTO_TEST_CASE(only_what_has_changed_is_judged_again_and_all_of_it_with_a_new_day) {
  add_plant("lake", "US", "2400");
  add_plant("delta", "AR", "50000");
  BOOST_TEST(watch.look(now).n_judged == 2U);
  BOOST_TEST(watch.look(now + 1min).n_judged == 0U);
  sample("delta", "2026-03-01", 2, "arsenic", "0.5", "mg/L");
  BOOST_TEST(watch.look(now + 2min).n_judged == 1U);
  BOOST_TEST(one("SELECT outcome FROM monitor.compliance WHERE plant_id = 'delta' AND parameter = 'arsenic'") ==
             "(violated)");
  run("UPDATE water.plants SET population_served = 24 WHERE plant_id = 'lake'");
  BOOST_TEST(watch.look(now + 3min).n_judged == 1U);
  BOOST_TEST(sampling("lake", "total_coliforms").find("(2026-04-01,0,,unconfirmed,f)") != std::string::npos);
  BOOST_TEST(watch.look(now + 24h).n_judged == 2U);
}

BOOST_AUTO_TEST_CASE(what_a_person_entered_counts_once_it_is_certified_published_or_not) {
  add_plant("delta", "AR", "50000");
  run("INSERT INTO water.samples (plant_id, sampled_at, origin, sample_key, awaits_certification) "
      "VALUES ('delta', '2026-03-01', 'a test', 'a', true);"
      "INSERT INTO water.sample_results (sample_id, parameter, value, unit, result_text) "
      "SELECT sample_id, 'arsenic', 0.5, 'mg/L', '0.5' FROM water.samples");
  watch.look(now);
  BOOST_TEST(one("SELECT outcome FROM monitor.compliance WHERE parameter = 'arsenic'") == "");
  run("INSERT INTO water.result_certifications (sample_id, parameter, result_key, version, certified_by) "
      "SELECT sample_id, parameter, result_key, version, 'second' FROM water.sample_results");
  BOOST_TEST(watch.look(now + 1min).n_judged == 1U);
  BOOST_TEST(one("SELECT outcome FROM monitor.compliance WHERE parameter = 'arsenic'") == "(violated)");
}

BOOST_AUTO_TEST_CASE(who_is_asked_to_stop_leaves_the_other_plants_to_the_next_look) {
  add_plant("delta", "AR", "50000");
  sample("delta", "2026-03-01", 1, "arsenic", "0.5", "mg/L");
  std::stop_source stop;
  stop.request_stop();
  BOOST_TEST(watch.look(now, stop.get_token()).n_judged == 0U);
  BOOST_TEST(one("SELECT outcome FROM monitor.compliance") == "");
  BOOST_TEST(watch.look(now + 1min).n_judged == 1U);
  BOOST_TEST(one("SELECT outcome FROM monitor.compliance WHERE parameter = 'arsenic'") == "(violated)");
}

BOOST_AUTO_TEST_SUITE_END()
