#include "server/dataset/fold_file.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>

namespace bdata = boost::unit_test::data;
using clearwell::dataset::parse_fold_file;

namespace {

const std::vector<std::optional<int>> kRows = {0, 2, 3};

struct Refusal {
  const char* csv;
  const char* message;
  const char* field;
};
std::ostream& operator<<(std::ostream& out, const Refusal& refusal) {
  return out << refusal.message;
}

const Refusal kRefusals[] = {
    {"", "the file is empty; a fold file begins with the header row,repeat0,repeat1,…", "line 1"},
    {"row\n0\n", "column 2 is '' instead of 'repeat0'; a fold file begins with the header row,repeat0,repeat1,…",
     "line 1"},
    {"id,repeat0\n", "column 1 is 'id' instead of 'row'; a fold file begins with the header row,repeat0,repeat1,…",
     "line 1"},
    {"row,repeat0,repeat2\n",
     "column 3 is 'repeat2' instead of 'repeat1'; a fold file begins with the header row,repeat0,repeat1,…", "line 1"},
    {"row,repeat0\n0,0\n2\n", "1 cells where the header has 2", "line 3"},
    {"row,repeat0\n0,0\nx,1\n", "'x' is not a data row (0, 1, 2, …)", "line 3, column row"},
    {"row,repeat0\n-1,0\n", "'-1' is not a data row (0, 1, 2, …)", "line 2, column row"},
    {"row,repeat0\n0,1.5\n", "'1.5' is not a fold (0 to 999)", "line 2, column repeat0"},
    {"row,repeat0,repeat1\n0,1,1000\n", "'1000' is not a fold (0 to 999)", "line 2, column repeat1"},
    {"row,repeat0\n0,1\n0,0\n", "row 0 has a line already", "line 3, column row"},
    {"row,repeat0\n0,0\n2,1\n", "row 3 of the training data has no line", "row"},
    {"row,repeat0\n0,0\n2,0\n3,0\n", "every training row is in fold 0; at least 2 folds are needed", "column repeat0"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(fold_file)

BOOST_AUTO_TEST_CASE(rows_find_their_fold_in_each_repeat) {
  // Row 1 was refused by the import; CRLF and the order of the lines do not matter.
  const auto repeats = parse_fold_file("row,repeat0,repeat1\r\n3,1,0\r\n1,0,0\r\n0,0,2\r\n2,1,1\r\n", kRows);
  BOOST_REQUIRE(repeats);
  BOOST_REQUIRE(repeats->size() == 2);
  BOOST_TEST((*repeats)[0].n_folds == 2);
  BOOST_TEST((*repeats)[0].fold_of_row == (std::vector<int>{0, 1, 1}), boost::test_tools::per_element());
  BOOST_TEST((*repeats)[1].n_folds == 3);
  BOOST_TEST((*repeats)[1].fold_of_row == (std::vector<int>{2, 1, 0}), boost::test_tools::per_element());
}

BOOST_DATA_TEST_CASE(a_wrong_file_is_refused_by_name_and_place, bdata::make(kRefusals), refusal) {
  const auto repeats = parse_fold_file(refusal.csv, kRows);
  BOOST_REQUIRE(!repeats);
  BOOST_TEST(repeats.error().message == refusal.message);
  BOOST_TEST(repeats.error().field == refusal.field);
}

BOOST_AUTO_TEST_CASE(rows_that_no_line_can_name_are_refused) {
  const std::string csv = "row,repeat0\n0,0\n1,1\n";
  const std::vector<std::optional<int>> from_a_plant = {0, std::nullopt};
  BOOST_TEST(parse_fold_file(csv, from_a_plant).error().message ==
             "training row 1 did not come from a file, so a fold file cannot name it");
  const std::vector<std::optional<int>> from_two_files = {0, 1, 0};
  BOOST_TEST(parse_fold_file(csv, from_two_files).error().message ==
             "two training rows come from row 0 of different files; a fold file can name the rows of one file only");
}

BOOST_AUTO_TEST_SUITE_END()
