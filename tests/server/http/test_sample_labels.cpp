// Labelled samples as laboratories enter them, and training on them.
#include "server/base/spec_files.hpp"
#include "server/dataset/training_table.hpp"
#include "tests/server/http/laboratory.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>

#include <cmath>

namespace clearwell::http {
namespace {

namespace bdata = boost::unit_test::data;

struct LabelledSamples : tests::Laboratory {
  /// \param labelled  the members that tell the label
  static std::string body(const std::string& labelled, const std::string& results) {
    return R"({"plant_id": "north", "sampled_at": "2026-03-12T08:00:00Z", )" + labelled + R"(, "results": [)" +
           results + "]}";
  }
  Answered enter(const std::string& labelled, const std::string& results) const {
    return post("/v1/samples", mara, body(labelled, results));
  }
  /// Entered by the one, certified by the other person. \return  where it is
  std::string certified(const std::string& labelled, const std::string& results) const {
    const Answered entered = enter(labelled, results);
    BOOST_REQUIRE_MESSAGE(entered.status == 200, entered.body.dump());
    std::string url = entered.body["samples"][0]["url"];
    BOOST_REQUIRE(post(url + "/certify", jon).status == 200);
    return url;
  }
  dataset::TrainingTable table_of(const std::string& model) const {
    const auto table = dataset::read_training_table(*database, *base::load_spec("models", model));
    BOOST_REQUIRE_MESSAGE(table, (table ? "" : table.error().message));
    return *table;
  }
  void run(const std::string& sql) const {
    store::Transaction transaction = database->begin();
    transaction.run_script(sql);
    transaction.commit();
  }
};

const std::string kPotable = R"("model": "water_potability", "label": true)";
const std::string kNotPotable = R"("model": "water_potability", "label": false)";

BOOST_FIXTURE_TEST_SUITE(sample_labels, LabelledSamples)

BOOST_AUTO_TEST_CASE(an_ordinary_result_never_stops_training) {
  certified(kPotable, R"({"parameter": "trihalomethanes", "value": 0.08, "unit": "mg/L"},
                         {"parameter": "sulfate", "text": "not detected", "unit": "mg/L"},
                         {"parameter": "turbidity", "text": "absent", "unit": "NTU"},
                         {"parameter": "chloramines", "text": "<0.1", "unit": "mg/L"})");
  certified(kNotPotable, R"({"parameter": "trihalomethanes", "text": "<10", "unit": "ug/l"})");
  const dataset::TrainingTable table = table_of("water_potability");
  const spec::DatasetSpec spec = *base::load_spec("models", "water_potability");
  BOOST_REQUIRE(table.n_rows() == 2);
  const auto value = [&](std::size_t row, const char* feature) { return table.row(row)[*spec.feature_index(feature)]; };
  BOOST_TEST(value(0, "trihalomethanes") == 80.0F);
  BOOST_TEST(value(1, "trihalomethanes") == 5.0F);
  BOOST_TEST(value(0, "chloramines") == 0.05F);
  BOOST_TEST(std::isnan(value(0, "sulfate")));
  BOOST_TEST(std::isnan(value(0, "turbidity")));
  BOOST_TEST(table.data_origin == "laboratory");
}

BOOST_AUTO_TEST_CASE(the_label_of_a_regression_is_its_number) {
  const auto price = [](const std::string& label) { return R"("model": "milk_price", "label": )" + label; };
  run("INSERT INTO water.samples (model, label_value, sampled_at, content_sha256, simulated) SELECT 'milk_price', 300 "
      "+ "
      "n, '2020-01-01', sha256(n::text::bytea), true FROM generate_series(1, 3) n");
  BOOST_TEST(table_of("milk_price").data_origin == "simulated");
  // As a label of the other kind came in before labels were compared with the spec: no sample that training reads.
  run("INSERT INTO water.samples (model, label, content_sha256) VALUES ('milk_price', true, sha256('x'))");
  BOOST_TEST(table_of("milk_price").data_origin == "simulated");

  certified(price("350.5"), R"({"parameter": "price_lag_1", "value": 340, "unit": "CLP/L"})");
  certified(price("340"), R"({"parameter": "price_lag_1", "value": 341})");
  const dataset::TrainingTable table = table_of("milk_price");
  BOOST_TEST(table.targets == (std::vector<double>{350.5, 340}), boost::test_tools::per_element());
  BOOST_TEST(table.row(0)[0] == 340.0F);
}

BOOST_AUTO_TEST_CASE(a_sample_has_the_group_that_the_split_goes_by) {
  certified(R"("model": "estonia_drinking_water", "label": true, "group": "A12")",
            R"({"parameter": "turbidity", "value": 4, "unit": "NTU"})");
  certified(R"("model": "estonia_drinking_water", "label": false, "group": "B1")",
            R"({"parameter": "turbidity", "value": 1, "unit": "NTU"})");
  BOOST_TEST(table_of("estonia_drinking_water").groups == (std::vector<std::string>{"A12", "B1"}),
             boost::test_tools::per_element());
}

std::string turbidity(int value) {
  return R"({"parameter": "turbidity", "unit": "NTU", "value": )" + std::to_string(value) + "}";
}

BOOST_AUTO_TEST_CASE(a_wrong_label_is_corrected_by_four_eyes_and_the_old_one_stays) {
  const std::string url = certified(kPotable, turbidity(1));
  certified(kPotable, turbidity(2));
  certified(kNotPotable, turbidity(3));
  const auto labels = [&] { return table_of("water_potability").labels; };
  const std::vector<std::uint8_t> as_entered = {1, 1, 0};
  const Answered corrected = post(url + "/corrections", mara, R"({"reason": "sheets mixed up", "label": false})");
  BOOST_REQUIRE_MESSAGE(corrected.status == 200, corrected.body.dump());
  BOOST_TEST(corrected.body["versions"].size() == 1U);
  BOOST_TEST(labels() == as_entered, boost::test_tools::per_element());

  const Answered own = post(url + "/certify", mara);
  BOOST_TEST(own.status == 403);
  BOOST_TEST(own.body["error"]["message"] ==
             "the label of the sample was entered by \"Mara\": a second person certifies it");
  BOOST_TEST(labels() == as_entered, boost::test_tools::per_element());
  BOOST_TEST(post(url + "/certify", jon).status == 200);
  BOOST_TEST(labels() == (std::vector<std::uint8_t>{0, 1, 0}), boost::test_tools::per_element());
  BOOST_TEST(post(url + "/certify", jon).status == 409);

  const nlohmann::json all = ask("GET", url, regulator).body;
  BOOST_TEST(all["model"] == "water_potability");
  BOOST_REQUIRE(all["labels"].size() == 2U);
  BOOST_TEST(all["labels"][0]["label"] == true);
  BOOST_TEST(all["labels"][1]["label"] == false);
  BOOST_TEST(all["labels"][1]["reason"] == "sheets mixed up");
  BOOST_TEST(all["labels"][1]["entered_by"] == "Mara");
  BOOST_TEST(all["labels"][1]["certified_by"] == "Jon");
  BOOST_TEST(post(url + "/publish", jon).status == 200);
  BOOST_TEST(!ask("GET", url, "").body.contains("labels"));
}

BOOST_AUTO_TEST_CASE(a_corrected_label_is_another_one_of_the_same_kind) {
  const std::string url = certified(kPotable, turbidity(1));
  const auto message = [&](const std::string& of, const std::string& correction) {
    const Answered refused = post(of + "/corrections", mara, R"({"reason": "r")" + correction + "}");
    BOOST_TEST(refused.status == 422);
    return refused.body["error"]["message"].get<std::string>();
  };
  BOOST_TEST(message(url, R"(, "label": true)") == "the label is stored as true already");
  BOOST_TEST(message(url, R"(, "label": 0.5)") ==
             "the label of water_potability must be true (potable) or false (not potable), not a number");
  BOOST_TEST(message(url, R"(, "label": "no")") == "label must be true, false or a number");
  BOOST_TEST(message(url, "") == "results must be an array of 1 to 500 results");
  BOOST_TEST(message(Laboratory::enter(mara), R"(, "label": true)") ==
             "the sample has no label; a label comes with its sample");
}

struct Refused {
  std::string labelled, results, field, message;
};
std::ostream& operator<<(std::ostream& out, const Refused& refused) {
  return out << refused.message;
}
const std::string kNtu = R"({"parameter": "turbidity", "value": 1, "unit": "NTU"})";
const Refused kRefused[] = {
    {R"("model": "water_potabilty", "label": true)", kNtu, "model",
     "there is no spec \"water_potabilty\"; accepted: airline_satisfaction, estonia_drinking_water, hr_attrition, "
     "milk_price, water_potability"},
    {R"("model": "water_potability", "label": 1)", kNtu, "label",
     "the label of water_potability must be true (potable) or false (not potable), not a number"},
    {R"("model": "water_potability", "label": "yes")", kNtu, "label", "label must be true, false or a number"},
    {R"("model": "milk_price", "label": true)", kNtu, "label",
     "the label of milk_price must be a number from 0.0 to 10000.0 in CLP/L, not true or false"},
    {R"("model": "milk_price", "label": -3)", kNtu, "label",
     "the label of milk_price must be a number from 0.0 to 10000.0 in CLP/L, not -3.0"},
    {R"("model": "estonia_drinking_water", "label": true)", kNtu, "group",
     "group is missing: estonia_drinking_water is split by site_id"},
    {R"("model": "milk_price", "label": 300)", R"({"parameter": "price_lag_1", "value": 1, "unit": "EUR/L"})",
     "results[0].unit", "price_lag_1 of milk_price is a number in CLP/L, and \"EUR/L\" does not become that"},
    {R"("model": "hr_attrition", "label": true)", kNtu + R"(, {"parameter": "over_time", "value": 1})", "results[1]",
     "over_time of hr_attrition is one of: No, Yes; such results come by an import only"},
};

BOOST_DATA_TEST_CASE(what_training_could_not_read_is_refused_with_the_field, bdata::make(kRefused), refused) {
  const Answered answered = enter(refused.labelled, refused.results);
  BOOST_TEST(answered.status == 422);
  BOOST_TEST(answered.body["error"]["field"].get<std::string>() == refused.field);
  BOOST_TEST(answered.body["error"]["message"].get<std::string>() == refused.message);
  const Answered second =
      post("/v1/samples", mara, "[" + sample("1") + "," + body(refused.labelled, refused.results) + "]");
  BOOST_TEST(second.body["error"]["field"].get<std::string>() == "[1]." + refused.field);
  BOOST_TEST(database->begin().run("SELECT count(*) FROM water.samples").integer(0, 0) == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace clearwell::http
