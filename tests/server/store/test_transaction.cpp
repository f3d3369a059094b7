#include "server/store/database.hpp"
#include "tests/server/store/shared_database.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using namespace clearwell::store;

struct Table {
  Table() { run_script("DROP TABLE IF EXISTS things; CREATE TABLE things (name text CONSTRAINT things_name UNIQUE)"); }
  static std::int64_t n_rows() { return shared_database()->begin().run("SELECT count(*) FROM things").integer(0, 0); }
};

constexpr std::string_view kInsert = "INSERT INTO things (name) VALUES ($1)";

BOOST_FIXTURE_TEST_SUITE(transaction, Table)

BOOST_AUTO_TEST_CASE(only_a_commit_makes_it_last) {
  {
    Transaction transaction = shared_database()->begin();
    BOOST_TEST(transaction.run(kInsert, Params().add("a")).affected() == 1u);
    BOOST_TEST(transaction.run("SELECT name FROM things").text(0, 0) == "a");
    BOOST_TEST(n_rows() == 0);  // seen from another connection
  }
  BOOST_TEST(n_rows() == 0);
  Transaction transaction = shared_database()->begin();
  transaction.run(kInsert, Params().add("a"));
  transaction.commit();
  BOOST_TEST(n_rows() == 1);
}

BOOST_AUTO_TEST_CASE(the_same_value_twice_is_a_unique_violation_that_names_the_constraint) {
  Transaction transaction = shared_database()->begin();
  transaction.run(kInsert, Params().add("a"));
  BOOST_CHECK_EXCEPTION(transaction.run(kInsert, Params().add("a")), UniqueViolation, [](const UniqueViolation& error) {
    return std::string(error.what()).find("things_name") != std::string::npos;
  });
}

BOOST_AUTO_TEST_CASE(a_wrong_statement_is_an_error_but_not_an_absence) {
  Transaction transaction = shared_database()->begin();
  try {
    transaction.run("SELECT * FROM nowhere");
    BOOST_FAIL("no complaint");
  } catch (const StoreUnavailable&) {
    BOOST_FAIL("called unavailable");
  } catch (const StoreError& error) {
    BOOST_TEST(std::string(error.what()).starts_with("statement failed: ERROR:  relation \"nowhere\" does not exist"),
               error.what());
  }
}

BOOST_AUTO_TEST_CASE(a_statement_with_parameters_is_one_statement) {
  Transaction transaction = shared_database()->begin();
  BOOST_CHECK_THROW(transaction.run("SELECT $1::text; DROP TABLE things", Params().add("x")), StoreError);
  BOOST_TEST(n_rows() == 0);
}

BOOST_AUTO_TEST_CASE(a_planned_statement_answers_as_any_other_in_every_session) {
  for (int session = 0; session < 3; ++session) {  // all open at once: each plans for itself
    Transaction outer = shared_database()->begin();
    for (const char* name : {"a", "b"})
      BOOST_TEST(outer.run_planned("SELECT $1::text || 'x'", Params().add(name)).text(0, 0) == name + std::string("x"));
    Transaction inner = shared_database()->begin();
    BOOST_TEST(inner.run_planned("SELECT $1::text || 'x'", Params().add("c")).text(0, 0) == "cx");
    BOOST_TEST(inner.run_planned("SELECT $1::text || 'y'", Params().add("c")).text(0, 0) == "cy");
  }
}

BOOST_AUTO_TEST_CASE(a_statement_that_cannot_be_planned_fails_each_time_and_spoils_no_session) {
  for (int i = 0; i < 2; ++i)
    BOOST_CHECK_THROW(shared_database()->query("SELECT * FROM nowhere"), StoreError);
  BOOST_TEST(shared_database()->query("SELECT 1").integer(0, 0) == 1);
}

BOOST_AUTO_TEST_CASE(a_query_is_a_transaction_of_its_own) {
  BOOST_TEST(shared_database()->query(kInsert, Params().add("a")).affected() == 1u);
  BOOST_TEST(n_rows() == 1);
  BOOST_CHECK_THROW(shared_database()->query(kInsert, Params().add("a")), UniqueViolation);
  BOOST_TEST(n_rows() == 1);
}

BOOST_AUTO_TEST_CASE(a_script_may_be_several) {
  run_script("INSERT INTO things VALUES ('a'); -- with; a comment\nINSERT INTO things VALUES ('b');");
  BOOST_TEST(n_rows() == 2);
}

BOOST_AUTO_TEST_CASE(a_statement_without_rows_answers_none) {
  const Rows rows = shared_database()->begin().run("SELECT name FROM things");
  BOOST_TEST(rows.empty());
  BOOST_TEST(rows.size() == 0u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
