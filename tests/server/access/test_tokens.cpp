#include "server/access/tokens.hpp"
#include "tests/interruptible_database.hpp"
#include "tests/temporary_database.hpp"

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <regex>
#include <thread>

namespace {

using namespace clearwell;
using namespace clearwell::access;

store::Database& shared_database() {
  static tests::TemporaryDatabase database;
  return *database;
}

/// One plant, no token.
struct Fixture {
  Fixture() {
    store::Transaction transaction = database.begin();
    transaction.run_script(
        "DELETE FROM access.tokens; DELETE FROM water.plants;"
        "INSERT INTO water.plants (plant_id, name, jurisdiction) VALUES ('north', 'North', 'eu')");
    transaction.commit();
  }

  store::Database& database = shared_database();
  Tokens tokens{database};
};

BOOST_FIXTURE_TEST_SUITE(tokens, Fixture)

BOOST_AUTO_TEST_CASE(a_token_authenticates_as_its_role_name_and_plant) {
  const Result<IssuedToken> issued = tokens.create(Role::kPlant, "gauge 7 \"new\"", "north");
  BOOST_REQUIRE(static_cast<bool>(issued));
  BOOST_TEST(std::regex_match(issued->token, std::regex("cw_[A-Za-z0-9_-]{43}")), issued->token);
  BOOST_TEST(
      (tokens.authenticate(issued->token) == Caller{Role::kPlant, "gauge 7 \"new\"", "north", issued->token_id}));

  const Result<IssuedToken> other = tokens.create(Role::kAdmin, "ops");
  BOOST_TEST(other->token != issued->token);
  BOOST_TEST((tokens.authenticate(other->token) == Caller{Role::kAdmin, "ops", std::nullopt, other->token_id}));
}

BOOST_AUTO_TEST_CASE(what_is_not_a_token_is_nobody) {
  const std::string token = tokens.create(Role::kLab, "lab")->token;
  std::string one_off = token;
  one_off.back() = one_off.back() == 'A' ? 'Q' : 'A';
  for (const std::string& wrong :
       {std::string(), std::string("cw_"), one_off, token + "A", token.substr(0, 45), std::string(46, '\0'),
        std::string("' OR true --"), "CW_" + token.substr(3), std::string(1'000'000, 'x')})
    BOOST_TEST(!tokens.authenticate(wrong).has_value());
}

BOOST_AUTO_TEST_CASE(a_revoked_token_is_refused_from_then_on) {
  const Result<IssuedToken> issued = tokens.create(Role::kLab, "lab");
  BOOST_TEST(static_cast<bool>(tokens.revoke(issued->token_id)));
  BOOST_TEST(!tokens.authenticate(issued->token).has_value());
  const auto first = tokens.list().at(0).revoked_at;
  BOOST_TEST(first.has_value());
  BOOST_TEST(static_cast<bool>(tokens.revoke(issued->token_id)));
  BOOST_TEST((tokens.list().at(0).revoked_at == first));
}

BOOST_AUTO_TEST_CASE(an_expired_token_is_refused) {
  using namespace std::chrono_literals;
  const base::TimePoint now = base::system_clock()();
  BOOST_TEST((tokens.create(Role::kLab, "lab", {}, base::TimePoint(0s)).error() ==
              Error{"expires: 1970-01-01T00:00:00.000Z is over already; accepted: a time to come", "expires"}));
  const Result<IssuedToken> issued = tokens.create(Role::kLab, "lab", {}, now + 1h);
  BOOST_REQUIRE(static_cast<bool>(issued));
  BOOST_TEST(tokens.authenticate(issued->token).has_value());
  BOOST_TEST((tokens.list().at(0).expires_at == std::chrono::floor<std::chrono::milliseconds>(now + 1h)));
  store::Transaction transaction = database.begin();
  transaction.run("UPDATE access.tokens SET expires_at = now()");
  transaction.commit();
  BOOST_TEST(!tokens.authenticate(issued->token).has_value());
}

BOOST_AUTO_TEST_CASE(who_made_and_revoked_a_token_is_in_the_audit_trail) {
  Tokens by_mara(database, {"operator", "mara, by clearwell token", {}});
  const std::int64_t id = by_mara.create(Role::kPlant, "gauge \"7\"", "north")->token_id;
  BOOST_REQUIRE(by_mara.revoke(id));
  BOOST_REQUIRE(by_mara.revoke(id));
  const auto entries = store::audit_entries(database, {.object = "token/" + std::to_string(id)}, 9);
  BOOST_REQUIRE(entries.size() == 2u);
  BOOST_TEST(entries[0].entry.action == "token.revoked");
  BOOST_TEST(entries[1].entry.action == "token.created");
  BOOST_TEST(entries[1].entry.actor.subject == "mara, by clearwell token");
  BOOST_TEST(entries[1].entry.details_json ==
             R"({"role" : "plant", "name" : "gauge \"7\"", "plant_id" : "north", "expires_at" : null})");
  const std::size_t before = store::audit_entries(database, {}, 1000).size();
  BOOST_TEST(!tokens.create(Role::kLab, "x", "nowhere"));
  BOOST_TEST(store::audit_entries(database, {}, 1000).size() == before);
}

