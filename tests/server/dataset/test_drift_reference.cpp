#include "server/dataset/drift_reference.hpp"

#include "tests/server/dataset/small_tables.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>

using namespace clearwell;
namespace bdata = boost::unit_test::data;

namespace {

dataset::DriftReference reference_of(std::size_t n_rows) {
  const dataset::TrainingTable table = tests::noise_rows(n_rows, 2, 1);
  std::vector<float> probabilities(n_rows, 0.4F);
  return dataset::make_drift_reference(table, tests::example_spec(2), probabilities, table.labels, probabilities);
}

struct Damage {
  const char* text;
  const char* message;
  const char* field;
};
std::ostream& operator<<(std::ostream& out, const Damage& damage) {
  return out << damage.text;
}

const Damage kDamages[] = {
    {"", "drift reference: there is no object of features", "features"},
    {"[]", "drift reference: there is no object of features", "features"},
    {R"({"features":[]})", "drift reference: there is no object of features", "features"},
    {R"({"features":{"x0":{"values":[1]}}})", "drift reference: a distribution is missing or incomplete",
     "features.x0"},
    {R"({"features":{}})", "drift reference: a distribution is missing or incomplete", "unseen_score"},
    {R"({"features":{},"unseen_score":{"values":[],"below":[],"up_to":[],"missing":0},)"
     R"("fitted_score":{"values":[],"below":[],"up_to":[],"missing":0},"calibration":{"p_value":0.5}})",
     "drift reference: the calibration is incomplete", "calibration"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(drift_reference)

BOOST_AUTO_TEST_CASE(every_value_is_kept_and_comes_back) {
  const dataset::DriftReference reference = reference_of(2000);
  BOOST_TEST(reference.features.size() == 2);
  BOOST_TEST(reference.features.at("x1").values.size() > 1990);
  BOOST_TEST(reference.features.at("x1").measured() == 2000);
  BOOST_TEST(reference.unseen_score.measured() == 2000);
  BOOST_TEST(reference.calibration.value().p_value > 0.001);  // four of ten are positive
  BOOST_TEST(reference.calibration->mean_probability == static_cast<double>(0.4F));
  BOOST_CHECK(dataset::parse_drift_reference(dataset::to_json(reference)).value() == reference);
}

BOOST_AUTO_TEST_CASE(without_enough_rows_the_calibration_is_not_known) {
  const dataset::DriftReference reference = reference_of(29);
  BOOST_TEST(!reference.calibration);
  BOOST_CHECK(dataset::parse_drift_reference(dataset::to_json(reference)).value() == reference);
}

BOOST_DATA_TEST_CASE(any_other_text_is_refused, bdata::make(kDamages), damage) {
  const auto read = dataset::parse_drift_reference(damage.text);
  BOOST_REQUIRE(!read);
  BOOST_TEST(read.error().message == damage.message);
  BOOST_TEST(read.error().field == damage.field);
}

BOOST_AUTO_TEST_SUITE_END()
