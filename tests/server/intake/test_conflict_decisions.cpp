// What becomes of a result that came again with another value, and of the file that brings it once more.
#include "server/store/result_conflicts.hpp"
#include "tests/server/intake/mapped_files.hpp"
#include "tests/temporary_folder.hpp"

namespace {

using namespace clearwell;
using store::ConflictDecision;
using store::ResultConflict;
using store::ResultConflicts;
using store::SampleRefusal;

const store::Actor kMara{"operator", "mara, by clearwell conflicts decide", {}};
const store::Actor kJon{"lab", "jon", 7};

/// A laboratory's file is stored, and a second one contradicts it in one result of sample 1.
struct TwoFiles : tests::MappedFiles {
  TwoFiles() {
    mapping_file = (folder.path() / "mapping.json").string();
    std::ofstream(mapping_file) << R"({"format_version": 1, "name": "lab", "title": "t", "content": "samples",
      "time": {"columns": ["day"], "formats": ["%Y-%m-%d"], "zone": "UTC"}, "sample_key": ["key"],
      "plant": {"id": "north", "name": "North", "time_zone": "UTC", "jurisdiction": "EU"},
      "rows": {"name": "what", "value": "result", "unit": "unit"}})";
    check(kFirst, 2, 0, 0);
    check(kSecond, 0, 1, 1);
  }
  void check(const std::string& text, int accepted, int duplicates, int rejected) {
    const auto report = import_text("key,day,what,result,unit\n" + text, "file.csv");
    BOOST_REQUIRE_MESSAGE(static_cast<bool>(report), (report ? "" : report.error().message));
    BOOST_TEST(report->accepted == accepted);
    BOOST_TEST(report->duplicates == duplicates);
    BOOST_TEST(report->rejected == rejected);
  }
  ResultConflict only_conflict(bool decided_too = false) {
    const auto all = conflicts.list({.plant_id = {}, .decided_too = decided_too, .conflict_id = {}, .after = 0}, 10);
    BOOST_REQUIRE(all.size() == 1u);
    return all[0];
  }
  ResultConflict decide(ConflictDecision decision) {
    auto outcome = conflicts.decide(only_conflict().conflict_id, decision, "called the laboratory", kMara);
    BOOST_REQUIRE(std::holds_alternative<ResultConflict>(outcome));
    return std::get<ResultConflict>(outcome);
  }
  std::string results(const std::string& from) {
    return text_of(
        "SELECT string_agg(concat_ws(' ', parameter, result_key, version, result_text), ', ' ORDER BY "
        "parameter, result_key, version) FROM " +
        from);
  }

  const std::string kFirst = "1,2026-03-01,Turbidity,0.4,NTU\n1,2026-03-01,Iron,0.1,mg/L\n";
  const std::string kSecond = "1,2026-03-01,Turbidity,4.4,NTU\n1,2026-03-01,Iron,0.1,mg/L\n";
  const ResultConflicts conflicts{database};
  tests::TemporaryFolder folder;
};

BOOST_FIXTURE_TEST_SUITE(conflict_decisions, TwoFiles)

BOOST_AUTO_TEST_CASE(an_open_conflict_tells_both_values_and_comes_again) {
  const ResultConflict conflict = only_conflict();
  BOOST_TEST(conflict.plant_id.value() == "north");
  BOOST_TEST(conflict.parameter == "turbidity");
  BOOST_TEST(conflict.stored_text.value() == "0.4");
  BOOST_TEST(conflict.incoming_text == "4.4");
  BOOST_TEST(conflict.source == "file.csv");
  BOOST_TEST(conflict.source_line == 2);
  BOOST_TEST(!conflict.decision.has_value());
  check(kSecond, 0, 1, 1);
  only_conflict();
  BOOST_TEST(conflicts.list({.plant_id = "south"}, 10).empty());
  BOOST_TEST(conflicts.list({.after = conflict.conflict_id}, 10).empty());
}

