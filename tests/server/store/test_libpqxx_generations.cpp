#include "server/store/libpqxx_generations.hpp"
#include "tests/server/store/shared_database.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using namespace clearwell::store;

/// True when a statement runs on the connection.
bool works(pqxx::connection& connection) {
  try {
    pqxx::nontransaction session(connection);
    session.exec("SELECT 1");
    return true;
  } catch (const pqxx::failure&) {
    return false;
  }
}

// libpqxx 6.4 by itself connects again at the third use, and the session's locks are gone without a word.
BOOST_AUTO_TEST_CASE(a_lost_connection_stays_lost) {
  const auto connection = libpqxx::connect(shared_database()->url());
  BOOST_REQUIRE(works(*connection));
  run_script("SELECT pg_terminate_backend(" + std::to_string(connection->backendpid()) + ", 5000)");
  for (int use = 0; use < 5; ++use)
    BOOST_TEST(!works(*connection), "use " << use);
}

}  // namespace
