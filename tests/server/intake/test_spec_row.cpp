#include "server/intake/spec_row.hpp"
#include "tests/server/intake/lake_spec.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>
#include <string>
#include <vector>

namespace {

using namespace clearwell::intake;
namespace bdata = boost::unit_test::data;
using Cells = std::vector<std::string>;

const Cells kHeader = {"pH", "Secchi", "safe"};

std::variant<SpecRow, RejectedRow> read(Cells cells, const LabelTexts& labels = {{"1"}, {"0"}},
                                        DecimalMark mark = DecimalMark::point, std::string defect = "") {
  const auto spec = clearwell::tests::lake_spec();
  return read_spec_row({7, std::move(cells), std::move(defect)}, kHeader, *map_columns(kHeader, spec), spec, labels,
                       mark);
}

struct Rejected {
  Cells cells;
  const char* column;
  const char* value;
  const char* reason;
};
std::ostream& operator<<(std::ostream& out, const Rejected& row) {
  return out << row.column << " '" << row.value << "'";
}

const Rejected kRejected[] = {
    {{"seven", "3", "1"}, "pH", "seven", "is not a number"},
    {{"7.1abc", "3", "1"}, "pH", "7.1abc", "is not a number"},
    {{"0x10", "3", "1"}, "pH", "0x10", "is not a number"},
    {{"7,1", "3", "1"}, "pH", "7,1", "is not a number"},
    {{"inf", "3", "1"}, "pH", "inf", "is not a number"},
    {{"<", "3", "1"}, "pH", "<", "is not a number"},
    {{"<<7", "3", "1"}, "pH", "<<7", "is not a number"},
    {{"> 15", "3", "1"}, "pH", "> 15", "is outside the plausible range 0 to 14"},
    {{"14.01", "3", "1"}, "pH", "14.01", "is outside the plausible range 0 to 14"},
    {{"7", "-1", "1"}, "Secchi", "-1", "is outside the plausible range 0 to 80"},
    {{"7", "3", "2"}, "safe", "2", "is none of the labels; positive: '1'; negative: '0'"},
    {{"7", "3", "Yes"}, "safe", "Yes", "is none of the labels; positive: '1'; negative: '0'"},
    {{"7", "3", ""}, "safe", "", "the label is missing"},
    {{"7", "3", " NA "}, "safe", " NA ", "the label is missing"},
    {{"", "?", "1"}, "", "", "the row has no measurement"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(spec_row)

BOOST_AUTO_TEST_CASE(a_category_is_taken_as_the_spec_spells_it_and_any_other_is_refused) {
  clearwell::spec::DatasetSpec spec = clearwell::tests::lake_spec();
  clearwell::spec::FeatureSpec& shore = spec.features[1];
  shore.type = clearwell::spec::FeatureType::categorical;
  shore.categories = {{"Sand", {}}, {"Loose rock", {}}};
  const auto of_shore = [&](const char* cell) {
    return read_spec_row({7, {"7", cell, "1"}, ""}, kHeader, *map_columns(kHeader, spec), spec, {{"1"}, {"0"}},
                         DecimalMark::point);
  };
  const auto row = of_shore(" LOOSE rock ");
  BOOST_TEST_REQUIRE(std::holds_alternative<SpecRow>(row));
  BOOST_TEST((std::get<SpecRow>(row).features[1] == SpecRow::Cell{1, "Loose rock"}));
  BOOST_TEST(!std::get<SpecRow>(of_shore("NA")).features[1].has_value());
  const auto refused = of_shore("mud");
  BOOST_TEST_REQUIRE(std::holds_alternative<RejectedRow>(refused));
  BOOST_TEST(std::get<RejectedRow>(refused).column == "Secchi");
  BOOST_TEST(std::get<RejectedRow>(refused).reason == "is no category of clarity_m: Sand, Loose rock");
}

BOOST_AUTO_TEST_CASE(a_bound_of_what_was_not_detected_or_not_counted_stays_one) {
  const auto row = read({" <0.01", "> 3", "1"});
  BOOST_TEST_REQUIRE(std::holds_alternative<SpecRow>(row));
  const std::vector<std::optional<SpecRow::Cell>> expected = {
      SpecRow::Cell{0.01, "<0.01", clearwell::limits::Qualifier::below},
      SpecRow::Cell{3, "> 3", clearwell::limits::Qualifier::above}};
  BOOST_TEST((std::get<SpecRow>(row).features == expected));
}

BOOST_DATA_TEST_CASE(a_rejected_row_names_line_column_value_and_reason, bdata::make(kRejected), expected) {
  const auto row = read(expected.cells);
  BOOST_TEST_REQUIRE(std::holds_alternative<RejectedRow>(row));
  const auto& rejected = std::get<RejectedRow>(row);
  BOOST_TEST(rejected.line == 7U);
  BOOST_TEST(rejected.column == expected.column);
  BOOST_TEST(rejected.value == expected.value);
  BOOST_TEST(rejected.reason == expected.reason);
}

BOOST_AUTO_TEST_CASE(a_defective_record_is_rejected_whole) {
  const auto row = read({"7"}, {{"1"}, {"0"}}, DecimalMark::point, "has 1 cell, the header has 3");
  BOOST_TEST_REQUIRE(std::holds_alternative<RejectedRow>(row));
  BOOST_TEST((std::get<RejectedRow>(row) == RejectedRow{7, "", "", "the row has 1 cell, the header has 3"}));
}

BOOST_AUTO_TEST_CASE(values_keep_their_text_and_missing_ones_are_empty) {
  for (const char* marker : {"", "NA", "na", "NaN", "nan", "?", " ? "}) {
    const auto row = read({" 7.10 ", marker, "1"});
    BOOST_TEST_REQUIRE(std::holds_alternative<SpecRow>(row));
    const auto& good = std::get<SpecRow>(row);
    BOOST_TEST((good.features[0] == SpecRow::Cell{7.1, "7.10"}));
    BOOST_TEST(!good.features[1].has_value());
    BOOST_TEST(good.label);
  }
}

BOOST_AUTO_TEST_CASE(both_ends_of_the_plausible_range_belong_to_it) {
  BOOST_TEST(std::holds_alternative<SpecRow>(read({"0", "80", "0"})));
  BOOST_TEST(std::holds_alternative<SpecRow>(read({"14", "0", "0"})));
}

BOOST_AUTO_TEST_CASE(labels_may_be_stated) {
  const LabelTexts yes_no{{"Yes"}, {"No", "Never"}};
  BOOST_TEST(std::get<SpecRow>(read({"7", "3", "yes"}, yes_no)).label);
  BOOST_TEST(!std::get<SpecRow>(read({"7", "3", " NEVER "}, yes_no)).label);
  BOOST_TEST(std::holds_alternative<RejectedRow>(read({"7", "3", "1"}, yes_no)));
}

BOOST_AUTO_TEST_CASE(a_class_written_as_a_decimal_is_the_same_class) {
  BOOST_TEST(std::get<SpecRow>(read({"7", "3", "1.0"})).label);
  BOOST_TEST(!std::get<SpecRow>(read({"7", "3", "0.0"})).label);
}

BOOST_AUTO_TEST_CASE(decimal_commas_where_the_file_has_them) {
  const auto row = read({"7,5", "3", "1"}, {{"1"}, {"0"}}, DecimalMark::point_or_comma);
  BOOST_TEST_REQUIRE(std::holds_alternative<SpecRow>(row));
  BOOST_TEST(std::get<SpecRow>(row).features[0]->value == 7.5);
}

BOOST_AUTO_TEST_SUITE_END()
