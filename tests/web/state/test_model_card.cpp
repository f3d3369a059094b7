#include "common/evaluation/wilson.hpp"
#include "tests/web/loaded_state.hpp"
#include "web/state/model_words.hpp"
#include "web/state/text_twin.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace {

namespace bdata = boost::unit_test::data;
using namespace clearwell;
using namespace clearwell::state;
using Row = std::vector<std::string>;

State model_view(const std::string& view) {
  return test::loaded_state("#section=model&view=" + view);
}

std::string all_words(const TextTwin& twin) {
  std::string words;
  for (const TwinSection& section : twin.sections) {
    words += section.heading + "\n";
    for (const std::string& sentence : section.sentences)
      words += sentence + "\n";
    for (const Row& row : section.rows)
      for (const std::string& cell : row)
        words += cell + "\n";
  }
  return words;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(model_cards)

BOOST_AUTO_TEST_CASE(the_card_is_read) {
  const ModelCard card = parse_model_card(test::kCard).value();
  BOOST_TEST(card.alarms.size() == 1U);
  BOOST_TEST(card.findings.size() == 1U);  // a notice is none
  BOOST_TEST(card.recall_floor.value() == 0.2);
  BOOST_TEST(card.base_rate.value() == 0.4);
  BOOST_TEST(card.confusion->true_negatives == 44);
  BOOST_TEST(card.precision_curve.size() == 3U);
  // Of two repeats the interval rests on one: 13 of 20, and not 26 of 40.
  BOOST_TEST((card.calibration[1].interval == *evaluation::wilson_interval(13, 20)));
}

BOOST_AUTO_TEST_CASE(what_the_run_did_not_keep_is_empty) {
  const ModelCard card =
      parse_model_card(R"({"performance":{"confusion_matrix":null,"hold_out":null},"fails":null})").value();
  BOOST_TEST((card == ModelCard{}));
}

const char* const kBroken[] = {"[]", "{}", "no", R"({"features":{}})"};
const char* const kComplaints[] = {"performance is missing", "performance is missing", "the answer is not JSON",
                                   "performance is missing"};
BOOST_DATA_TEST_CASE(what_is_no_card_is_refused, bdata::make(kBroken) ^ kComplaints, body, complaint) {
  BOOST_TEST(parse_model_card(body).error().message == complaint);
}

BOOST_AUTO_TEST_CASE(each_view_fetches_what_it_shows) {
  BOOST_TEST((model_view("card").slot(Resource::data).status == LoadStatus::idle));
  BOOST_TEST(model_view("data").slot(Resource::data).url == "/v1/models/pools/versions/2/data");
  BOOST_TEST(model_view("history").slot(Resource::promotions).url == "/v1/models/pools/promotions");
  BOOST_TEST((test::loaded_state("#section=try").slot(Resource::card).status == LoadStatus::idle));
  BOOST_TEST(to_hash(address_of(model_view("figures"))) == "section=model&plant=north&view=figures");
}

BOOST_AUTO_TEST_CASE(figures_stand_beside_what_needs_no_model) {
  const auto rows = figure_rows(model_view("figures"));
  BOOST_REQUIRE(rows.size() == 2U);
  BOOST_TEST(rows[0] == (Row{"Figure", "This version 2", "Without a model"}), boost::test_tools::per_element());
  BOOST_TEST(rows[1] == (Row{"ROC AUC (0.5 is a coin)", "0.660 ± 0.020", "0.500"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_challenger_of_the_same_model_stands_beside_the_champion) {
  State state = reduce({}, Start{});
  const auto version = [](int number, const std::string& name, const std::string& alias) {
    return R"({"name":")" + name + R"(","version":)" + std::to_string(number) + R"(,"family":"f","aliases":[")" +
           alias + R"("],"sha256":"0","model_url":"/m","metrics":{"roc_auc":{"mean":0.7,"sd":0.01}}})";
  };
  const std::string body = R"({"models":[)" + version(4, "other", "challenger") + "," +
                           version(3, "pools", "challenger") + "," + version(2, "pools", "champion") + "]}";
  state = reduce(state, ResponseArrived{Resource::models, "/v1/models", 200, body, {}});
  BOOST_TEST(state.version->version == 2);
  BOOST_REQUIRE(state.challenger.has_value());
  BOOST_TEST(state.challenger->version == 3);
}

