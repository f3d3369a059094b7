#include "server/registry/promotions.hpp"

#include "tests/emptied_database.hpp"
#include "tests/registered_models.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <future>
#include <thread>

using namespace clearwell;
using registry::ModelVersion;
using registry::Promotion;

namespace {

/// A model named lake with three versions: 1 is champion, 3 challenger.
struct Lake {
  Lake() {
    for (const char* file : {"one", "two", "three"})
      models.add("lake", file);
  }
  static registry::Promotions::Decision decision(int version, std::optional<int> champion, bool promote) {
    return {.name = "lake",
            .version = version,
            .champion = champion,
            .promote = promote,
            .reason = "because",
            .figures_json = R"({"alarms": []})",
            .decided_by = "a test"};
  }
  int champion() const { return models.registry().find({.name = "lake"})->version; }
  std::string stages() const {
    std::string text;
    for (const ModelVersion& version : models.registry().list("lake"))
      text += std::to_string(version.version) + " " + version.stage + " " +
              (version.aliases.empty() ? "-" : version.aliases[0]) + "; ";
    return text;
  }
  std::size_t written() const { return promotions.history("lake").size(); }

  const tests::TemporaryDatabase& database = tests::emptied_database();
  tests::RegisteredModels models{database};
  registry::Promotions promotions{database.shared()};
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(promotions, Lake)

BOOST_AUTO_TEST_CASE(a_promotion_moves_the_alias_and_the_stages_follow) {
  BOOST_TEST(stages() == "3 Staging challenger; 2 None -; 1 Production champion; ");
  const Result<Promotion> made = promotions.decide(decision(3, 1, true));
  BOOST_REQUIRE(made);
  BOOST_TEST(made->version == 3);
  BOOST_TEST(made->from_version.value() == 1);
  BOOST_TEST(made->outcome == "promoted");
  BOOST_TEST(made->reason == "because");
  BOOST_TEST(made->figures_json == R"({"alarms": []})");
  BOOST_TEST(made->decided_by == "a test");
  BOOST_TEST(made->decided_at.size() == std::string("2026-03-12T08:00:00.000Z").size());
  BOOST_TEST(stages() == "3 Production champion; 2 None -; 1 Archived -; ");
  BOOST_CHECK(promotions.history("lake").front() == *made);
}

BOOST_AUTO_TEST_CASE(a_no_is_written_down_and_moves_nothing) {
  BOOST_REQUIRE(promotions.decide(decision(3, 1, false)));
  BOOST_TEST(stages() == "3 Staging challenger; 2 None -; 1 Production champion; ");
  BOOST_TEST(promotions.history("lake").front().outcome == "refused");
  BOOST_TEST(written() == 2);
}

BOOST_AUTO_TEST_CASE(comparisons_with_a_champion_are_counted_each_once) {
  const auto refuse = [this](int version, const std::string& evidence) {
    registry::Promotions::Decision no = decision(version, 1, false);
    no.figures_json = R"({"evidence": [)" + evidence + "]}";
    BOOST_REQUIRE(promotions.decide(no));
    return promotions.n_comparisons("lake", 1);
  };
  BOOST_TEST(promotions.n_comparisons("lake", 1) == 0);
  BOOST_TEST(refuse(3, R"({"rows": "newer_samples", "n_rows": 20, "decided": false})") == 0);
  BOOST_TEST(refuse(3, R"({"rows": "newer_samples", "n_rows": 90, "decided": true})") == 1);
  BOOST_TEST(refuse(3, R"({"rows": "newer_samples", "n_rows": 90, "decided": true})") == 1);
  BOOST_TEST(refuse(3, R"({"rows": "newer_samples", "n_rows": 95, "decided": true})") == 2);
  BOOST_TEST(refuse(2, R"({"rows": "newer_samples", "n_rows": 95, "decided": true})") == 3);
  BOOST_TEST(refuse(2, R"({"rows": "same_folds", "n_rows": 95, "decided": true})") == 4);
  BOOST_TEST(promotions.n_comparisons("lake", 2) == 0);
  BOOST_REQUIRE(promotions.force("lake", 2, "because", "a test"));
  BOOST_TEST(promotions.n_comparisons("lake", 2) == 0);
}

BOOST_AUTO_TEST_CASE(the_history_cannot_be_rewritten) {
  for (const char* statement : {"UPDATE tracking.promotions SET reason = 'another'", "DELETE FROM tracking.promotions"})
    BOOST_CHECK_THROW(database->begin().run(statement), store::StoreError);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_promoted_is_named_and_nothing_is_written) {
  const auto refused = [&](int version, std::optional<int> champion) {
    const Result<Promotion> made = promotions.decide(decision(version, champion, true));
    return made ? "promoted" : made.error().message + " (" + made.error().field + ")";
  };
  BOOST_TEST(refused(4, 1) == "there is no version 4 of the model lake (version)");
  BOOST_TEST(refused(1, 1) == "version 1 of lake is champion already (version)");
  BOOST_TEST(refused(3, 2) ==
             "the champion of lake is version 1 by now, and version 3 was compared with version 2; nothing was decided "
             "(champion)");
  BOOST_TEST(refused(3, std::nullopt) ==
             "the champion of lake is version 1 by now, and version 3 was compared with none; nothing was decided "
             "(champion)");
  BOOST_TEST(promotions.force("sea", 1, "because", "a test").error().message ==
             "there is no version 1 of the model sea");
  BOOST_TEST(promotions.force("lake", 1, "because", "a test").error().message ==
             "version 1 of lake is champion already");
  BOOST_TEST(promotions.force("lake", 2, "", "a test").error().message ==
             "a promotion without a comparison needs a reason");
  BOOST_TEST(written() == 1);
  BOOST_TEST(champion() == 1);
}

BOOST_AUTO_TEST_CASE(force_needs_no_figures_but_leaves_the_reason) {
  const Result<Promotion> made = promotions.force("lake", 2, "the champion's plant changed its source", "mara");
  BOOST_REQUIRE(made);
  BOOST_TEST(made->outcome == "forced");
  BOOST_TEST(made->from_version.value() == 1);
  BOOST_TEST(made->figures_json == "{}");
  BOOST_TEST(made->decided_by == "mara");
  BOOST_TEST(stages() == "3 Staging challenger; 2 Production champion; 1 Archived -; ");
}

BOOST_AUTO_TEST_CASE(a_rollback_goes_back_step_by_step_and_never_forth) {
  BOOST_REQUIRE(promotions.force("lake", 2, "because", "a test"));
  BOOST_REQUIRE(promotions.force("lake", 3, "because", "a test"));
  const Result<Promotion> back = promotions.roll_back("lake", "too many false alarms", "mara");
  BOOST_REQUIRE(back);
  BOOST_TEST(back->outcome == "rolled_back");
  BOOST_TEST(back->version == 2);
  BOOST_TEST(back->from_version.value() == 3);
  BOOST_TEST(back->reason == "too many false alarms");
  BOOST_TEST(stages() == "3 Archived -; 2 Production champion; 1 Archived -; ");
  BOOST_TEST(promotions.roll_back("lake", "again", "mara")->version == 1);
  BOOST_TEST(promotions.roll_back("lake", "again", "mara").error().message ==
             "version 1 of lake took the place of no other: there is nothing to go back to");
  BOOST_TEST(promotions.roll_back("sea", "again", "mara").error().message == "the model sea has no champion");
  BOOST_TEST(champion() == 1);

  BOOST_REQUIRE(promotions.force("lake", 3, "it was not its fault", "mara"));
  BOOST_TEST(promotions.roll_back("lake", "it was", "mara")->version == 1);
}

BOOST_AUTO_TEST_CASE(a_demotion_gives_the_place_to_the_successor_that_it_names) {
  BOOST_REQUIRE(promotions.force("lake", 2, "because", "a test"));
  BOOST_REQUIRE(promotions.force("lake", 3, "because", "a test"));
  const auto demote = [&](int version) {
    return promotions.demote({.name = "lake",
                              .version = version,
                              .successor = promotions.predecessor("lake", version),
                              .reason = "laboratories say no",
                              .figures_json = R"({"floor": 0.5})",
                              .decided_by = "precision monitor"});
  };
  BOOST_TEST(demote(1).error().message ==
             "the champion of lake is version 3 by now, not version 1; nobody was demoted");
  const std::size_t before = written();
  const Result<Promotion> demotion = demote(3);
  BOOST_REQUIRE(demotion);
  BOOST_TEST(written() == before + 1);
  BOOST_TEST(demotion->outcome == "demoted");
  BOOST_TEST(demotion->version == 2);
  BOOST_TEST(demotion->from_version.value() == 3);
  BOOST_TEST(demotion->figures_json == R"({"floor": 0.5})");
  BOOST_TEST(promotions.was_demoted("lake", 3));
  BOOST_TEST(!promotions.was_demoted("lake", 2));
  BOOST_TEST(stages() == "3 Archived -; 2 Production champion; 1 Archived -; ");
  BOOST_TEST(promotions.champion_at("lake", std::chrono::system_clock::now() + std::chrono::seconds(1))->version == 2);
}

BOOST_AUTO_TEST_CASE(the_predecessor_is_who_the_place_was_taken_from_the_last_time) {
  BOOST_TEST(!promotions.predecessor("lake", 1));  // it came in place of none
  BOOST_REQUIRE(promotions.force("lake", 2, "because", "a test"));
  BOOST_REQUIRE(promotions.force("lake", 3, "because", "a test"));
  BOOST_TEST(promotions.predecessor("lake", 3).value() == 2);
  BOOST_TEST(promotions.predecessor("lake", 2).value() == 1);
  BOOST_REQUIRE(promotions.force("lake", 2, "it was not its fault", "mara"));
  BOOST_TEST(promotions.predecessor("lake", 2).value() == 3);
}

BOOST_AUTO_TEST_CASE(the_first_champion_answers_on_when_it_is_demoted) {
  const Result<Promotion> demotion = promotions.demote({.name = "lake",
                                                        .version = 1,
                                                        .successor = {},
                                                        .reason = "laboratories say no",
                                                        .decided_by = "precision monitor"});
  BOOST_REQUIRE(demotion);
  BOOST_TEST(demotion->version == 1);
  BOOST_TEST(demotion->from_version.value() == 1);
  BOOST_TEST(stages() == "3 Staging challenger; 2 None -; 1 Production champion; ");
  BOOST_TEST(promotions.was_demoted("lake", 1));
  BOOST_REQUIRE(promotions.decide(decision(3, 1, true)));
  BOOST_TEST(champion() == 3);
}

BOOST_AUTO_TEST_CASE(of_two_promotions_at_once_one_is_told_that_it_came_too_late) {
  std::vector<std::future<bool>> tries;
  for (const int version : {2, 3})
    tries.push_back(std::async(std::launch::async, [this, version] {
      return static_cast<bool>(promotions.decide(decision(version, 1, true)));
    }));
  int promoted = 0;
  for (std::future<bool>& one : tries)
    promoted += one.get() ? 1 : 0;
  BOOST_TEST(promoted == 1);
  BOOST_TEST(written() == 2);
  BOOST_TEST(promotions.history("lake").front().version == champion());
}

BOOST_AUTO_TEST_CASE(everybody_is_told_of_a_promotion) {
  std::future<int> told = std::async(std::launch::async, [this] {
    int times = 0;  // the first answer only says that it listens from now on
    while (times < 2 && database->wait_for_notification(registry::kChannel, std::chrono::seconds(20)))
      ++times;
    return times;
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  BOOST_REQUIRE(promotions.decide(decision(3, 1, true)));
  BOOST_TEST(told.get() == 2);
}

BOOST_AUTO_TEST_CASE(a_first_version_with_an_alarm_is_no_champion) {
  tracking::ActiveRun run = tracking::ActiveRun::start(database.shared(), "brook", "train");
  const ModelVersion version = models.registry().register_version({.name = "brook",
                                                                   .run_id = run.run_id(),
                                                                   .family = "xgboost",
                                                                   .threshold = 0.5,
                                                                   .metrics_json = "{}",
                                                                   .parity_rows = 256,
                                                                   .parity_digest = std::string(64, 'b'),
                                                                   .data_origin = "imported",
                                                                   .alarms = {"ph alone separates the classes"}},
                                                                  "file");
  BOOST_TEST(version.stage == "Staging");
  BOOST_TEST(version.alarms == (std::vector<std::string>{"ph alone separates the classes"}),
             boost::test_tools::per_element());
  const std::vector<Promotion> history = promotions.history("brook");
  BOOST_REQUIRE(history.size() == 1);
  BOOST_TEST(history[0].outcome == "refused");
  BOOST_TEST(history[0].reason == "the challenger's figures are not to be believed: ph alone separates the classes");
}

BOOST_AUTO_TEST_SUITE_END()
