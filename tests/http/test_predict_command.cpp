#include "tests/http/program.hpp"
#include "tests/registered_models.hpp"
#include "tests/temporary_database.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <limits>
#include <ostream>

namespace clearwell {
namespace {

namespace bdata = boost::unit_test::data;
using tests::Program;

/// One database with two versions of one model for all cases: each of them runs the program.
struct Predicting {
  Predicting() : models(database) {
    models.add("example", tests::first_model());
    models.add("example", tests::second_model());
    models.add("invented", tests::simulated_model());
  }
  static const Predicting& instance() {
    static const Predicting predicting;
    return predicting;
  }

  tests::TemporaryDatabase database;
  tests::RegisteredModels models;
};

struct Outcome {
  int code;
  std::string out;
  std::string errors;
};

Outcome predict(const std::string& csv, const std::string& model = "example") {
  const tests::TemporaryFolder folder;
  std::ofstream(folder.path() / "in.csv", std::ios::binary) << csv;
  Program program(folder, {"--database", Predicting::instance().database->url(), "--data-dir",
                           Predicting::instance().database.options().data_dir, "predict", "--model", model,
                           folder.path() / "in.csv", "-o", folder.path() / "out.csv"});
  const int code = program.wait();
  std::string errors = program.errors();
  const std::string path = folder.path().string() + '/';
  for (std::size_t at = 0; (at = errors.find(path)) != std::string::npos;)
    errors.erase(at, path.size());
  int n_files = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder.path()))
    ++n_files;
  BOOST_TEST(n_files == (code == 0 ? 5 : 3));  // in, stdout, stderr; out and its drift only when they are whole
  return {code, tests::read_text(folder.path() / "out.csv"), errors};
}

/// What the file must say after the input's own cells.
std::string expected(const std::string& onnx_bytes, int version, std::vector<float> row, char delimiter,
                     const std::string& flags = "") {
  const auto predictor = scoring::Predictor::load(onnx_bytes);
  const scoring::Prediction prediction = predictor->predict(row);
  char digits[32];
  const std::string probability(digits, std::to_chars(digits, digits + sizeof digits, prediction.probability).ptr);
  return std::string(1, delimiter) + (prediction.positive ? "1" : "0") + delimiter + probability + delimiter +
         std::to_string(version) + delimiter + flags + delimiter + "false\n";
}

constexpr float kNotMeasured = std::numeric_limits<float>::quiet_NaN();

BOOST_AUTO_TEST_SUITE(predict_command)

BOOST_AUTO_TEST_CASE(the_input_passes_through_and_the_answers_are_the_predictors) {
  const Outcome outcome =
      predict("\xEF\xBB\xBFname,x3,x2,x1,x0\r\n\"a, \"\"b\"\"\",4,3.5,2,0.1\r\n\"two\nlines\",,1e1,-5,7\r\n");
  BOOST_TEST(outcome.code == 0);
  BOOST_TEST(outcome.out ==
             "name,x3,x2,x1,x0,prediction,probability,model_version,flags,simulated\n\"a, \"\"b\"\"\",4,3.5,2,0.1" +
                 expected(tests::first_model(), 1, {0.1F, 2, 3.5F, 4}, ',') + "\"two\nlines\",,1e1,-5,7" +
                 expected(tests::first_model(), 1, {7, -5, 10, kNotMeasured}, ',', "x3:not_measured"));
  BOOST_TEST(outcome.errors ==
             "out.csv: 2 rows scored by example version 1; with flags 1; without any measurement, and so without a "
             "prediction, 0\n");
}

BOOST_AUTO_TEST_CASE(a_version_or_alias_may_be_named_and_semicolons_stay) {
  for (const char* model : {"example/2", "example@challenger"}) {
    BOOST_TEST(predict("x0;x1;x2;x3\n1,5;2;3;4\n", model).out ==
               "x0;x1;x2;x3;prediction;probability;model_version;flags;simulated\n1,5;2;3;4" +
                   expected(tests::second_model(), 2, {1.5F, 2, 3, 4}, ';'));
  }
}

