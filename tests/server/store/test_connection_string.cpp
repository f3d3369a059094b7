#include "server/store/connection_string.hpp"
#include "server/store/database.hpp"
#include "tests/server/store/shared_database.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <thread>

namespace {

using namespace clearwell;
using namespace clearwell::store;

std::string message_of(const std::string& url) {
  base::Options options;
  options.database_url = url;
  try {
    Database::open(options);
  } catch (const StoreUnavailable& error) {
    return std::string("unavailable: ") + error.what();
  } catch (const StoreError& error) {
    return std::string("error: ") + error.what();
  }
  return "connected";
}

BOOST_AUTO_TEST_SUITE(connection_string)

BOOST_AUTO_TEST_CASE(a_person_reads_database_host_and_port_but_no_password) {
  BOOST_TEST(describe_connection("postgresql://me:secret@db.example:5433/water") ==
             "database \"water\" at db.example port 5433");
  BOOST_TEST(describe_connection("host=/run/db dbname='my water' password=secret") ==
             "database \"my water\" at /run/db port 5432");
}

BOOST_AUTO_TEST_CASE(an_unreachable_database_is_named_without_its_password) {
  const std::string message = message_of("postgresql://me:secret@127.0.0.1:1/water");
  BOOST_TEST(message.starts_with("unavailable: database \"water\" at 127.0.0.1 port 1 cannot be reached: "), message);
  BOOST_TEST(message.find("secret") == std::string::npos, message);
}

BOOST_AUTO_TEST_CASE(a_string_that_is_none_is_not_repeated) {
  BOOST_TEST(
      message_of("postgresql://me:secret%zz@127.0.0.1/water") ==
      "error: the database URL is not one that libpq reads; accepted: postgresql://USER:PASSWORD@HOST:PORT/DATABASE "
      "(with % codes for special characters) or keyword=value pairs");
}

BOOST_AUTO_TEST_CASE(quotes_and_backslashes_survive) {
  BOOST_TEST(quoted_connection_value("it's C:\\here") == "'it\\'s C:\\\\here'");
  BOOST_TEST(describe_connection("dbname=" + quoted_connection_value("it's \\") + " host=h") ==
             "database \"it's \\\" at h port 5432");
}

BOOST_AUTO_TEST_CASE(sessions_speak_utc_iso_and_carry_our_name) {
  const Rows rows = shared_database()->begin().run(
      "SELECT current_setting('TimeZone'), current_setting('DateStyle'), current_setting('application_name'),"
      " current_setting('client_min_messages'), timestamptz '2026-03-12 09:00:00.25+01'");
  BOOST_TEST(rows.text(0, 0) == "UTC");
  BOOST_TEST(rows.text(0, 1).starts_with("ISO"));
  BOOST_TEST(rows.text(0, 2) == "clearwell");
  BOOST_TEST(rows.text(0, 3) == "warning");
  BOOST_TEST(rows.text(0, 4) == "2026-03-12 08:00:00.25+00");
}

BOOST_AUTO_TEST_CASE(a_transaction_may_be_idle_for_long_whatever_the_database_is_set_to) {
  const auto database =
      Database::connect(shared_database()->url() + " options='-c idle_in_transaction_session_timeout=20ms'");
  Transaction holding = database->begin();
  holding.run("SELECT 1");
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  BOOST_TEST(holding.run("SELECT 1").size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
