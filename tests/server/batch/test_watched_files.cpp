#include "server/batch/watched_files.hpp"

#include "common/hash/sha256.hpp"
#include "tests/temporary_database.hpp"

#include <boost/test/unit_test.hpp>

namespace clearwell::batch {
namespace {

struct Files {
  static std::string source_of_case() {
    static int n_cases = 0;
    return "/in" + std::to_string(++n_cases);
  }
  static const tests::TemporaryDatabase& database_of_all() {
    static const tests::TemporaryDatabase database;
    return database;
  }
  store::Rows rows() const {
    return database->begin().run("SELECT output_name, status FROM water.watched_files WHERE source = '" + source +
                                 "' ORDER BY file_id");
  }

  const tests::TemporaryDatabase& database = database_of_all();
  /// The name of a result whose file has not its own.
  static std::string with_hash(const std::string& stem, const std::string& source, const std::string& name,
                               const std::string& sha256) {
    using namespace std::string_literals;
    return stem + "." + hash::sha256_hex(source + "\0"s + name + "\0"s + sha256).substr(0, 12) + ".csv";
  }

  std::string source = source_of_case();
  std::string sha256 = std::string(64, 'a');
  FoundFile file{"a.csv", "1"};
  ScoringVersions versions{"example", 3, 4};
  WatchedFiles files{*database, source, "/out" + source};
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(watched_files, Files)

BOOST_AUTO_TEST_CASE(a_claim_is_one_process_s_until_it_ends_or_is_gone) {
  WatchedFiles replica(*database, source, "/out" + source);
  BOOST_TEST(files.add(file, sha256, 10, versions));
  BOOST_TEST(!replica.add(file, sha256, 10, {"example", 5}));
  {
    const std::optional<ClaimedFile> claim = files.claim(file.name, sha256);
    BOOST_REQUIRE(claim.has_value());
    BOOST_TEST(claim->output_name() == "a.csv");
    BOOST_TEST((claim->versions() == versions));
    BOOST_TEST(!replica.claim(file.name, sha256).has_value());
    BOOST_TEST(!replica.has_ended(file, sha256));
  }
  std::optional<ClaimedFile> claim = replica.claim(file.name, sha256);
  BOOST_REQUIRE(claim.has_value());
  BOOST_TEST((claim->versions() == versions));  // those of whoever found it
  claim->scored(9, 1, std::string(64, 'b'));
  BOOST_TEST(!files.claim(file.name, sha256).has_value());
  BOOST_TEST(files.has_ended(file));
  BOOST_TEST(files.has_ended({"a.csv", "another stamp"}, sha256));
  BOOST_TEST(!files.has_ended({"a.csv", "another stamp"}));
  BOOST_TEST(!files.has_ended({"b.csv", "1"}, sha256));
}

BOOST_AUTO_TEST_CASE(whoever_asks_learns_that_somebody_is_at_work) {
  WatchedFiles replica(*database, source, "/out" + source);
  BOOST_TEST(!replica.is_claimed(file));
  files.add(file, sha256, 10, versions);
  BOOST_TEST(!replica.is_claimed(file));
  {
    const std::optional<ClaimedFile> claim = files.claim(file.name, sha256);
    BOOST_TEST(replica.is_claimed(file));
    BOOST_TEST(!replica.is_claimed({"a.csv", "2"}));
    BOOST_TEST(!replica.is_claimed({"b.csv", "1"}));
  }
  BOOST_TEST(!replica.is_claimed(file));
  files.claim(file.name, sha256)->failed("no table");
  BOOST_TEST(!replica.is_claimed(file));
}

BOOST_AUTO_TEST_CASE(files_without_a_stamp_are_not_taken_for_each_other) {
  files.add({"a.csv", ""}, sha256, 10, versions);
  {
    const std::optional<ClaimedFile> claim = files.claim(file.name, sha256);
    BOOST_TEST(!files.is_claimed({"a.csv", ""}));
  }
  files.claim(file.name, sha256)->failed("no table");
  BOOST_TEST(!files.has_ended({"a.csv", ""}));
  BOOST_TEST(files.has_ended({"a.csv", ""}, sha256));
}

BOOST_AUTO_TEST_CASE(a_file_that_failed_has_ended) {
  files.add(file, sha256, 10, {"example", 3});
  std::optional<ClaimedFile> claim = files.claim(file.name, sha256);
  BOOST_TEST(!claim->versions().challenger.has_value());
  claim->failed("no table");
  BOOST_TEST(files.has_ended(file));
  BOOST_TEST(rows().text(0, 1) == "FAILED");
}

BOOST_AUTO_TEST_CASE(results_of_other_contents_and_of_other_sources_have_names_of_their_own) {
  BOOST_TEST(files.add(file, sha256, 10, versions));
  const std::string other_sha256(64, 'b');
  BOOST_TEST(files.add({"a.csv", "2"}, other_sha256, 10, versions));
  BOOST_TEST(rows().text(0, 0) == "a.csv");
  BOOST_TEST(rows().text(1, 0) == with_hash("a", source, "a.csv", other_sha256));
  const WatchedFiles elsewhere(*database, source + "/elsewhere", "/out" + source);
  BOOST_TEST(elsewhere.add(file, sha256, 10, versions));
  BOOST_TEST(elsewhere.claim("a.csv", sha256)->output_name() == with_hash("a", source + "/elsewhere", "a.csv", sha256));
  BOOST_TEST(elsewhere.add({"a.csv", "2"}, other_sha256, 10, versions));  // whose content has a result of that name
  BOOST_TEST(elsewhere.claim("a.csv", other_sha256)->output_name() ==
             with_hash("a", source + "/elsewhere", "a.csv", other_sha256));
  const WatchedFiles other_result(*database, source, "/other" + source);
  BOOST_TEST(!other_result.has_ended(file, sha256));
  BOOST_TEST(other_result.add(file, sha256, 10, versions));
  BOOST_TEST(other_result.claim("a.csv", sha256)->output_name() == "a.csv");
}

// A name that is taken by chance is told of and not left unscored for ever.
BOOST_AUTO_TEST_CASE(a_result_without_a_name_is_an_error) {
  files.add(file, sha256, 10, versions);
  const std::string other_sha256(64, 'b');
  files.add({with_hash("a", source, "a.csv", other_sha256), "1"}, sha256, 10, versions);
  BOOST_CHECK_THROW(static_cast<void>(files.add({"a.csv", "2"}, other_sha256, 10, versions)), store::UniqueViolation);
}

BOOST_AUTO_TEST_CASE(a_long_name_becomes_a_short_one_of_whole_characters) {
  const std::string longest = std::string(196, 'a') + ".csv";
  BOOST_TEST(files.add({longest, "1"}, sha256, 10, versions));
  BOOST_TEST(rows().text(0, 0) == longest);
  std::string umlauts;
  while (umlauts.size() < 240)
    umlauts += "\u00FC";
  for (const std::string begin : {"", "x"}) {
    const std::string name = begin + umlauts + ".csv";
    BOOST_TEST(files.add({name, "1"}, sha256, 10, versions));
    BOOST_TEST(files.claim(name, sha256)->output_name() ==
               with_hash(begin + umlauts.substr(0, 182), source, name, sha256));
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace clearwell::batch
