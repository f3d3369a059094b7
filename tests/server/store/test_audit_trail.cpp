#include "server/store/audit_trail.hpp"
#include "server/store/audit_verification.hpp"
#include "tests/server/store/application_database.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <thread>
#include <vector>

namespace {

namespace bdata = boost::unit_test::data;
using namespace clearwell::store;
using Fault = BrokenAuditEntry::Fault;

const std::string kZeros(64, '0');

/// An empty trail.
struct EmptyTrail {
  EmptyTrail() {
    tamper(
        "DELETE FROM ops.audit_entries; "
        "UPDATE ops.audit_head SET entry_id = 0, sha256 = decode(repeat('00', 32), 'hex')");
  }
  /// What a superuser can do.
  static void tamper(const std::string& sql) { run_script("SET LOCAL session_replication_role = replica; " + sql); }

  static AuditEntry entry(int n) {
    return {.actor = {"lab", "Mara \"née\" Ñandú\n:", 7},
            .action = "sample.corrected",
            .object = "sample/" + std::to_string(n),
            .reason = "9:typed twice",
            .details_json = R"({"old": 0.10,  "new": 1e-3, "text": "<0.01 µg"})"};
  }
  static std::int64_t append(int n) {
    Transaction transaction = application_database().begin();
    const std::int64_t id = append_audit_entry(transaction, entry(n));
    transaction.commit();
    return id;
  }
  static void append_all(int n_entries) {
    for (int n = 1; n <= n_entries; ++n)
      append(n);
  }
  static AuditVerification verified() { return verify_audit_trail(application_database()); }
};

BOOST_FIXTURE_TEST_SUITE(audit_trail, EmptyTrail)

BOOST_AUTO_TEST_CASE(an_entry_is_kept_as_given_and_follows_the_one_before) {
  BOOST_TEST(append(1) == 1);
  BOOST_TEST(append(2) == 2);
  const std::vector<StoredAuditEntry> entries = audit_entries(application_database(), {}, 10);
  BOOST_REQUIRE(entries.size() == 2u);
  BOOST_TEST((entries[0].entry == entry(2)));
  BOOST_TEST(entries[1].previous_sha256 == kZeros);
  BOOST_TEST(entries[0].previous_sha256 == entries[1].sha256);
  BOOST_TEST(entries[0].sha256 == audit_entry_sha256(entries[0]));
  BOOST_TEST(entries[0].recorded_at > entries[1].recorded_at);
}

BOOST_AUTO_TEST_CASE(an_entry_without_token_and_reason_is_one_too) {
  Transaction transaction = application_database().begin();
  append_audit_entry(transaction,
                     {.actor = {"system", "daily schedule", {}}, .action = "model.promoted", .object = "m"});
  transaction.commit();
  const StoredAuditEntry stored = audit_entries(application_database(), {}, 1).at(0);
  BOOST_TEST(!stored.entry.actor.token_id.has_value());
  BOOST_TEST(stored.entry.details_json == "{}");
  BOOST_TEST(!verified().broken.has_value());
}

BOOST_AUTO_TEST_CASE(it_is_there_when_its_transaction_is) {
  append(1);
  {
    Transaction given_up = application_database().begin();
    append_audit_entry(given_up, entry(2));
  }
  BOOST_TEST(append(3) == 2);
  BOOST_TEST(verified().n_entries == 2);
}

BOOST_AUTO_TEST_CASE(concurrent_appends_make_one_chain) {
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i)
      threads.emplace_back([] { append_all(25); });
  }
  const AuditVerification verification = verified();
  BOOST_TEST(!verification.broken.has_value());
  BOOST_TEST(verification.n_entries == 100);
  BOOST_TEST(audit_entries(application_database(), {}, 1).at(0).sha256 == verification.head_sha256);
}

BOOST_AUTO_TEST_CASE(the_newest_come_first_page_by_page_and_filtered) {
  append_all(5);
  const auto ids = [](const AuditFilter& filter, int limit) {
    std::vector<std::int64_t> found;
    for (const StoredAuditEntry& stored : audit_entries(application_database(), filter, limit))
      found.push_back(stored.entry_id);
    return found;
  };
  BOOST_TEST(ids({}, 2) == (std::vector<std::int64_t>{5, 4}), boost::test_tools::per_element());
  BOOST_TEST(ids({.before = 4}, 2) == (std::vector<std::int64_t>{3, 2}), boost::test_tools::per_element());
  BOOST_TEST(ids({.object = "sample/3"}, 9) == (std::vector<std::int64_t>{3}), boost::test_tools::per_element());
  BOOST_TEST(ids({.action = "token.revoked"}, 9).empty());
  BOOST_TEST(ids({.subject = "nobody"}, 9).empty());
}

BOOST_AUTO_TEST_CASE(an_empty_trail_is_in_order) {
  BOOST_TEST(!verified().broken.has_value());
  BOOST_TEST(verified().head_sha256 == kZeros);
}

struct Tampering {
  std::string sql;
  std::int64_t broken;
  Fault fault;
  std::string says;  ///< how the message begins
};
std::string update(const std::string& assignment, int entry_id) {
  return "UPDATE ops.audit_entries SET " + assignment + " WHERE entry_id = " + std::to_string(entry_id);
}

