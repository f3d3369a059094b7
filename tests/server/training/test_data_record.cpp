#include "server/training/data_record.hpp"

#include "server/tracking/active_run.hpp"
#include "server/tracking/artifact_names.hpp"
#include "server/tracking/run_artifacts.hpp"
#include "tests/emptied_database.hpp"
#include "tests/server/training/stored_samples.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>

using namespace clearwell;
using nlohmann::json;

namespace {

struct Recording {
  std::shared_ptr<store::Database> database = tests::emptied_database().shared();
  spec::DatasetSpec spec = tests::example_spec(3);

  /// A finished run on this table: its id and what was found.
  std::pair<std::string, std::vector<dataset::Finding>> record(const dataset::TrainingTable& table) const {
    tracking::ActiveRun run = tracking::ActiveRun::start(database, spec.name, "train");
    std::vector<dataset::Finding> findings = training::record_data(run, *database, table, spec);
    const std::string run_id = run.run_id();
    run.finish();
    return {run_id, std::move(findings)};
  }
  json artifact(const std::string& run_id, std::string_view path) const {
    const auto found = tracking::find_artifact(*database, run_id, path);
    return found ? json::parse(found->bytes) : json();
  }
  std::string tag(const std::string& run_id, const std::string& key) const {
    const store::Rows rows = database->begin().run("SELECT value FROM tracking.tags WHERE run_id = $1 AND key = $2",
                                                   store::Params().add(run_id).add(key));
    return rows.empty() ? "" : rows.text(0, 0);
  }
};

bool has(const std::vector<dataset::Finding>& findings, const std::string& code) {
  return std::any_of(findings.begin(), findings.end(), [&](const auto& finding) { return finding.code == code; });
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(data_record, Recording)

BOOST_AUTO_TEST_CASE(a_run_keeps_statistics_and_findings_of_its_data) {
  const dataset::TrainingTable table = tests::learnable_table(300, 1);
  tests::store_samples(*database, table);
  const auto [run_id, findings] = record(table);
  const json statistics = artifact(run_id, tracking::kStatisticsPath);
  BOOST_TEST(statistics["sha256"] == table.sha256);
  BOOST_TEST(statistics["features"].size() == 3);
  BOOST_TEST(statistics["lineage"]["samples"] == 300);
  BOOST_TEST(artifact(run_id, tracking::kFindingsPath).size() == findings.size());
  BOOST_TEST(has(findings, "undated"));
  BOOST_TEST(tag(run_id, "data_checks") == dataset::worst_severity(findings));
  BOOST_TEST(artifact(run_id, tracking::kDriftPath).is_null());
}

BOOST_AUTO_TEST_CASE(the_next_run_is_compared_with_the_newest_finished_one) {
  const std::string first = record(tests::learnable_table(300, 1)).first;
  dataset::TrainingTable moved = tests::learnable_table(300, 2);
  for (std::size_t row = 0; row < moved.n_rows(); ++row)
    moved.features[row * 3 + 2] += 2;
  const auto [second, findings] = record(moved);
  BOOST_TEST(tag(second, "data_compared_with") == first);
  BOOST_TEST(has(findings, "drift"));
  BOOST_TEST(tag(second, "data_checks") == "warning");
  const json drift = artifact(second, tracking::kDriftPath);
  BOOST_REQUIRE(drift.size() == 3);
  BOOST_TEST(drift[0]["psi"].get<double>() < 0.2);
  BOOST_TEST(drift[2]["psi"].get<double>() > 0.5);
  const auto [third, none] = record(moved);
  BOOST_TEST(tag(third, "data_compared_with") == second);
  BOOST_TEST(!has(none, "drift"));
}

BOOST_AUTO_TEST_CASE(statistics_that_cannot_be_read_are_not_compared_with) {
  tracking::ActiveRun run = tracking::ActiveRun::start(database, spec.name, "train");
  run.log_artifact(tracking::kStatisticsPath, "application/json", "{}");
  run.finish();
  const auto [run_id, findings] = record(tests::learnable_table(300, 1));
  BOOST_TEST(artifact(run_id, tracking::kDriftPath).empty());
  BOOST_TEST(!has(findings, "drift"));
}

BOOST_AUTO_TEST_SUITE_END()
