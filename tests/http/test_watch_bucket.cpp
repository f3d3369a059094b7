// Beside an S3-compatible service that checks signatures: with_s3.mjs starts it and says where it is.
#include "server/registry/bucket.hpp"
#include "tests/http/http_client.hpp"
#include "tests/http/watching.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <set>
#include <string>

namespace clearwell {
namespace {

const std::vector<std::string> kOnce = {"--every", "0.1", "--once"};

/// Each case has a prefix of its own in the bucket that all share.
struct Buckets : tests::Watching {
  explicit Buckets() {
    static int n_cases = 0;
    place = "s3://models/case" + std::to_string(++n_cases);
  }
  registry::Bucket bucket(const std::string& part) const { return *registry::open_bucket(place + part); }
  std::set<std::string> names_in(const std::string& part) const {
    std::set<std::string> names;
    for (const registry::ListedObject& object : bucket(part).list())
      names.insert(object.name);
    return names;
  }
  int run(const std::string& in, const std::string& out) const {
    Program program(log, command(in, out, kOnce));
    return program.wait();
  }
  std::string errors() const { return tests::read_text(log.path() / "stderr"); }

  using Program = tests::Program;
  tests::TemporaryFolder log;
  std::string place;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(watch_bucket, Buckets)

BOOST_AUTO_TEST_CASE(objects_are_scored_once_whatever_they_are_called) {
  const std::vector<std::string> names = {"a.csv", "b c+d.csv", "e&f<g>'%2F.csv", "\u00E9.CSV"};
  for (std::size_t i = 0; i < names.size(); ++i)
    bucket("/in").write(names[i], csv(static_cast<int>(i)));
  bucket("/in").write("bad.csv", "x0\n1\n");
  bucket("/in").write("notes.txt", "no table");
  bucket("/in/deeper").write("a.csv", csv(9));
  BOOST_TEST(run(place + "/in", place + "/out") == 0);
  BOOST_TEST(names_in("/out/output").size() == 2 * names.size());
  for (std::size_t i = 0; i < names.size(); ++i)
    BOOST_TEST(bucket("/out/output").read(names[i]) == result_of(csv(static_cast<int>(i))));
  BOOST_TEST((names_in("/out/failed") == std::set<std::string>{"bad.csv", "bad.csv.reason.txt"}));
  BOOST_TEST(
      query("SELECT 1 FROM water.watched_files WHERE source = '" + place + "/in' AND destination = '" + place + "/out'")
          .size() == names.size() + 1);
  BOOST_TEST(run(place + "/in/", place + "/out/") == 0);
  BOOST_TEST(errors().find("event=file_") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_folder_and_a_bucket_go_together) {
  bucket("/in").write("a.csv", csv(1));
  const tests::TemporaryFolder folder;
  BOOST_TEST(run(place + "/in", folder.path()) == 0);
  BOOST_TEST(tests::read_text(folder.path() / "output/a.csv") == result_of(csv(1)));
  std::ofstream(folder.path() / "b.csv") << csv(2);
  Program program(log, command(folder.path(), place, {"--settle", "0.05", "--every", "0.1", "--once"}));
  BOOST_TEST(program.wait() == 0);
  BOOST_TEST(bucket("/output").read("b.csv") == result_of(csv(2)));
}

BOOST_AUTO_TEST_CASE(a_busy_service_is_asked_again_and_a_bucket_that_is_not_there_is_told_of) {
  bucket("/in").write("a.csv", csv(1));
  const std::string endpoint = std::getenv("AWS_ENDPOINT_URL");
  ::setenv("AWS_ENDPOINT_URL", std::getenv("CLEARWELL_TEST_BUSY_ENDPOINT"), 1);
  BOOST_TEST(run(place + "/in", place + "/out") == 0);
  ::setenv("AWS_ENDPOINT_URL", endpoint.c_str(), 1);
  BOOST_TEST(errors().find("event=bucket_retry") != std::string::npos);
  BOOST_TEST(bucket("/out/output").read("a.csv") == result_of(csv(1)));

  Program program(log, command("s3://elsewhere/in", place + "/out", {"--every", "0.1", "--metrics", "127.0.0.1:0"}));
  BOOST_TEST(program.wait_for("event=place_away name=\"\" reason=").starts_with("\"cannot"));
  BOOST_TEST(program.errors().find("NoSuchBucket") != std::string::npos);
  const int port = std::stoi(program.wait_for("event=metrics_served address=http://127.0.0.1:"));
  const std::string metrics = tests::ask(port, tests::get_request("/metrics")).body;
  BOOST_TEST(metrics.find("\nclearwell_watch_retries_total{what=\"place\"} ") != std::string::npos);
  BOOST_TEST(metrics.find("\nclearwell_watch_retries_total{what=\"place\"} 0\n") == std::string::npos);
  program.send(SIGTERM);
  BOOST_TEST(program.wait() == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace clearwell
