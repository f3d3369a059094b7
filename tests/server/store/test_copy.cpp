#include "server/store/database.hpp"
#include "tests/server/store/shared_database.hpp"

#include <boost/test/unit_test.hpp>

#include <bit>
#include <chrono>

namespace {

using namespace clearwell::store;

constexpr std::string_view kColumns[] = {"id", "words", "amount"};

struct Table {
  Table() { run_script("DROP TABLE IF EXISTS copied; CREATE TABLE copied (id int, words text, amount float8)"); }
  static std::int64_t n_rows() { return shared_database()->begin().run("SELECT count(*) FROM copied").integer(0, 0); }
};

BOOST_FIXTURE_TEST_SUITE(copy, Table)

BOOST_AUTO_TEST_CASE(texts_nulls_and_doubles_arrive_as_they_were) {
  const std::vector<std::optional<std::string>> words = {
      "tab\there", "line\nbreak\r\n", "back\\slash", "\\N",       "\\.",
      "",          std::nullopt,      "µ 水 ñ",      "\"q\",'q'", "\b\f\v\x01 end"};
  const double amount = -4.9406564584124654e-324;
  Transaction transaction = shared_database()->begin();
  Copy copy = transaction.copy_into("copied", kColumns);
  for (std::size_t i = 0; i < words.size(); ++i)
    copy.row(Params().add(static_cast<int>(i)).add(words[i]).add(amount));
  copy.finish();
  transaction.commit();

  const Rows rows = shared_database()->begin().run("SELECT words, amount FROM copied ORDER BY id");
  BOOST_REQUIRE(rows.size() == words.size());
  for (std::size_t i = 0; i < words.size(); ++i) {
    BOOST_TEST((rows.maybe_text(i, 0) == words[i]), "row " << i);
    BOOST_TEST(std::bit_cast<std::uint64_t>(rows.number(i, 1)) == std::bit_cast<std::uint64_t>(amount));
  }
}

BOOST_AUTO_TEST_CASE(rows_that_were_not_finished_are_lost) {
  Transaction transaction = shared_database()->begin();
  {
    Copy copy = transaction.copy_into("copied", kColumns);
    copy.row(Params().add(1).add("x").add(1.0));
  }
  BOOST_CHECK_EXCEPTION(transaction.commit(), StoreError, [](const StoreError& error) {
    return error.what() == std::string("COMMIT: the COPY into copied was not finished");
  });
  { const Transaction gone = std::move(transaction); }
  BOOST_TEST(n_rows() == 0);
}

BOOST_AUTO_TEST_CASE(a_row_that_does_not_fit_fails_the_transaction_and_leaves_the_pool_sound) {
  {
    Transaction transaction = shared_database()->begin();
    Copy copy = transaction.copy_into("copied", kColumns);
    copy.row(Params().add("not a number").add("x").add(1.0));
    BOOST_CHECK_THROW(copy.finish(), StoreError);
    BOOST_CHECK_THROW(transaction.commit(), StoreError);
  }
  BOOST_TEST(n_rows() == 0);
}

BOOST_AUTO_TEST_CASE(statements_may_follow_a_finished_copy) {
  Transaction transaction = shared_database()->begin();
  Copy copy = transaction.copy_into("copied", kColumns);
  copy.row(Params().add(1).add("x").add_null());
  copy.finish();
  BOOST_TEST(transaction.run("UPDATE copied SET amount = 2").affected() == 1u);
  transaction.commit();
  BOOST_TEST(n_rows() == 1);
}

BOOST_AUTO_TEST_CASE(a_hundred_thousand_rows_take_seconds_at_most) {
  const auto begin = std::chrono::steady_clock::now();
  Transaction transaction = shared_database()->begin();
  Copy copy = transaction.copy_into("copied", kColumns);
  for (int i = 0; i < 100'000; ++i)
    copy.row(Params().add(i).add("some words").add(i * 0.1));
  copy.finish();
  transaction.commit();
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  BOOST_TEST_MESSAGE("100,000 rows in " << seconds << " s");
  BOOST_TEST(n_rows() == 100'000);
  BOOST_TEST(seconds < 20);  // single INSERTs take longer; a quiet machine needs 0.3
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
