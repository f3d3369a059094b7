#include "server/report/model_card_page.hpp"

#include <boost/test/unit_test.hpp>

using namespace clearwell;

namespace {

/// A card as report::ModelCard writes it; `NAME` stands for texts that others wrote.
std::string card_of(const std::string& name) {
  std::string card =
      R"({"model":"NAME","version":3,"title":{"en":"NAME","es":"NAME"},"family":"NAME","aliases":["NAME"],
    "stage":"Production","created_at":"2026-01-01T00:00:00Z","alarms":["NAME"],
    "purpose":{"description":{"en":"NAME","es":""},"estimates":{"en":"NAME","es":""},"against":{"en":"NAME","es":""}},
    "not_for":{"en":"NAME","es":""},
    "trained_on":{"data_origin":"imported","rows":12345,"classes":{"negatives":10000,"positives":2345},"license":"NAME","sha256":"abc",
      "lineage":{"samples":1,"first_sampled":null,"last_sampled":null,"last_imported":"2026-01-01","sources":[{"name":"NAME","samples":1}]},
      "findings":[{"severity":"warning","code":"x","feature":"","text":{"en":"NAME","es":""}},
                  {"severity":"notice","code":"y","feature":"","text":{"en":"left out","es":""}}]},
    "inputs":[{"name":"x","title":{"en":"NAME","es":""},"unit":"NAME","plausible":[0,1],
               "trained_on":{"low":0.5,"high":21917.9,"median":3,"missing_share":0.25}}],
    "decision":{"threshold":0.6037,"metric":"precision","recall_floor":0.2},
    "performance":{"metrics":{"roc_auc":{"mean":0.675,"sd":0.021},"precision":{"mean":0.742,"sd":null,"pooled":0.746,"lower":0.696,"upper":0.789}},
      "baseline":{"always_positive":{"precision":0.39,"recall":1},"always_negative":{"accuracy":0.61,"precision":null,"recall":0},"roc_auc":0.5},
      "limits_rule":{"jurisdiction":"NAME","features":["x"],"unconfirmed":["NAME"],"precision":0.918,"recall":null},
      "hold_out":{"from":"2025-01-01","rows":3376,"positives":245,"roc_auc":0.991,"pr_auc":0.95,"precision":0.961,"recall":0.906,
        "precision_at_recall_floor":0.9615}},
    "fails":{"lowest_precision":[{"feature":"x","from":1.5,"to":2,"predicted_positives":40,"precision":0.5,"precision_lower":0.35,
      "precision_upper":0.65}],"lowest_recall":[{"feature":"NAME","from":null,"to":null,"positives":177,"recall":0.118}]},
    "feature_importance":null,"lineage":{"run_id":"r","evaluation_run_id":null,"code_version":"NAME","seed":"42","spec_sha256":null,
      "dataset_sha256":null,"model_sha256":"f"}})";
  for (std::size_t at = card.find("NAME"); at != std::string::npos; at = card.find("NAME", at + name.size()))
    card.replace(at, 4, name);
  return card;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(model_card_page)

BOOST_AUTO_TEST_CASE(the_page_says_how_good_beside_what_needs_no_model) {
  const std::string page = report::model_card_page(card_of("Water"), "<figure>plot</figure>");
  for (const char* text :
       {"Model card · Water version 3", "Must not be used for", "Alarm: do not believe these figures",
        // NOLINTNEXTLINE(bugprone-suspicious-missing-comma)
        "Of the rows that it called “Water”, 74.6 % were; with 95 % confidence between 69.6 % and 78.9 %. Calling "
        "every row so would be right in 39.0 %.",
        "<th scope=\"row\">ROC AUC</th><td>0.675</td><td>± 0.021</td><td>0.500</td>",
        "To go by the limits of Water alone, without a model, has precision 0.918 at recall no evidence on the same "
        "rows; "
        "the limits of Water are not confirmed.",
        "The file itself, on 3376 samples from 2025-01-01 on, which it was not fitted to: ROC AUC 0.991, precision "
        "0.961 and recall 0.906 at its threshold, precision 0.962 at recall 0.20 on their own curve.",
        "3376 samples from 2025-01-01 on", "<th scope=\"row\">Recall at the threshold</th><td>no evidence</td>",
        "<figure>plot</figure>", "<th scope=\"row\">Water 1.5 to 2 Water</th>", "Water not measured", "<td>11.8 %</td>",
        "12,345", "no sample has a date", "Water, where it is the data set that the spec describes", "0.5 – 21,918",
        "a probability of 0.6037, chosen for a recall of 20.0 % or more"})
    BOOST_TEST(page.find(text) != std::string::npos, text);
  BOOST_TEST(page.find("left out") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(no_text_becomes_markup) {
  const std::string page = report::model_card_page(card_of("<script>alert('x')</script>"), "");
  BOOST_TEST(page.find("<script") == std::string::npos);
  BOOST_TEST(page.find("&lt;script&gt;") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
