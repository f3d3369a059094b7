#include "server/store/long_statements.hpp"

#include "server/store/connection_string.hpp"
#include "tests/temporary_database.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <future>
#include <memory>
#include <string>
#include <thread>

namespace {

using namespace clearwell;
using namespace clearwell::store;

const std::string kName = std::string(kBackgroundSession) + "of this test";

/// How a statement ends that takes a while, in a session of that name.
std::string end_of(const std::string& url, const std::string& session, const std::string& sql) {
  const std::shared_ptr<Database> database = Database::connect(as_application(url, session));
  try {
    database->begin().run(sql);
  } catch (const StoreError& error) {
    return error.what();
  }
  return "done";
}

BOOST_AUTO_TEST_SUITE(long_statements)

BOOST_AUTO_TEST_CASE(only_long_ones_of_the_sessions_that_were_named_are_ended) {
  const tests::TemporaryDatabase owner;
  const std::shared_ptr<Database> database = Database::open(owner.options());
  std::jthread ending([&](const std::stop_token& stop) { cancel_long_statements(*database, kName, stop); });
  std::future<std::string> other =
      std::async(std::launch::async, [&] { return end_of(database->url(), "clearwell", "SELECT pg_sleep(2.5)"); });
  std::future<std::string> brief =
      std::async(std::launch::async, [&] { return end_of(database->url(), kName, "SELECT pg_sleep(0.2)"); });
  BOOST_TEST(end_of(database->url(), kName, "SELECT pg_sleep(20)") ==
             "statement failed: ERROR:  canceling statement due to user request");
  BOOST_TEST(brief.get() == "done");
  BOOST_TEST(other.get() == "done");
}

// The way of a URL of the tables' owner: such a session is the owner's, whatever role it has taken.
BOOST_AUTO_TEST_CASE(a_session_that_stepped_down_is_reached) {
  const tests::TemporaryDatabase owner;
  const std::string url = as_role(owner->url(), "clearwell_app");
  const std::shared_ptr<Database> database = Database::connect(url);
  std::jthread ending([&](const std::stop_token& stop) { cancel_long_statements(*database, kName, stop); });
  BOOST_TEST(end_of(url, kName, "SELECT pg_sleep(20)") ==
             "statement failed: ERROR:  canceling statement due to user request");
}

BOOST_AUTO_TEST_CASE(no_other_session_can_be_named) {
  const tests::TemporaryDatabase owner;
  const std::shared_ptr<Database> other = Database::connect(as_application(owner->url(), "psql"));
  // It would end itself.
  BOOST_TEST(other->begin().run("SELECT ops.cancel_long_statements('psql', interval '-1 hour')").integer(0, 0) == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
