// The inference log while the database is away, and when it is back; requests that are repeated.
#include "server/scoring/idempotency_keys.hpp"
#include "server/scoring/inference_log.hpp"
#include "server/store/database.hpp"
#include "tests/emptied_database.hpp"
#include "tests/interruptible_database.hpp"

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <functional>
#include <limits>
#include <thread>

namespace clearwell::scoring {
namespace {

struct Fixture {
  const tests::TemporaryDatabase& real = tests::emptied_database();
  const tests::TemporaryFolder folder;
  std::shared_ptr<tests::InterruptibleDatabase> database =
      std::make_shared<tests::InterruptibleDatabase>(real.shared());
  std::atomic<std::size_t> n_away = 0;
  std::atomic<std::size_t> n_replayed = 0;

  std::unique_ptr<InferenceLog> open(std::size_t max_journal_rows = 1'000) {
    return std::make_unique<InferenceLog>(
        database, InferenceLogOptions{.journal_folder = folder.path(),
                                      .max_journal_rows = max_journal_rows,
                                      .observer = {.store_away = [this](const std::string&) { ++n_away; },
                                                   .replayed = [this](std::size_t n) { n_replayed += n; }}});
  }
  static std::vector<Inference> rows(std::size_t n) {
    return std::vector<Inference>(n, {.model = "example",
                                      .version = 1,
                                      .role = "champion",
                                      .features = {1.5F, std::numeric_limits<float>::quiet_NaN()},
                                      .margin = 0.25F,
                                      .probability = 0.75F,
                                      .threshold = 0.5F,
                                      .positive = true,
                                      .plant_id = "north",
                                      .sensor_id = ""});
  }
  std::int64_t stored() const { return real->begin().run("SELECT count(*) FROM water.water_inferences").integer(0, 0); }
  void wait_for_replay(std::size_t n) const {
    for (int i = 0; i < 500 && n_replayed < n; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    BOOST_REQUIRE(n_replayed == n);
  }
};

BOOST_FIXTURE_TEST_SUITE(outage, Fixture)

BOOST_AUTO_TEST_CASE(answers_go_on_and_are_stored_once_when_the_database_is_back) {
  const auto log = open();
  BOOST_TEST(log->append(rows(1)).in_database);
  database->away = true;
  std::vector<std::int64_t> ids;
  for (int i = 0; i < 20; ++i) {
    const Logged logged = log->append(rows(5));
    BOOST_TEST(!logged.in_database);
    ids.insert(ids.end(), logged.ids.begin(), logged.ids.end());
  }
  BOOST_TEST(n_away == 1U);
  BOOST_TEST(stored() == 1);
  database->away = false;
  wait_for_replay(100);
  BOOST_TEST(log->append(rows(1)).in_database);
  BOOST_TEST(stored() == 102);
  const store::Rows found = real->begin().run(
      "SELECT count(*), count(DISTINCT inference_id) FROM water.water_inferences WHERE inference_id = ANY "
      "($1::bigint[]) "
      "AND features = ARRAY[1.5, NULL]::real[] AND probability = 0.75 AND plant_id = 'north' "
      "AND inferred_at > now() - interval '1 minute'",
      store::Params().add_array(ids));
  BOOST_TEST(found.integer(0, 0) == 100);
  BOOST_TEST(found.integer(0, 1) == 100);
}

BOOST_AUTO_TEST_CASE(what_waits_on_disk_outlives_the_process) {
  {
    const auto log = open();
    database->away = true;
    BOOST_TEST(!log->append(rows(3)).in_database);
  }
  BOOST_TEST(stored() == 0);
  database->away = false;
  const auto next = open();
  wait_for_replay(3);
  BOOST_TEST(stored() == 3);
}

// The process may die after the commit and before the file is gone.
BOOST_AUTO_TEST_CASE(what_was_replayed_before_is_not_stored_twice) {
  {
    const auto log = open();
    database->away = true;
    static_cast<void>(log->append(rows(3)));
  }
  std::filesystem::path journal;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
    journal = entry.path();
  const tests::TemporaryFolder copies;
  std::filesystem::copy_file(journal, copies.path() / "copy");
  database->away = false;
  {
    const auto log = open();
    wait_for_replay(3);
  }
  std::filesystem::copy_file(copies.path() / "copy", journal);
  const auto log = open();
  wait_for_replay(6);
  BOOST_TEST(stored() == 3);
}

BOOST_AUTO_TEST_CASE(a_full_journal_refuses_and_keeps_what_it_has) {
  const auto log = open(4);
  database->away = true;
  BOOST_TEST(!log->append(rows(3)).in_database);
  BOOST_CHECK_THROW(static_cast<void>(log->append(rows(3))), store::StoreUnavailable);
  database->away = false;
  wait_for_replay(3);
  BOOST_TEST(stored() == 3);
}

BOOST_AUTO_TEST_CASE(a_request_with_a_key_is_stored_in_the_database_or_not_at_all) {
  const auto log = open();
  const IdempotencyKey key{"7", "a", std::string(64, 'a')};
  database->away = true;
  BOOST_CHECK_THROW(static_cast<void>(log->append(rows(2), key)), store::StoreUnavailable);
  database->away = false;
  while (!log->append(rows(1)).in_database)  // until it has looked again
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  const std::int64_t n_before = stored();
  const Logged first = log->append(rows(2), key);
  BOOST_TEST(first.in_database);
  BOOST_TEST(first.ids.size() == 2U);
  const Logged second = log->append(rows(2), key);
  BOOST_TEST(second.key_taken);
  BOOST_TEST(second.ids.empty());
  BOOST_TEST(!log->append(rows(2), IdempotencyKey{"8", "a", key.request_sha256}).key_taken);
  BOOST_TEST(stored() == n_before + 4);
  const auto answered = find_idempotency_key(*database, "7", "a");
  BOOST_REQUIRE(answered.has_value());
  BOOST_TEST(answered->inference_ids == first.ids, boost::test_tools::per_element());
  BOOST_TEST(answered->model == "example");
  BOOST_TEST(answered->version == 1);
  BOOST_TEST(answered->request_sha256 == key.request_sha256);
  BOOST_TEST(!find_idempotency_key(*database, "7", "b").has_value());
}

BOOST_AUTO_TEST_CASE(of_many_at_once_with_one_key_one_is_stored) {
  const auto log = open();
  const auto other_server = open();
  std::atomic<int> n_stored = 0;
  {
    std::vector<std::jthread> senders;
    for (int i = 0; i < 16; ++i) {
      senders.emplace_back([&, i] {
        const Logged logged = (i % 2 == 0 ? log : other_server)->append(rows(2), IdempotencyKey{"7", "b", "x"});
        n_stored += logged.key_taken ? 0 : 1;
      });
    }
  }
  BOOST_TEST(n_stored == 1);
  BOOST_TEST(stored() == 2);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace clearwell::scoring
