#include "server/intake/column_mapping.hpp"
#include "tests/server/intake/lake_spec.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace {

using namespace clearwell::intake;
using Header = std::vector<std::string>;

std::string complaint(const Header& header, LabelColumn label = LabelColumn::required) {
  const auto mapping = map_columns(header, clearwell::tests::lake_spec(), label);
  return mapping ? "" : mapping.error().message;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(column_mapping)

BOOST_AUTO_TEST_CASE(columns_are_found_by_name_and_alias_in_any_order) {
  const auto mapping = map_columns(Header{" SAFE ", "clarity_m", "PH"}, clearwell::tests::lake_spec());
  BOOST_TEST_REQUIRE(static_cast<bool>(mapping));
  BOOST_TEST(mapping->feature_columns == (std::vector<std::size_t>{2, 1}), boost::test_tools::per_element());
  BOOST_TEST(*mapping->label_column == 0U);
  BOOST_TEST(mapping->ignored_columns.empty());
}

BOOST_AUTO_TEST_CASE(other_columns_are_ignored_and_told) {
  const auto mapping = map_columns(Header{"", "ph", "Secchi", "safe", "Operator "}, clearwell::tests::lake_spec());
  BOOST_TEST_REQUIRE(static_cast<bool>(mapping));
  BOOST_TEST(mapping->ignored_columns == (Header{"column 1", "Operator"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(missing_columns_are_listed_with_what_is_accepted) {
  BOOST_TEST(complaint({"ph", "depth"}) ==
             "missing columns of 'lake': clarity_m (accepted: clarity_m, Secchi); safe (accepted: safe, Safe_to_swim); "
             "found: ph, depth");
}

BOOST_AUTO_TEST_CASE(a_file_of_something_else_is_named_as_such) {
  BOOST_TEST(complaint({"Date", "", "Rain"}) ==
             "no column is a feature of 'lake': ph (accepted: ph); clarity_m (accepted: clarity_m, Secchi); safe "
             "(accepted: safe, Safe_to_swim); "
             "found: Date, column 2, Rain");
}

BOOST_AUTO_TEST_CASE(a_missing_label_is_an_error_only_where_it_is_needed) {
  BOOST_TEST(complaint({"ph", "clarity_m"}) ==
             "missing columns of 'lake': safe (accepted: safe, Safe_to_swim); found: ph, clarity_m");
  BOOST_TEST(complaint({"ph", "clarity_m"}, LabelColumn::optional) == "");
  const auto mapping = map_columns(Header{"ph", "clarity_m"}, clearwell::tests::lake_spec(), LabelColumn::optional);
  BOOST_TEST(!mapping->label_column.has_value());
}

BOOST_AUTO_TEST_CASE(two_columns_of_one_meaning_are_refused) {
  BOOST_TEST(complaint({"ph", "clarity_m", "secchi", "safe"}) ==
             "columns 2 ('clarity_m') and 3 ('secchi') both mean clarity_m, accepted: one column of that meaning");
  BOOST_TEST(complaint({"ph", "clarity_m", "safe", "PH"}) ==
             "columns 1 ('ph') and 4 ('PH') both mean ph, accepted: one column of that meaning");
  BOOST_TEST(complaint({"ph", "clarity_m", "safe", "Safe"}) ==
             "columns 3 ('safe') and 4 ('Safe') both mean safe, accepted: one column of that meaning");
}

BOOST_AUTO_TEST_CASE(date_and_group_are_found_and_what_the_spec_ignores_is_no_stranger) {
  const Header header = {"remark", "Beach", "date", "ph", "clarity_m", "safe", "wind"};
  const auto mapping = map_columns(header, clearwell::tests::dated_lake_spec());
  BOOST_REQUIRE(mapping);
  BOOST_TEST(*mapping->group_column == 1U);
  BOOST_TEST(*mapping->sampled_at_column == 2U);
  BOOST_TEST((mapping->feature_columns == std::vector<std::size_t>{3, 4}));
  BOOST_TEST(*mapping->label_column == 5U);
  BOOST_TEST((mapping->ignored_columns == Header{"wind"}));
}

BOOST_AUTO_TEST_CASE(training_needs_date_and_group_and_scoring_does_not) {
  const Header header = {"ph", "clarity_m", "safe"};
  const auto training = map_columns(header, clearwell::tests::dated_lake_spec());
  BOOST_REQUIRE(!training);
  BOOST_TEST(training.error().message ==
             "missing columns of 'lake': taken (accepted: taken, Date); beach (accepted: beach); found: ph, clarity_m, "
             "safe");
  const auto scoring = map_columns(header, clearwell::tests::dated_lake_spec(), LabelColumn::optional);
  BOOST_REQUIRE(scoring);
  BOOST_TEST(!scoring->sampled_at_column);
  BOOST_TEST(!scoring->group_column);
  BOOST_TEST(*scoring->label_column == 2U);
}

BOOST_AUTO_TEST_CASE(a_header_of_hundreds_is_cut_in_the_message) {
  Header header(300, "x");
  const std::string message = complaint(header);
  BOOST_TEST(message.ends_with("x, and 250 more"));
}

BOOST_AUTO_TEST_SUITE_END()