BOOST_AUTO_TEST_CASE(counts_of_repeats_are_those_of_one) {
  const auto rows = confusion_rows(model_view("figures"));
  BOOST_TEST(rows[1] == (Row{"were “liked”", "10", "6"}), boost::test_tools::per_element());
  BOOST_TEST(rows[2] == (Row{"were “not liked”", "2", "22"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(slices_are_named_as_people_name_them) {
  const State state = model_view("figures");
  const auto rows = failure_rows(state);
  BOOST_TEST(rows[1] == (Row{"Depth 2 to 3", "21", "precision 50\u00A0% (30\u00A0% to 70\u00A0%)"}),
             boost::test_tools::per_element());
  BOOST_TEST(rows[2] == (Row{"Sweetness not measured", "22", "recall 25\u00A0%"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(precision_comes_with_its_interval_in_words) {
  State state = model_view("figures");
  state.version->metrics.push_back({"precision", 0.8, 0.02, 0.83, 0.7, 0.9});
  BOOST_TEST(
      quality_sentences(state)[0] ==
      "Of the samples that it called “liked”, 83\u00A0% were; with 95 % confidence between 70\u00A0% and 90\u00A0%.");
  BOOST_TEST(quality_sentences(state)[1] == "Calling every sample “liked” would be right in 40\u00A0%.");
  BOOST_TEST(quality_sentences(state)[2] ==
             "On 12 samples from 2026-01-01 on, which it had not seen: precision 0.750.");
}

BOOST_AUTO_TEST_CASE(the_data_are_told_with_what_is_missing_and_what_goes_together) {
  const State state = model_view("data");
  BOOST_REQUIRE(state.data.has_value());
  BOOST_TEST(missing_words(state.data->features[0], i18n::Language::en) == "not measured in 5.0 %");
  BOOST_TEST(missing_words(state.data->features[1], i18n::Language::en) == "always measured");
  BOOST_TEST(correlation_sentences(state, 5) == (Row{"Sweetness and Depth: -0.40"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(decisions_are_told_in_words) {
  const State state = model_view("history");
  BOOST_REQUIRE(state.promotions->size() == 2U);
  BOOST_TEST(promotion_sentence((*state.promotions)[0], i18n::Language::en) == "2 March 2026: version 3 was refused.");
  BOOST_TEST(promotion_sentence((*state.promotions)[1], i18n::Language::es) ==
             "1 de marzo de 2026: la versión 2 reemplazó a la 1.");
}

BOOST_AUTO_TEST_CASE(a_demotion_says_who_answers_now) {
  const auto promotions = parse_promotions(R"({"promotions": [
    {"version": 2, "from_version": 3, "outcome": "demoted", "reason": "of 60 …", "decided_at": "2026-03-02T04:00:00Z"},
    {"version": 1, "from_version": 1, "outcome": "demoted", "reason": "of 60 …", "decided_at": "2026-03-01T04:00:00Z"}]})");
  BOOST_REQUIRE(promotions);
  BOOST_REQUIRE(promotions->size() == 2U);
  BOOST_TEST(promotion_sentence((*promotions)[0], i18n::Language::en) ==
             "2 March 2026: laboratories contradicted version 3; back to version 2.");
  BOOST_TEST(promotion_sentence((*promotions)[1], i18n::Language::en) ==
             "1 March 2026: laboratories contradicted version 1, which answers until a better one is there.");
}

BOOST_AUTO_TEST_CASE(the_twin_tells_what_each_view_shows) {
  const std::string card = all_words(text_twin(model_view("card")));
  for (const char* part : {"The training samples are simulated", "Nobody’s water may be declared safe",
                           "Do not believe the figures: a feature is made from the label", "Depth repeats.",
                           "simulated data, 100 samples", "says “liked” from 60 of 100", "CC0"})
    BOOST_TEST(card.find(part) != std::string::npos, part);
  const State figures = model_view("figures");
  const std::string told = all_words(text_twin(figures));
  for (const auto& rows : {figure_rows(figures), failure_rows(figures), confusion_rows(figures),
                           calibration_rows(figures), precision_rows(figures)}) {
    BOOST_TEST(rows.size() > 1U);
    for (const Row& row : rows)
      for (const std::string& cell : row)
        BOOST_TEST(told.find(cell) != std::string::npos, cell);
  }
  BOOST_TEST(all_words(text_twin(model_view("data"))).find("not measured in 5.0 %") != std::string::npos);
  BOOST_TEST(all_words(text_twin(model_view("history"))).find("precision is not higher") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
