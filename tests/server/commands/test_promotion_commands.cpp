#include "server/commands/command.hpp"
#include "server/scheduler/jobs.hpp"
#include "tests/command_line.hpp"
#include "tests/registered_models.hpp"
#include "tests/server/scheduler/trained_models.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <iostream>

using namespace clearwell;
using nlohmann::json;
using tests::CommandAnswer;

namespace {

struct CommandLine : tests::TrainedModels {
  CommandLine() {
    options.data_dir = database.options().data_dir;
    options.models_dir = folder.path();
  }
  CommandAnswer run(std::vector<std::string> arguments) const {
    return tests::run_command(
        options, {commands::add_promote, commands::add_rollback, commands::add_promotions, commands::add_retrain},
        std::move(arguments));
  }
  /// Two versions that kept no predictions to compare them by.
  void register_two() {
    const tests::RegisteredModels models(database);
    models.add("example", tests::first_model());
    models.add("example", tests::second_model());
  }

  base::Options options;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(promotion_commands, CommandLine)

BOOST_AUTO_TEST_CASE(a_refused_promotion_is_a_decision_and_no_success) {
  register_two();
  const CommandAnswer answer = run({"promote", "example", "2"});
  BOOST_TEST(answer.exit_code == commands::kFailed);
  BOOST_TEST(
      answer.out ==
      "example version 2 does not become champion, version 1 stays (refused): no evidence: newer_samples: the run "
      "of version 2 kept no out-of-fold predictions; same_folds: the run of version 2 kept no out-of-fold "
      "predictions; at least 30 of each are needed\n");
  BOOST_TEST(answer.err == "");
  BOOST_TEST(champion().version == 1);
  const scheduler::Job job = scheduler::Jobs(*database, base::system_clock()).newest(1).at(0);
  BOOST_TEST(job.kind == "promote");
  BOOST_TEST(job.status == "FINISHED");
  BOOST_TEST(json::parse(*job.result_json).at("outcome") == "refused");
}

BOOST_AUTO_TEST_CASE(force_needs_a_reason_and_only_force_has_one) {
  register_two();
  const CommandAnswer silent = run({"promote", "example", "2", "--force"});
  BOOST_TEST(silent.exit_code == commands::kUsage);
  BOOST_TEST(silent.err == "clearwell promote: --force needs --reason TEXT, for those who read the history\n");
  const CommandAnswer talkative = run({"promote", "example", "2", "--reason", "because"});
  BOOST_TEST(talkative.exit_code == commands::kUsage);
  BOOST_TEST(talkative.err ==
             "clearwell promote: --reason goes with --force only; without it the policy gives the reason\n");
  BOOST_TEST(registry.promotions().history("example").size() == 1);
}

BOOST_AUTO_TEST_CASE(promoted_rolled_back_and_all_of_it_in_the_history) {
  register_two();
  const CommandAnswer forced = run({"promote", "example", "2", "--force", "--reason", "the spring ran dry", "--json"});
  BOOST_TEST(forced.exit_code == commands::kOk);
  BOOST_TEST(json::parse(forced.out).at("outcome") == "forced");
  BOOST_TEST(json::parse(forced.out).at("from_version") == 1);
  BOOST_TEST(champion().version == 2);
  const CommandAnswer back = run({"rollback", "example", "--reason", "it runs again"});
  BOOST_TEST(back.exit_code == commands::kOk);
  BOOST_TEST(back.out == "example version 1 is champion, in place of version 2 (rolled_back): it runs again\n");
  const CommandAnswer no_further = run({"rollback", "example"});
  BOOST_TEST(no_further.exit_code == commands::kFailed);
  BOOST_TEST(no_further.err ==
             "clearwell rollback: version 1 of example took the place of no other: there is nothing to go back to\n");

  const json history = json::parse(run({"promotions", "example", "--json"}).out);
  BOOST_REQUIRE(history.size() == 3);
  BOOST_TEST(history[0].at("reason") == "it runs again");
  BOOST_TEST(history[0].at("decided_by").get<std::string>().ends_with(", by clearwell rollback"));
  BOOST_TEST(history[1].at("reason") == "the spring ran dry");
  BOOST_TEST(history[2].at("reason") == "there was no champion");
  const std::string text = run({"promotions", "example"}).out;
  BOOST_TEST(
      text.find("  rolled_back version 1 is champion, in place of version 2\n    it runs again\n    decided by ") !=
      std::string::npos);
  BOOST_TEST(run({"promotions", "sea"}).err ==
             "clearwell promotions: there is no model sea; clearwell models lists what there is\n");
}

BOOST_AUTO_TEST_CASE(the_history_says_of_a_demotion_who_answers_now) {
  register_two();
  const registry::Promotions promotions = registry.promotions();
  BOOST_REQUIRE(promotions.demote({.name = "example",
                                   .version = 1,
                                   .successor = {},
                                   .reason = "laboratories say no",
                                   .decided_by = "precision monitor"}));
  BOOST_TEST(
      run({"promotions", "example"})
          .out.find("  demoted     version 1 stays champion until a better one is there\n    laboratories say no\n") !=
      std::string::npos);
}

BOOST_AUTO_TEST_CASE(retraining_says_why_for_each_model) {
  const CommandAnswer nothing = run({"retrain"});
  BOOST_TEST(nothing.exit_code == commands::kFailed);
  BOOST_TEST(nothing.err == "clearwell retrain: no model is registered yet; clearwell train makes the first version\n");

  add_samples(0, 200);
  BOOST_TEST(run({"retrain", "--model", "example"}).out == "example version 1 promoted: there was no champion\n");
  const CommandAnswer not_due = run({"retrain", "--if-due"});
  BOOST_TEST(not_due.exit_code == commands::kOk);
  BOOST_TEST(not_due.out == "example not due: samples and spec are those that version 1 was trained on\n");

  add_samples(200, 230);
  const CommandAnswer refused = run({"retrain", "--if-due", "--json"});
  BOOST_TEST(refused.exit_code == commands::kOk);
  const json reports = json::parse(refused.out);
  BOOST_REQUIRE(reports.size() == 1);
  BOOST_TEST(reports[0].at("version") == 2);
  BOOST_TEST(reports[0].at("outcome") == "refused");
  BOOST_TEST(reports[0].at("figures").at("evidence").at(0).at("n_rows") == 30);
  const scheduler::Job job = scheduler::Jobs(*database, base::system_clock()).newest(1).at(0);
  BOOST_TEST(job.kind == "retrain");
  BOOST_TEST(json::parse(*job.result_json) == reports[0]);
  BOOST_TEST(run({"retrain", "--model", "sea"}).exit_code == commands::kFailed);
}

BOOST_AUTO_TEST_SUITE_END()
