#include "common/hash/sha256.hpp"
#include "tests/http/watched_folders.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <set>
#include <thread>

namespace clearwell {
namespace {

namespace bdata = boost::unit_test::data;
namespace fs = std::filesystem;
using namespace std::chrono_literals;
using tests::Program;
using tests::read_text;

using tests::kOnce;
using tests::kQuickly;

}  // namespace

BOOST_FIXTURE_TEST_SUITE(watch_command, tests::WatchedFolders)

BOOST_AUTO_TEST_CASE(each_file_is_scored_once_by_champion_and_challenger) {
  drop("a.csv", csv(1));
  drop("b c.CSV", csv(2, 2'500));
  drop(".hidden.csv", csv(3));
  drop("notes.txt", "no table");
  BOOST_TEST(run() == 0);
  BOOST_TEST((names_in(out / "output") ==
              std::set<std::string>{"a.csv", "a.csv.drift.json", "b c.CSV", "b c.CSV.drift.json"}));
  BOOST_TEST(names_in(out / "failed").empty());
  BOOST_TEST(read_text(out / "output/a.csv") == result_of(csv(1)));
  BOOST_TEST(read_text(out / "output/b c.CSV") == result_of(csv(2, 2'500)));
  BOOST_TEST(read_text(out / "output/a.csv.drift.json").starts_with(R"({"model":"example","version":1,"rows":3,)"));
  BOOST_TEST(read_text(in / "a.csv") == csv(1));

  const store::Rows rows = rows_of(
      "source, destination, name, sha256, bytes, model, champion_version, challenger_version, output_name, status, "
      "rows_scored, rows_unanswered, output_sha256, reason");
  BOOST_REQUIRE(rows.size() == 2U);
  BOOST_TEST(rows.text(0, 0) == fs::canonical(in).string());
  BOOST_TEST(rows.text(0, 1) == fs::canonical(out).string());
  BOOST_TEST(rows.text(0, 2) == "a.csv");
  BOOST_TEST(rows.text(0, 3) == hash::sha256_hex(csv(1)));
  BOOST_TEST(rows.integer(0, 4) == static_cast<std::int64_t>(csv(1).size()));
  BOOST_TEST(rows.text(0, 5) == "example");
  BOOST_TEST(rows.integer(0, 6) == 1);
  BOOST_TEST(rows.integer(0, 7) == 2);
  BOOST_TEST(rows.text(0, 8) == "a.csv");
  BOOST_TEST(rows.text(0, 9) == "SCORED");
  BOOST_TEST(rows.integer(0, 10) == 3);
  BOOST_TEST(rows.integer(0, 11) == 0);
  BOOST_TEST(rows.text(0, 12) == hash::sha256_hex(result_of(csv(1))));
  BOOST_TEST(rows.is_null(0, 13));
  BOOST_TEST(errors().find("event=file_scored name=a.csv sha256=" + hash::sha256_hex(csv(1))) != std::string::npos);

  fs::remove(out / "output/a.csv");  // somebody took it away
  fs::last_write_time(in / "b c.CSV", fs::file_time_type::clock::now());
  BOOST_TEST(run() == 0);
  BOOST_TEST(!fs::exists(out / "output/a.csv"));
  BOOST_TEST(errors().find("file_scored") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(another_content_under_a_name_is_another_file_with_a_result_of_its_own) {
  drop("a.csv", csv(1));
  BOOST_TEST(run() == 0);
  drop("a.csv", csv(2));
  BOOST_TEST(run() == 0);
  drop("a.csv", csv(1));  // known
  BOOST_TEST(run() == 0);
  BOOST_TEST(rows_of("1").size() == 2U);
  BOOST_TEST(read_text(out / "output/a.csv") == result_of(csv(1)));
  const std::string other = rows_of("output_name", "output_name <> 'a.csv'").text(0, 0);
  BOOST_TEST((other.size() == 18U && other.starts_with("a.") && other.ends_with(".csv")), other);
  BOOST_TEST(read_text(out / "output" / other) == result_of(csv(2)));
}

BOOST_AUTO_TEST_CASE(two_places_may_have_the_same_names_and_contents_and_one_destination) {
  for (const char* name : {"in", "other"}) {
    in = folder.path() / name;
    fs::create_directories(in);
    for (const int content : {1, 2}) {
      drop("a.csv", csv(content));
      BOOST_TEST(run() == 0);
    }
    BOOST_TEST(rows_of("1", "status = 'SCORED'").size() == 2U);
  }
  BOOST_TEST(names_in(out / "output").size() == 8U);
}

BOOST_AUTO_TEST_CASE(names_that_cannot_be_stored_are_told_of_and_long_ones_are_shortened) {
  const std::string longest = std::string(251, 'a') + ".csv";
  drop(longest, csv(1));
  drop("caf\xE9.csv", csv(2));
  BOOST_TEST(run() == 0);
  BOOST_TEST(errors().find("event=file_refused name=caf?.csv reason=\"byte 4 of the name is not UTF-8; accepted: names "
                           "in UTF-8; rename it\"") != std::string::npos,
             errors());
  const store::Rows rows = rows_of("name, output_name, status");
  BOOST_REQUIRE(rows.size() == 1U);
  BOOST_TEST(rows.text(0, 0) == longest);
  BOOST_TEST(rows.text(0, 1).size() == 200U);
  BOOST_TEST(read_text(out / "output" / rows.text(0, 1)) == result_of(csv(1)));
  BOOST_TEST(fs::exists(out / "output" / (rows.text(0, 1) + ".drift.json")));
}

BOOST_AUTO_TEST_CASE(what_a_link_points_to_is_not_read) {
  std::ofstream(folder.path() / "secret") << csv(1);
  fs::create_symlink(folder.path() / "secret", in / "a.csv");
  BOOST_TEST(run() == 0);
  BOOST_TEST(rows_of("1").empty());
  BOOST_TEST(names_in(out / "output").empty());
  BOOST_TEST(names_in(out / "failed").empty());
}

BOOST_AUTO_TEST_CASE(a_file_that_was_given_back_is_tried_again_after_pauses_that_double) {
  fs::create_directory(out);
  Program program(log, command(in, out, {"--settle", "0", "--every", "0.1"}));
  program.wait_for("event=watching source=");
  fs::remove(out / "output");
  std::ofstream(out / "output").close();  // where no result can be
  const auto begin = std::chrono::steady_clock::now();
  drop("a.csv", csv(1));
  const auto n_given_back = [&] {
    const std::string text = program.errors();
    std::size_t n_lines = 0;
    for (std::size_t at = 0; (at = text.find("event=file_given_back name=a.csv", at)) != std::string::npos; ++at)
      ++n_lines;
    return n_lines;
  };
  BOOST_TEST(comes_true([&] { return n_given_back() >= 5; }));
  BOOST_TEST((std::chrono::steady_clock::now() - begin >= 1500ms));  // 0.1 + 0.2 + 0.4 + 0.8 s
  fs::remove(out / "output");
  fs::create_directory(out / "output");
  BOOST_TEST(wait_for(out / "output/a.csv"));
  BOOST_TEST(rows_of("1", "status = 'FAILED'").empty());
}

BOOST_AUTO_TEST_CASE(a_stop_before_all_has_ended_is_no_success) {
  const std::ofstream open(in / "a.csv");
  Program program(log, command(in, out, {"--settle", "3600", "--once"}));
  program.wait_for("event=watching source=");
  program.send(SIGTERM);
  BOOST_TEST(program.wait() == 1);
}

struct Bad {
  std::string csv;
  std::string reason;
};
std::ostream& operator<<(std::ostream& stream, const Bad& bad) {
  return stream << bad.reason;
}
const Bad kBad[] = {
    {"x0,x1,x2,x3\n1,2,abc,4\n", "line 2, column x2: 'abc' is not a number that a 32-bit float can hold"},
    {"x0,x1,x2,x3,prediction\n1,2,3,4,5\n", "the column 'prediction' is one that predict adds; rename it"},
    // 199 bytes and half of a character would be no text for the database.
    {"x0,x1,x2,x3\n1,2,3," + std::string(199, 'a') + "\u00E9\n",
     "line 2, column x3: '" + std::string(199, 'a') + "?' is not a number that a 32-bit float can hold"},
};

BOOST_DATA_TEST_CASE(what_cannot_be_scored_is_laid_aside_with_the_reason, bdata::make(kBad), bad) {
  drop("bad.csv", bad.csv);
  drop("good.csv", csv(1));
  BOOST_TEST(run() == 0);
  BOOST_TEST((names_in(out / "failed") == std::set<std::string>{"bad.csv", "bad.csv.reason.txt"}));
  BOOST_TEST(read_text(out / "failed/bad.csv") == bad.csv);
  BOOST_TEST(read_text(out / "failed/bad.csv.reason.txt") == bad.reason + "\n");
  BOOST_TEST((names_in(out / "output") == std::set<std::string>{"good.csv", "good.csv.drift.json"}));
  const store::Rows rows = rows_of("status, reason", "name = 'bad.csv'");
  BOOST_REQUIRE(rows.size() == 1U);
  BOOST_TEST(rows.text(0, 0) == "FAILED");
  BOOST_TEST(rows.text(0, 1) == bad.reason);
}

BOOST_AUTO_TEST_CASE(a_file_that_is_still_being_written_is_waited_for_and_a_stop_ends_the_program) {
  Program program(log, command(in, out, kQuickly));
  BOOST_REQUIRE(program.wait_for("event=watching source=") == fs::canonical(in).string());
  drop("first.csv", csv(1));
  BOOST_REQUIRE(wait_for(out / "output/first.csv"));
  std::ofstream writer(in / "slow.csv", std::ios::binary);
  writer << csv(2) << std::flush;
  std::this_thread::sleep_for(1s);
  BOOST_TEST(!fs::exists(out / "output/slow.csv"));
  writer << "1,2,3,4\n";
  writer.close();
  std::ofstream(in / "moved.tmp") << csv(3);
  fs::rename(in / "moved.tmp", in / "moved.csv");
  BOOST_TEST(wait_for(out / "output/slow.csv"));
  BOOST_TEST(wait_for(out / "output/moved.csv"));
  BOOST_TEST(read_text(out / "output/slow.csv") == result_of(csv(2) + "1,2,3,4\n"));
  program.send(SIGTERM);
  BOOST_TEST(program.wait() == 0);
  BOOST_TEST(program.errors().find("event=stopped") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_promotion_counts_from_the_next_file_on) {
  Program program(log, command(in, out, kQuickly));
  program.wait_for("event=watching source=");
  drop("before.csv", csv(1));
  BOOST_REQUIRE(wait_for(out / "output/before.csv"));
  models.give_alias("example", "champion", 2);
  models.give_alias("example", "challenger", 1);
  BOOST_REQUIRE(program.wait_for("version=1 alias=challenger").empty());
  drop("after.csv", csv(1));
  BOOST_REQUIRE(wait_for(out / "output/after.csv"));
  BOOST_TEST(read_text(out / "output/before.csv") == result_of(csv(1), 1, 2));
  BOOST_TEST(read_text(out / "output/after.csv") == result_of(csv(1), 2, 1));
  models.give_alias("example", "champion", 1);
  models.give_alias("example", "challenger", 2);
}

BOOST_AUTO_TEST_CASE(a_result_that_cannot_be_written_is_the_worlds_fault_and_comes_later) {
  drop("a.csv", csv(1));
  fs::create_directories(out / "output/a.csv");  // a folder in the result's place
  BOOST_TEST(run() == 1);
  BOOST_TEST(errors().find("event=file_given_back name=a.csv reason=\"cannot name ") != std::string::npos);
  BOOST_TEST(rows_of("1", "status = 'QUEUED'").size() == 1U);
  fs::remove(out / "output/a.csv");
  BOOST_TEST(run() == 0);
  BOOST_TEST(read_text(out / "output/a.csv") == result_of(csv(1)));
  BOOST_TEST((names_in(out / "output") == std::set<std::string>{"a.csv", "a.csv.drift.json"}));
}

BOOST_AUTO_TEST_CASE(wrong_use_is_named) {
  const auto says = [&](const std::vector<std::string>& arguments, const std::string& message, int exit_code = 2) {
    Program program(log, arguments);
    BOOST_TEST(program.wait() == exit_code);
    BOOST_TEST(errors().ends_with("clearwell watch: " + message + "\n"), errors());
  };
  const std::string missing = folder.path() / "missing";
  says(command(missing, out),
       "IN: '" + missing + "': No such file or directory; accepted: a folder, or s3://BUCKET/PREFIX");
  says(command(in, "s3://No"),
       "OUT: 's3://No': a bucket is written s3://BUCKET or s3://BUCKET/PREFIX, its name as 3 to 63 of a-z, 0-9, . -");
  ::setenv("AWS_REGION", "No", 1);
  ::setenv("AWS_ACCESS_KEY_ID", "id", 1);
  ::setenv("AWS_SECRET_ACCESS_KEY", "key", 1);
  says(command("s3://models/in", out), "AWS_REGION: 'No' is not a region's name (a-z, 0-9, -)");
  ::unsetenv("AWS_REGION");
  fs::create_directories(out / "output");
  says(command(out / "output", out), "IN: '" + fs::canonical(out / "output").string() + "' is where results go");
  says(command(in, out, {"--metrics", "0.0.0.0:8083"}),
       "--metrics 0.0.0.0:8083: only loopback addresses are accepted (127.0.0.1, [::1], localhost); put nginx in front "
       "to be reached from outside, see deploy/nginx");
  models.add("other", tests::first_model());
  std::vector<std::string> without_model = command(in, out);
  std::erase(without_model, "--model");
  std::erase(without_model, "example");
  says(without_model, "there are 2 models; name one with --model", 1);
  std::vector<std::string> wrong_model = command(in, out);
  std::replace(wrong_model.begin(), wrong_model.end(), std::string("example"), std::string("no"));
  says(wrong_model, "there is no model 'no'; clearwell models lists what there is", 1);
}

BOOST_AUTO_TEST_CASE(a_challenger_of_another_task_is_none) {
  models.add("mixed", tests::first_model());
  models.add("mixed",
             onnx::write_model(scoring::build_model(tests::random_trees(4, 12, 5, 7), tests::example_regression_spec(4),
                                                    tests::example_facts(4))),
             std::nullopt);
  drop("a.csv", csv(1));
  std::vector<std::string> arguments = command(in, out, kOnce);
  std::replace(arguments.begin(), arguments.end(), std::string("example"), std::string("mixed"));
  Program program(log, arguments);
  BOOST_TEST(program.wait() == 0);
  BOOST_TEST(errors().find("model=mixed champion=1 challenger=none rows=3") != std::string::npos, errors());
  BOOST_TEST(read_text(out / "output/a.csv") == result_of(csv(1), 1, 0));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace clearwell
