// What the role that the program works as may not do to records: twenty kinds of change, refused by PostgreSQL itself.
#include "tests/server/store/application_database.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <utility>

namespace {

namespace bdata = boost::unit_test::data;
using namespace clearwell::store;

/// Evidence of every kind: what was decided, what was measured, what was said of it.
struct Evidence {
  std::string table;
  std::string column;
};
std::ostream& operator<<(std::ostream& out, const Evidence& evidence) {
  return out << evidence.table;
}
const Evidence kEvidence[] = {{"ops.audit_entries", "reason"},
                              {"water.samples", "laboratory"},
                              {"water.sample_results", "value"},
                              {"water.result_certifications", "certified_by"},
                              {"water.sample_publications", "published_by"},
                              {"water.result_conflicts", "value"},
                              {"water.conflict_decisions", "reason"},
                              {"water.reading_conflicts", "value"},
                              {"water.reading_conflict_decisions", "reason"},
                              {"water.plant_versions", "name"},
                              {"tracking.promotions", "reason"},
                              {"water.water_inferences", "probability"},
                              {"water.inference_publications", "published_by"}};

/// `%` is the table, `#` a column.
const char* const kChanges[] = {
    "UPDATE % SET # = NULL",
    "DELETE FROM %",
    "TRUNCATE %",
    "TRUNCATE % CASCADE",
    "DROP TABLE % CASCADE",
    "ALTER TABLE % RENAME TO gone",
    "ALTER TABLE % ADD COLUMN note text",
    "ALTER TABLE % OWNER TO clearwell_app",
    "ALTER TABLE % SET SCHEMA public",
    "ALTER TABLE % DISABLE TRIGGER ALL",
    "ALTER TABLE % DISABLE TRIGGER append_only",
    "DROP TRIGGER append_only ON %",
    "CREATE TRIGGER swallow BEFORE INSERT ON % FOR EACH ROW EXECUTE FUNCTION water.refuse_change()",
    "CREATE RULE swallow AS ON INSERT TO % DO INSTEAD NOTHING",
    "GRANT ALL ON % TO clearwell_app; DELETE FROM %",  // the first gives nothing, by a warning
    "LOCK TABLE % IN ACCESS EXCLUSIVE MODE",
    "SELECT * FROM % FOR UPDATE",
    "CREATE INDEX swallow ON % ((1 / 0))",
    "ALTER TABLE % ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE % REPLICA IDENTITY NOTHING",
    "MERGE INTO % USING (SELECT 1) AS one ON true WHEN MATCHED THEN DELETE",
};

std::string on(std::string text, const Evidence& evidence) {
  for (const auto& [sign, name] : {std::pair('%', evidence.table), std::pair('#', evidence.column)})
    for (std::size_t at = text.find(sign); at != std::string::npos; at = text.find(sign))
      text.replace(at, 1, name);
  return text;
}

BOOST_AUTO_TEST_SUITE(application_role)

BOOST_DATA_TEST_CASE(no_change_of_a_record_is_allowed, bdata::make(kEvidence) * bdata::make(kChanges), evidence,
                     change) {
  const std::string refused = refusal(application_database(), on(change, evidence));
  BOOST_TEST((refused.starts_with("permission denied for table") || refused.starts_with("must be owner of")), refused);
}

struct Way {
  const char* sql;
  const char* refused;  ///< how it begins; empty where versions of PostgreSQL say it in words of their own
};
std::ostream& operator<<(std::ostream& out, const Way& way) {
  return out << way.sql;
}

/// Ways around the tables' own privileges.
const Way kWays[] = {
    {"SET session_replication_role = replica", "permission denied to set parameter \"session_replication_role\""},
    {"SET ROLE clearwell", "permission denied to set role \"clearwell\""},
    {"SET SESSION AUTHORIZATION clearwell", "permission denied to set session authorization"},
    {"ALTER ROLE clearwell_app SUPERUSER", ""},
    {"CREATE OR REPLACE FUNCTION water.refuse_change() RETURNS trigger LANGUAGE sql AS ''",
     "permission denied for schema water"},
    {"ALTER FUNCTION ops.chain_audit_entry() SECURITY INVOKER", "must be owner of function ops.chain_audit_entry"},
    {"DROP FUNCTION ops.chain_audit_entry() CASCADE", "must be owner of function ops.chain_audit_entry"},
    {"DROP SCHEMA ops CASCADE", "must be owner of schema ops"},
    {"UPDATE ops.audit_head SET entry_id = 0", "permission denied for table audit_head"},
    {"DELETE FROM ops.migrations", "permission denied for table migrations"},
    {"UPDATE pg_catalog.pg_trigger SET tgenabled = 'D'", "permission denied for table pg_trigger"},
    {"INSERT INTO ops.audit_entries (entry_id, role, subject, action, object) VALUES (1, 'lab', 'x', 'a.b', 'c')",
     "permission denied for table audit_entries"},
    {"INSERT INTO ops.audit_entries (recorded_at, role, subject, action, object) VALUES (now(), 'lab', 'x', 'a.b', "
     "'c')",
     "permission denied for table audit_entries"},
    {"COPY ops.audit_entries FROM PROGRAM 'true'", ""},
    {"COPY water.sample_results FROM '/etc/hostname'", ""},
    {"COPY ops.audit_entries FROM STDIN", "permission denied for table audit_entries"},
    {"INSERT INTO water.sample_results (sample_id, parameter, result_text) VALUES (1, 'ph', '7') ON CONFLICT "
     "(sample_id, parameter, result_key, version) DO UPDATE SET value = 7",
     "permission denied for table sample_results"},
    {"SELECT water.create_wide_view('samples', '{a}', '{ph}')",
     "water.samples is no view of a spec's samples and stays as it is"},
};

BOOST_DATA_TEST_CASE(there_is_no_way_around, bdata::make(kWays), way) {
  const std::string refused = refusal(application_database(), way.sql);
  BOOST_TEST(refused != "");
  BOOST_TEST(refused.starts_with(way.refused), refused);
}

BOOST_AUTO_TEST_CASE(what_the_program_needs_is_allowed) {
  for (const char* sql :
       {"INSERT INTO water.plants (plant_id, name, jurisdiction) VALUES ('north', 'North', 'EU'); "
        "UPDATE water.plants SET name = 'N'; DELETE FROM water.sensors",
        "CREATE TEMPORARY TABLE incoming (n int) ON COMMIT DROP; INSERT INTO incoming VALUES (1); ANALYZE incoming (n)",
        "SELECT water.create_wide_view('wide', '{a}', '{ph}'); SELECT * FROM water.wide; "
        "SELECT water.create_wide_view('wide', '{a,b}', '{ph,iron}'); SELECT b FROM water.wide",
        "SELECT water.ensure_inference_partition('2031-01-05'); INSERT INTO water.water_inferences (inferred_at, "
        "model, "
        "version, role, features, margin, probability, threshold, positive) VALUES ('2031-01-05', 'm', 1, 'champion', "
        "'{}', 0, 0, 0, false)",
        "SELECT nextval(pg_get_serial_sequence('ops.jobs', 'job_id')), pg_advisory_xact_lock(1), pg_notify('a', 'b')",
        "SELECT count(*) FROM water.published_results"})
    BOOST_TEST(refusal(application_database(), sql) == "");
}

BOOST_AUTO_TEST_CASE(even_the_owner_is_stopped_by_the_triggers) {
  const std::string water =
      "ALTER TABLE water.samples ENABLE TRIGGER ALL; INSERT INTO water.samples (origin, sample_key) VALUES ('test', "
      "'x'); ";
  BOOST_TEST(refusal(*shared_database(), water + "UPDATE water.samples SET laboratory = 'y'") ==
             "UPDATE on water.samples is refused: the table is append-only");
  BOOST_TEST(refusal(*shared_database(), water + "DELETE FROM water.samples") ==
             "DELETE on water.samples is refused: the table is append-only");
  BOOST_TEST(refusal(*shared_database(), "TRUNCATE ops.audit_entries") ==
             "TRUNCATE on ops.audit_entries is refused: the table is append-only");
}

// A database by URL whose user owns the tables: its sessions step down.
BOOST_AUTO_TEST_CASE(an_owners_url_steps_down_too) {
  clearwell::base::Options options;
  options.database_url = shared_database()->url();
  const auto database = Database::open(options);
  const Rows who = database->begin().run("SELECT session_user, current_user");
  BOOST_TEST(who.text(0, 0) == "clearwell");
  BOOST_TEST(who.text(0, 1) == "clearwell_app");
  BOOST_TEST(refusal(*database, "DELETE FROM ops.audit_entries") == "permission denied for table audit_entries");
  BOOST_TEST(application_database().begin().run("SELECT session_user").text(0, 0) == "clearwell_app");
}

// A user by URL who owns nothing: the schema is up to date, and he works with what he was granted.
BOOST_AUTO_TEST_CASE(a_member_of_the_role_needs_no_more) {
  run_script("DROP ROLE IF EXISTS clerk; CREATE ROLE clerk LOGIN IN ROLE clearwell_app");
  clearwell::base::Options options;
  options.database_url = shared_database()->url() + " user=clerk";
  const auto database = Database::open(options);
  BOOST_TEST(refusal(*database,
                     "SELECT * FROM water.plants; INSERT INTO ops.audit_entries (role, subject, action, "
                     "object) VALUES ('lab', 'x', 'a.b', 'c')") == "");
  BOOST_TEST(refusal(*database, "DELETE FROM ops.audit_entries") == "permission denied for table audit_entries");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
