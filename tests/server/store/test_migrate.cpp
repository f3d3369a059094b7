#include "server/store/database.hpp"
#include "server/store/migrate.hpp"
#include "server/store/sql.hpp"
#include "tests/server/store/shared_database.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <thread>

namespace {

using namespace clearwell::store;

constexpr std::string_view kShaA = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
constexpr std::string_view kShaB = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
constexpr std::array<Migration, 2> kTwo = {
    Migration{1, "V001__first", "CREATE TABLE one (n int); INSERT INTO one VALUES (1);", kShaA},
    Migration{2, "V002__second", "ALTER TABLE one ADD COLUMN m int DEFAULT 2", kShaB}};

/// The shared database without anything in it.
struct EmptyDatabase {
  EmptyDatabase() {
    run_script("DROP SCHEMA IF EXISTS ops, water, tracking, access, monitor, public CASCADE; CREATE SCHEMA public");
  }
  std::string complaint(std::span<const Migration> migrations) {
    try {
      apply_migrations(*database, migrations);
    } catch (const StoreError& error) {
      return error.what();
    }
    return "no complaint";
  }
  std::shared_ptr<Database> database = shared_database().shared();
};

BOOST_FIXTURE_TEST_SUITE(migrate, EmptyDatabase)

BOOST_AUTO_TEST_CASE(ours_bring_an_empty_database_up_to_date_once) {
  BOOST_TEST(clearwell::store::migrate(*database) == static_cast<int>(sql::migrations().size()));
  BOOST_TEST(clearwell::store::migrate(*database) == 0);
  const Rows rows = database->begin().run("SELECT version, name, sha256 FROM ops.migrations ORDER BY version");
  BOOST_REQUIRE(rows.size() == sql::migrations().size());
  BOOST_TEST(rows.text(0, 1) == "V001__water_tracking_access_ops");
  // The digest that the build computed is the one PostgreSQL computes of the embedded text.
  const Rows digest = database->begin().run("SELECT encode(sha256(convert_to($1, 'UTF8')), 'hex')",
                                            Params().add(sql::migrations()[0].text));
  BOOST_TEST(digest.text(0, 0) == rows.text(0, 2));
}

BOOST_AUTO_TEST_CASE(from_every_earlier_state_the_missing_ones_are_applied) {
  BOOST_TEST(apply_migrations(*database, std::span(kTwo).first(1)) == 1);
  BOOST_TEST(apply_migrations(*database, kTwo) == 1);
  BOOST_TEST(apply_migrations(*database, kTwo) == 0);
  BOOST_TEST(database->begin().run("SELECT m FROM one").integer(0, 0) == 2);
}

BOOST_AUTO_TEST_CASE(readings_from_before_there_were_roll_ups_are_rolled_up_too) {
  BOOST_TEST(apply_migrations(*database, sql::migrations().first(1)) == 1);
  run_script(
      "INSERT INTO water.plants (plant_id, name, jurisdiction) VALUES ('north', 'North', 'AR');"
      "INSERT INTO water.sensors VALUES ('north-1', 'north', 'ph', '');"
      "INSERT INTO water.readings (sensor_id, read_at, value) SELECT 'north-1', n * interval '20 minutes' + "
      "timestamptz '2025-03-01 00:00 UTC', 7 FROM generate_series(0, 5) n");
  clearwell::store::migrate(*database);
  BOOST_TEST(database->begin().run("SELECT count(*) FROM water.stale_reading_hours").integer(0, 0) == 2);
}

BOOST_AUTO_TEST_CASE(a_plants_token_of_before_that_names_no_plant_is_revoked) {
  const auto earlier = std::ranges::find(sql::migrations(), "V010__plant_tokens", &Migration::name);
  apply_migrations(*database, {sql::migrations().begin(), earlier});
  run_script(
      "INSERT INTO access.tokens (name, role, token_sha256) "
      "SELECT role, role, sha256(role::bytea) FROM unnest(ARRAY['plant', 'lab']) role");
  clearwell::store::migrate(*database);
  const Rows rows = database->begin().run("SELECT revoked_at IS NOT NULL FROM access.tokens ORDER BY role");
  BOOST_TEST(!rows.boolean(0, 0));
  BOOST_TEST(rows.boolean(1, 0));
}

BOOST_AUTO_TEST_CASE(one_that_came_late_is_applied_by_its_own_number) {
  const std::array<Migration, 2> outer = {kTwo[0], Migration{5, "V005__fifth", "CREATE TABLE five (n int)", kShaB}};
  const std::array<Migration, 3> all = {outer[0], Migration{3, "V003__third", "CREATE TABLE three (n int)", kShaA},
                                        outer[1]};
  BOOST_TEST(apply_migrations(*database, outer) == 2);
  BOOST_TEST(apply_migrations(*database, all) == 1);
  BOOST_TEST(apply_migrations(*database, all) == 0);
  const Rows rows = database->begin().run("SELECT to_regclass('three') IS NOT NULL, max(version) FROM ops.migrations");
  BOOST_TEST(rows.boolean(0, 0));
  BOOST_TEST(rows.integer(0, 1) == 5);
}

BOOST_AUTO_TEST_CASE(a_changed_text_is_refused_by_name) {
  apply_migrations(*database, kTwo);
  std::array<Migration, 2> changed = kTwo;
  changed[0].sha256 = kShaB;
  BOOST_TEST(complaint(changed) == "migration V001__first was applied to this database with another text (SHA-256 " +
                                       std::string(kShaA) + ", now " + std::string(kShaB) +
                                       "). An applied migration is never edited: write a new one");
}

BOOST_AUTO_TEST_CASE(a_database_of_a_newer_program_is_refused) {
  apply_migrations(*database, kTwo);
  BOOST_TEST(complaint(std::span(kTwo).first(1)) ==
             "migration V002__second was applied to this database by a newer program; this one knows 1 migrations. Run "
             "the newer program");
}

BOOST_AUTO_TEST_CASE(one_that_fails_leaves_no_trace) {
  std::array<Migration, 2> failing = kTwo;
  failing[1].text = "CREATE TABLE half (n int); SELECT * FROM nowhere";
  BOOST_TEST(complaint(failing).find("relation \"nowhere\" does not exist") != std::string::npos);
  const Rows rows = database->begin().run("SELECT to_regclass('half') IS NULL, (SELECT count(*) FROM ops.migrations)");
  BOOST_TEST(rows.boolean(0, 0));
  BOOST_TEST(rows.integer(0, 1) == 1);
  BOOST_TEST(apply_migrations(*database, kTwo) == 1);
}

BOOST_AUTO_TEST_CASE(four_at_once_apply_each_one_time) {
  std::atomic<int> n_applied = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i)
      threads.emplace_back([&] { n_applied += apply_migrations(*database, kTwo); });
  }
  BOOST_TEST(n_applied == 2);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