/// Of 2,500 entries.
const Tampering kTamperings[] = {
    {update("reason = '8:typed twice'", 3), 3, Fault::kChanged, "entry 3 was changed: its content has the SHA-256 "},
    {update("details = replace(details::text, '0.10', '0.1')::json", 3), 3, Fault::kChanged, "entry 3 was changed: "},
    {update("details = replace(details::text, '  ', ' ')::json", 1), 1, Fault::kChanged, "entry 1 was changed: "},
    {update("subject = 'Mara'", 2500), 2500, Fault::kChanged, "entry 2500 was changed: "},
    {update("role = 'admin'", 1200), 1200, Fault::kChanged, "entry 1200 was changed: "},
    {update("token_id = NULL", 3), 3, Fault::kChanged, "entry 3 was changed: "},
    {update("action = 'sample.entered'", 3), 3, Fault::kChanged, "entry 3 was changed: "},
    {update("object = 'sample/30'", 3), 3, Fault::kChanged, "entry 3 was changed: "},
    {update("recorded_at = recorded_at + interval '1 microsecond'", 3), 3, Fault::kChanged, "entry 3 was changed: "},
    {update("sha256 = set_byte(sha256, 31, get_byte(sha256, 31) # 1)", 3), 3, Fault::kChanged, "entry 3 was changed: "},
    {update("previous_sha256 = set_byte(previous_sha256, 0, get_byte(previous_sha256, 0) # 128)", 3), 3,
     Fault::kChanged, "entry 3 was changed: "},
    {"DELETE FROM ops.audit_entries WHERE entry_id = 1", 1, Fault::kMissing, "entry 1 is missing"},
    {"DELETE FROM ops.audit_entries WHERE entry_id = 1000", 1000, Fault::kMissing, "entry 1000 is missing"},
    {"DELETE FROM ops.audit_entries WHERE entry_id > 2490", 2491, Fault::kMissing, "entry 2491 is missing"},
    {"DELETE FROM ops.audit_entries", 1, Fault::kMissing, "entry 1 is missing"},
    {"UPDATE ops.audit_entries SET entry_id = -1 WHERE entry_id = 5; UPDATE ops.audit_entries SET entry_id = 5 WHERE "
     "entry_id = 6; UPDATE ops.audit_entries SET entry_id = 6 WHERE entry_id = -1",
     5, Fault::kOutOfOrder, "entry 5 is out of order: it was written after an entry of SHA-256 "},
    {"DELETE FROM ops.audit_entries WHERE entry_id = 2400; UPDATE ops.audit_entries SET entry_id = entry_id - 1 WHERE "
     "entry_id > 2400",
     2400, Fault::kOutOfOrder, "entry 2400 is out of order: "},
    {"UPDATE ops.audit_entries e SET reason = 'x', sha256 = sha256(ops.audit_entry_bytes((e.entry_id, e.recorded_at, "
     "e.role, e.subject, e.token_id, e.action, e.object, 'x', e.details, e.previous_sha256, e.sha256))) WHERE entry_id "
     "= 3",
     4, Fault::kOutOfOrder, "entry 4 is out of order: "},
    {"UPDATE ops.audit_entries e SET reason = 'x', sha256 = sha256(ops.audit_entry_bytes((e.entry_id, e.recorded_at, "
     "e.role, e.subject, e.token_id, e.action, e.object, 'x', e.details, e.previous_sha256, e.sha256))) WHERE entry_id "
     "= 2500",
     2500, Fault::kChanged, "entry 2500 was changed: its SHA-256 is "},
    {"UPDATE ops.audit_head SET entry_id = 2499", 2500, Fault::kOutOfOrder,
     "entry 2500 was not appended by the trail itself"},
};

BOOST_AUTO_TEST_CASE(the_first_broken_entry_is_named_with_what_is_wrong) {
  Transaction transaction = application_database().begin();
  for (int n = 1; n <= 2500; ++n)
    append_audit_entry(transaction, entry(n));
  transaction.commit();
  run_script(
      "DROP TABLE IF EXISTS untouched, untouched_head; CREATE TABLE untouched AS TABLE ops.audit_entries; "
      "CREATE TABLE untouched_head AS TABLE ops.audit_head");
  BOOST_TEST(!verified().broken.has_value());
  for (const Tampering& tampering : kTamperings) {
    BOOST_TEST_CONTEXT(tampering.sql) {
      tamper(tampering.sql);
      const AuditVerification verification = verified();
      BOOST_REQUIRE(verification.broken.has_value());
      BOOST_TEST(verification.broken->entry_id == tampering.broken);
      BOOST_TEST((verification.broken->fault == tampering.fault));
      BOOST_TEST(verification.broken->message.starts_with(tampering.says), verification.broken->message);
      tamper(
          "DELETE FROM ops.audit_entries; INSERT INTO ops.audit_entries TABLE untouched; "
          "DELETE FROM ops.audit_head; INSERT INTO ops.audit_head TABLE untouched_head");
    }
  }
  BOOST_TEST(!verified().broken.has_value());
}

// The owner of the tables can make a whole chain anew. What was written down elsewhere tells.
BOOST_AUTO_TEST_CASE(an_anchor_tells_a_chain_made_anew) {
  append_all(3);
  const std::string kept = audit_entries(application_database(), {.before = 3}, 1).at(0).sha256;
  const AuditAnchor anchor{2, kept};
  BOOST_TEST(!verify_audit_trail(application_database(), anchor).broken.has_value());
  tamper(
      "DELETE FROM ops.audit_entries; UPDATE ops.audit_head SET entry_id = 0, sha256 = decode(repeat('00', 32), "
      "'hex')");
  BOOST_TEST(verify_audit_trail(application_database(), anchor).broken->message == "entry 1 is missing");
  append_all(3);
  BOOST_TEST(!verified().broken.has_value());
  const auto broken = verify_audit_trail(application_database(), anchor).broken;
  BOOST_REQUIRE(broken.has_value());
  BOOST_TEST(broken->entry_id == 2);
  BOOST_TEST(broken->message.ends_with(", expected was " + kept));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