BOOST_AUTO_TEST_CASE(doubtful_rows_are_flagged_in_the_words_of_the_api) {
  const Outcome outcome = predict("x0,x1,x2,x3\n101,-10.5,,10\n,,,\n1,2,3,4\n");
  BOOST_TEST(outcome.out == "x0,x1,x2,x3,prediction,probability,model_version,flags,simulated\n101,-10.5,,10" +
                                expected(tests::first_model(), 1, {101, -10.5F, kNotMeasured, 10}, ',',
                                         "x0:outside_plausible_range x1:outside_training_range x2:not_measured") +
                                ",,,,,,1,nothing_measured,false\n1,2,3,4" +
                                expected(tests::first_model(), 1, {1, 2, 3, 4}, ','));
  BOOST_TEST(outcome.errors ==
             "out.csv: 2 rows scored by example version 1; with flags 1; without any measurement, and so without a "
             "prediction, 1\n");
}

BOOST_AUTO_TEST_CASE(a_model_of_simulated_samples_says_so_in_each_row_and_to_whom_ran_it) {
  const Outcome outcome = predict("x0,x1,x2,x3\n1,2,3,4\n", "invented");
  BOOST_TEST(outcome.out.ends_with(",1,,true\n"));
  BOOST_TEST(outcome.errors.find("\nThe training samples are simulated: invented water") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(more_rows_than_a_block_keep_their_order) {
  std::string csv = "x0,x1,x2,x3\n";
  for (int i = 0; i < 2'500; ++i)
    csv += std::to_string(i % 20 - 10) + ",1,2,3\n";
  const std::string out = predict(csv).out;
  BOOST_TEST(std::count(out.begin(), out.end(), '\n') == 2'501);
  BOOST_TEST(out.ends_with("9,1,2,3" + expected(tests::first_model(), 1, {9, 1, 2, 3}, ',')));
}

struct Bad {
  std::string csv;
  std::string model;
  std::string message;
};
std::ostream& operator<<(std::ostream& out, const Bad& bad) {
  return out << bad.message;
}

const Bad kBad[] = {
    {"x0,x1,x2,x3\n1,2,3,4\n1,abc,3,4\n", "example",
     "in.csv: line 3, column x1: 'abc' is not a number that a 32-bit float can hold; nothing was written"},
    {"x0,x1,x2,x3\n1,2,3,1e39\n", "example",
     "in.csv: line 2, column x3: '1e39' is not a number that a 32-bit float can hold; nothing was written"},
    {"x0,x1,x2,x3,Prediction\n1,2,3,4,5\n", "example",
     "in.csv: the column 'Prediction' is one that predict adds; rename it; nothing was written"},
    {"x0,x1,x2,x3\n1,2,3,4\n", "nothing", "there is no nothing@champion; clearwell models lists what there is"},
    {"x0,x1,x2,x3\n1,2,3,4\n", "example/7", "there is no example/7; clearwell models lists what there is"},
};

BOOST_DATA_TEST_CASE(bad_input_is_named_and_nothing_is_written, bdata::make(kBad), bad) {
  const Outcome outcome = predict(bad.csv, bad.model);
  BOOST_TEST(outcome.code == 1);
  BOOST_TEST(outcome.errors == "clearwell predict: " + bad.message + "\n");
}

BOOST_AUTO_TEST_CASE(a_file_without_a_header_or_columns_is_refused) {
  BOOST_TEST(predict("").code == 1);
  BOOST_TEST(predict("a,b\n1,2\n").code == 1);
  BOOST_TEST(predict(std::string("x0,\0\n", 5)).code == 1);
  BOOST_TEST(predict("x0,x1,x2,x3\n1,2\n").code == 1);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace clearwell
