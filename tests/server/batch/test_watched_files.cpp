#include "server/batch/watched_files.hpp"

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
  BOOST_TEST(files.add({"a.csv", "2"}, "0123456789abcdef" + std::string(48, '0'), 10, versions));
  BOOST_TEST(rows().text(0, 0) == "a.csv");
  BOOST_TEST(rows().text(1, 0) == "a.0123456789ab.csv");
  const WatchedFiles elsewhere(*database, source + "/elsewhere", "/out" + source);
  BOOST_TEST(elsewhere.add(file, sha256, 10, versions));
  BOOST_TEST(elsewhere.claim("a.csv", sha256)->output_name() == "a.aaaaaaaaaaaa.csv");
  const WatchedFiles other_result(*database, source, "/other" + source);
  BOOST_TEST(!other_result.has_ended(file, sha256));
  BOOST_TEST(other_result.add(file, sha256, 10, versions));
  BOOST_TEST(other_result.claim("a.csv", sha256)->output_name() == "a.csv");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace clearwell::batch
