#include "server/scoring/inference_partitions.hpp"

#include "server/scoring/inference_log.hpp"
#include "tests/emptied_database.hpp"
#include "tests/interruptible_database.hpp"

#include <boost/test/unit_test.hpp>

namespace clearwell::scoring {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::sys_days kLongAgo{std::chrono::year(1999) / 12 / 31};
constexpr const char* kPartition = "water.water_inferences_199912";

bool exists(const tests::TemporaryDatabase& database) {
  return !database->query("SELECT to_regclass($1)", store::Params().add(kPartition)).is_null(0, 0);
}

void drop(const tests::TemporaryDatabase& database, const std::string& partition) {
  if (database->query("SELECT to_regclass($1)", store::Params().add(partition)).is_null(0, 0)) return;
  store::Transaction transaction = database->begin();
  transaction.run_script("ALTER TABLE water.water_inferences DETACH PARTITION " + partition + "; DROP TABLE " +
                         partition);
  transaction.commit();
}

BOOST_AUTO_TEST_SUITE(inference_partitions)

BOOST_AUTO_TEST_CASE(a_month_has_a_partition_to_its_last_microsecond) {
  const tests::TemporaryDatabase& database = tests::emptied_database();
  drop(database, kPartition);
  InferencePartitions partitions(*database);
  partitions.ensure(kLongAgo + 24h);
  BOOST_TEST(!exists(database));
  partitions.ensure(kLongAgo + 24h - 1us);
  BOOST_TEST(exists(database));
}

BOOST_AUTO_TEST_CASE(a_month_of_which_the_database_did_not_hear_is_asked_of_again) {
  const tests::TemporaryDatabase& database = tests::emptied_database();
  drop(database, kPartition);
  tests::InterruptibleDatabase away(database.shared());
  InferencePartitions partitions(away);
  away.away = true;
  BOOST_CHECK_THROW(partitions.ensure(kLongAgo), store::StoreUnavailable);
  away.away = false;
  partitions.ensure(kLongAgo);
  BOOST_TEST(exists(database));
}

// As by a restore from a backup of last month.
BOOST_AUTO_TEST_CASE(a_partition_that_somebody_took_away_is_made_again) {
  const tests::TemporaryDatabase& database = tests::emptied_database();
  InferenceLog log(database.shared());
  const std::vector<Inference> one = {
      {.model = "example", .version = 3, .role = "champion", .features = {1}, .plant_id = "", .sensor_id = ""}};
  BOOST_TEST(log.append(one).ids.size() == 1U);
  drop(database, database->query("SELECT tableoid::regclass FROM water.water_inferences").text(0, 0));
  BOOST_CHECK_THROW(static_cast<void>(log.append(one)), store::StoreError);
  BOOST_TEST(log.append(one).ids.size() == 1U);
  BOOST_TEST(database->query("SELECT count(*) FROM water.water_inferences").integer(0, 0) == 1);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace clearwell::scoring