BOOST_AUTO_TEST_CASE(the_database_never_holds_the_token) {
  const std::string token = tokens.create(Role::kLab, "lab")->token;
  const store::Rows rows = database.begin().run("SELECT token_sha256, t::text FROM access.tokens t");
  BOOST_TEST(rows.bytes(0, 0).size() == 32u);
  BOOST_TEST(rows.text(0, 1).find(token.substr(3)) == std::string::npos);
  // The stored digest is SHA-256 as PostgreSQL itself computes it.
  BOOST_TEST(database.begin().run("SELECT sha256($1::text::bytea)", store::Params().add(token)).bytes(0, 0) ==
             rows.bytes(0, 0));
}

// Questions that come together are answered by one statement: each gets its own answer all the same.
BOOST_AUTO_TEST_CASE(of_many_that_ask_at_once_each_hears_of_its_own_token) {
  constexpr int kThreads = 16;
  std::vector<std::string> issued;
  for (int i = 0; i < kThreads; ++i)
    issued.push_back(tokens.create(Role::kLab, "lab " + std::to_string(i))->token);
  BOOST_REQUIRE(tokens.revoke(tokens.list().at(3).token_id));

  std::atomic<int> n_wrong = 0;
  std::vector<std::jthread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] {
      for (int again = 0; again < 50; ++again) {
        const std::optional<Caller> caller = tokens.authenticate(issued[static_cast<std::size_t>(i)]);
        const std::string heard = caller ? caller->name : "nobody";
        if (heard != (i == 3 ? "nobody" : "lab " + std::to_string(i))) ++n_wrong;
      }
    });
  }
  threads.clear();
  BOOST_TEST(n_wrong == 0);
}

BOOST_AUTO_TEST_CASE(while_the_database_is_away_everybody_who_asks_hears_so) {
  tests::InterruptibleDatabase away(std::shared_ptr<store::Database>(&database, [](store::Database*) {}));
  Tokens far_tokens(away);
  const std::string token = far_tokens.create(Role::kLab, "lab")->token;
  away.away = true;
  std::atomic<int> n_told = 0;
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      try {
        static_cast<void>(far_tokens.authenticate(token));
      } catch (const store::StoreUnavailable&) {
        ++n_told;
      }
    });
  }
  threads.clear();
  BOOST_TEST(n_told == 8);
  away.away = false;
  BOOST_TEST(far_tokens.authenticate(token).has_value());
}

BOOST_AUTO_TEST_CASE(the_list_tells_everything_but_the_token) {
  BOOST_REQUIRE(tokens.create(Role::kPlant, "gauge", "north"));
  BOOST_REQUIRE(tokens.create(Role::kRegulator, "ministry"));
  const std::vector<TokenRecord> records = tokens.list();
  BOOST_REQUIRE(records.size() == 2u);
  BOOST_TEST(records[0].name == "gauge");
  BOOST_TEST((records[0].role == Role::kPlant));
  BOOST_TEST(records[0].plant_id.value() == "north");
  BOOST_TEST(!records[0].revoked_at.has_value());
  BOOST_TEST((records[1].role == Role::kRegulator));
  BOOST_TEST(!records[1].plant_id.has_value());
  const auto age = std::chrono::system_clock::now() - records[1].created_at;
  BOOST_TEST((age > std::chrono::minutes(-1) && age < std::chrono::minutes(1)));
}

BOOST_AUTO_TEST_CASE(bad_input_is_told_exactly_and_makes_no_token) {
  BOOST_TEST((tokens.create(Role::kPlant, "x", "nowhere").error() ==
              Error{"plant: \"nowhere\" is not the id of a plant", "plant"}));
  BOOST_TEST((tokens.create(Role::kPlant, "x").error() ==
              Error{"plant: a token of role plant speaks for one plant and none is named; accepted: the id of a plant",
                    "plant"}));
  BOOST_TEST(
      (tokens.create(Role::kLab, "").error() == Error{"name: \"\" is empty; say who will use the token", "name"}));
  BOOST_TEST(
      (tokens.create(Role::kAdmin, "x", "north").error() ==
       Error{"plant: a token of role admin speaks for no single plant; accepted for roles plant and lab", "plant"}));
  BOOST_TEST((tokens.revoke(4711).error() == Error{"token: 4711 is not the id of a token", "id"}));
  BOOST_TEST(tokens.list().empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