BOOST_AUTO_TEST_CASE(kept_leaves_what_is_stored) {
  const ResultConflict decided = decide(ConflictDecision::kKept);
  BOOST_TEST(decided.decision.value() == "kept");
  BOOST_TEST(decided.decided_by == kMara.subject);
  BOOST_TEST(results("water.sample_results") == "iron Iron 1 0.1, turbidity Turbidity 1 0.4");
  check(kSecond, 0, 2, 0);
  check(kFirst, 0, 2, 0);
  BOOST_TEST(conflicts.list({}, 10).empty());
  only_conflict(true);
}

BOOST_AUTO_TEST_CASE(new_is_the_next_version_once_a_second_person_certified_it) {
  decide(ConflictDecision::kNew);
  BOOST_TEST(results("water.current_results") == "iron Iron 1 0.1, turbidity Turbidity 2 4.4");
  BOOST_TEST(results("water.published_results") == "iron Iron 1 0.1, turbidity Turbidity 1 0.4");
  const store::LaboratorySamples samples(database);
  const std::int64_t sample_id = only_conflict(true).sample_id;
  BOOST_TEST((std::get<SampleRefusal>(samples.certify(sample_id, "", kMara)).kind == SampleRefusal::Kind::kFourEyes));
  BOOST_TEST(std::holds_alternative<store::LaboratorySample>(samples.certify(sample_id, "", kJon)));
  BOOST_TEST(results("water.published_results") == "iron Iron 1 0.1, turbidity Turbidity 2 4.4");
  check(kSecond, 0, 2, 0);
  check(kFirst, 0, 2, 0);
}

BOOST_AUTO_TEST_CASE(both_are_two_results) {
  const std::string key = "Turbidity conflict " + std::to_string(decide(ConflictDecision::kBoth).conflict_id);
  BOOST_TEST(results("water.published_results") ==
             "iron Iron 1 0.1, turbidity Turbidity 1 0.4, turbidity " + key + " 1 4.4");
  check(kSecond, 0, 2, 0);
}

BOOST_AUTO_TEST_CASE(a_third_value_is_a_conflict_of_its_own) {
  decide(ConflictDecision::kKept);
  check("1,2026-03-01,Turbidity,5,NTU\n", 0, 0, 1);
  BOOST_TEST(only_conflict().incoming_text == "5");
}

BOOST_AUTO_TEST_CASE(a_decision_is_made_once) {
  decide(ConflictDecision::kKept);
  const ResultConflict conflict = only_conflict(true);
  const auto again = conflicts.decide(conflict.conflict_id, ConflictDecision::kNew, "another day", kMara);
  BOOST_TEST(std::get<SampleRefusal>(again).error.message ==
             "the conflict was decided by " + kMara.subject + " at " + conflict.decided_at + ": kept");
  BOOST_TEST(std::get<SampleRefusal>(conflicts.decide(4711, ConflictDecision::kNew, "x", kMara)).error.message ==
             "there is no conflict 4711");
}

BOOST_AUTO_TEST_CASE(a_sample_of_another_time_can_only_be_kept_out) {
  decide(ConflictDecision::kKept);
  check("1,2026-03-02,Turbidity,0.4,NTU\n", 0, 0, 1);
  const ResultConflict conflict = only_conflict();
  BOOST_TEST(conflict.at_another_time);
  BOOST_TEST(std::get<SampleRefusal>(conflicts.decide(conflict.conflict_id, ConflictDecision::kNew, "x", kMara))
                 .error.message ==
             "what came was sampled at another time than the stored sample of that key; accepted: kept");
  decide(ConflictDecision::kKept);
  check("1,2026-03-02,Turbidity,0.4,NTU\n", 0, 1, 0);
}

BOOST_AUTO_TEST_CASE(the_audit_trail_tells_who_decided_and_why) {
  const ResultConflict decided = decide(ConflictDecision::kNew);
  const auto entries = store::audit_entries(database, {.object = "conflict/" + std::to_string(decided.conflict_id)}, 1);
  BOOST_REQUIRE(!entries.empty());
  BOOST_TEST(entries[0].entry.action == "conflict.decided");
  BOOST_TEST((entries[0].entry.actor == kMara));
  BOOST_TEST(entries[0].entry.reason == "called the laboratory");
  BOOST_TEST(entries[0].entry.details_json.find(R"("decision":"new")") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
