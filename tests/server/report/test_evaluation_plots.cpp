#include "server/report/evaluation_plots.hpp"

#include <boost/test/unit_test.hpp>

using namespace clearwell;
using base::Language;
using report::JudgedRows;

namespace {

spec::LabelSpec label_of_water() {
  spec::LabelSpec label;
  label.positive_means = {"potable", "potable"};
  label.negative_means = {"not potable", "no potable"};
  return label;
}

/// Two folds of five rows; one pair stands the wrong way round.
JudgedRows judged_rows() {
  JudgedRows rows;
  rows.family = "xgboost";
  rows.folds = {{{0.9F, 0.8F, 0.3F, 0.2F, 0.1F}, {1, 1, 0, 0, 0}}, {{0.9F, 0.4F, 0.6F, 0.2F, 0.1F}, {1, 1, 0, 0, 0}}};
  rows.at_threshold = {.true_positives = 3, .false_positives = 1, .true_negatives = 5, .false_negatives = 1};
  rows.recall_floor = 0.2;
  return rows;
}

using Plot = std::string (*)(const JudgedRows&, const spec::LabelSpec&, Language);
const Plot kPlots[] = {report::roc_plot, report::precision_recall_plot, report::calibration_plot,
                       report::confusion_matrix_plot};

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(evaluation_plots)

// The square of the curves is 350 units wide and high, with (0, 0) at 66, 412.
BOOST_AUTO_TEST_CASE(a_roc_curve_goes_from_corner_to_corner_through_the_rates) {
  JudgedRows rows = judged_rows();
  rows.folds.pop_back();
  const std::string plot = report::roc_plot(rows, label_of_water(), Language::en);
  BOOST_TEST(contains(plot, "<polyline points=\"66,412 66,237 66,62 182.67,62 299.33,62 416,62\" class=\"curve\"/>"));
  BOOST_TEST(contains(plot, "Area under the curve 1.000 over 1 folds; a coin has 0.5"));
}

BOOST_AUTO_TEST_CASE(figures_are_means_over_folds_with_their_spread) {
  // The second fold has 5 of 6 pairs in order; 1 and 0.8333 spread by 0.118.
  BOOST_TEST(contains(report::roc_plot(judged_rows(), label_of_water(), Language::en), "0.917 ± 0.118 over 2 folds"));
  BOOST_TEST(
      contains(report::roc_plot(judged_rows(), label_of_water(), Language::es), "0,917 ± 0,118 en 2 particiones"));
}

BOOST_AUTO_TEST_CASE(the_chosen_point_stands_with_its_interval) {
  const std::string plot = report::precision_recall_plot(judged_rows(), label_of_water(), Language::en);
  BOOST_TEST(contains(plot, "chosen: 0.75 (0.30 to 0.95)"));
  BOOST_TEST(
      contains(plot, "<circle cx=\"328.5\" cy=\"149.5\" r=\"5\" class=\"choice\"/>"));  // recall and precision 0.75
  BOOST_TEST(contains(plot, "recall floor 20.0 %"));
  JudgedRows silent = judged_rows();
  silent.at_threshold = {.true_positives = 0, .false_positives = 0, .true_negatives = 6, .false_negatives = 4};
  BOOST_TEST(!contains(report::precision_recall_plot(silent, label_of_water(), Language::en), "chosen:"));
}

BOOST_AUTO_TEST_CASE(repeats_are_no_new_evidence) {
  JudgedRows twice = judged_rows();
  twice.n_repeats = 2;
  twice.at_threshold += judged_rows().at_threshold;
  BOOST_TEST(
      contains(report::precision_recall_plot(twice, label_of_water(), Language::en), "chosen: 0.75 (0.30 to 0.95)"));
  BOOST_TEST(contains(report::confusion_matrix_plot(twice, label_of_water(), Language::en),
                      "Each row was judged 2 times, by models that had not seen it"));
}

BOOST_AUTO_TEST_CASE(the_confusion_matrix_shows_counts_and_shares_of_what_was) {
  const std::string plot = report::confusion_matrix_plot(judged_rows(), label_of_water(), Language::en);
  for (const char* text :
       {">3<", ">75.0 %<", ">25.0 %<", ">83.3 %<", ">16.7 %<", "was “not potable”", "called “potable”"})
    BOOST_TEST(contains(plot, text), text);
}

BOOST_AUTO_TEST_CASE(importances_stand_in_order_with_a_bar_that_is_to_scale) {
  const std::string plot =
      report::feature_importance_plot({{{"Small", "S"}, 0.1}, {{"Large", "L"}, 0.4}}, 200, "log-odds", Language::en);
  BOOST_TEST(plot.find("Large") < plot.find("Small"));
  BOOST_TEST(contains(plot, "width=\"220\""));
  BOOST_TEST(contains(plot, "width=\"55\""));
  BOOST_TEST(contains(plot, "over 200 rows"));
}

BOOST_AUTO_TEST_CASE(rows_of_one_class_or_none_are_drawn_without_nonsense) {
  JudgedRows one_class = judged_rows();
  for (report::JudgedFold& fold : one_class.folds)
    fold.labels.assign(5, 0);
  one_class.at_threshold = {.true_positives = 0, .false_positives = 0, .true_negatives = 10, .false_negatives = 0};
  for (const JudgedRows& rows : {one_class, JudgedRows{}})
    for (const Plot plot : kPlots) {
      const std::string drawn = plot(rows, label_of_water(), Language::en);
      BOOST_TEST(!contains(drawn, "nan"));
      BOOST_TEST(!contains(drawn, "inf"));
    }
  BOOST_TEST(contains(report::roc_plot(one_class, label_of_water(), Language::en), "not computed"));
  BOOST_TEST(!contains(report::feature_importance_plot({}, 0, "log-odds", Language::en), "nan"));
  BOOST_TEST(!contains(report::feature_importance_plot({{{"a", "a"}, 0}}, 1, "", Language::en), "nan"));
}

BOOST_AUTO_TEST_CASE(names_of_classes_families_and_features_are_no_markup) {
  spec::LabelSpec hostile = label_of_water();
  hostile.positive_means = hostile.negative_means = {"<script>x", "<script>x"};
  JudgedRows rows = judged_rows();
  rows.family = "<b>";
  for (const Plot plot : kPlots) {
    BOOST_TEST(!contains(plot(rows, hostile, Language::en), "<script"));
    BOOST_TEST(!contains(plot(rows, hostile, Language::en), "<b>"));
  }
  BOOST_TEST(
      !contains(report::feature_importance_plot({{{"<script>", "x"}, 1}}, 1, "log-odds", Language::en), "<script"));
}

BOOST_AUTO_TEST_SUITE_END()
