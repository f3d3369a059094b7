#include "tests/web/loaded_state.hpp"
#include "web/state/sample_values.hpp"
#include "web/state/surroundings_words.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using namespace clearwell;
using namespace clearwell::state;

SampleResult result(const std::string& parameter, double value, const std::string& unit) {
  return {parameter, std::to_string(value), value, unit, std::nullopt, ""};
}

State trying() {
  return test::answered(reduce(test::loaded_state(), OpenSection{Section::try_it}));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(values_of_samples)

BOOST_AUTO_TEST_CASE(a_value_counts_in_the_feature_s_unit_as_reported_or_as_converted) {
  const spec::DatasetSpec spec = test::small_spec();
  LaboratorySample sample;
  sample.results = {result("sweetness", 12.5, "g/L")};
  BOOST_TEST(entries_of(spec, sample)[0].value == 12.5);
  sample.results = {{"sweetness", "1250", 1250, "mg/dL", 12.5, "g/L"}};
  BOOST_TEST(entries_of(spec, sample)[0].value == 12.5);
  sample.results = {result("sweetness", 1250, "mg/dL")};
  BOOST_TEST(!entries_of(spec, sample)[0].measured);
}

BOOST_AUTO_TEST_CASE(what_the_sample_does_not_tell_is_not_measured) {
  LaboratorySample sample;
  sample.results = {result("sweetness", 12.5, "g/L"), result("lead", 3, "")};
  const auto entries = entries_of(test::small_spec(), sample);
  BOOST_TEST(entries[0].measured);
  BOOST_TEST(!entries[1].measured);
  BOOST_TEST(n_measured(entries) == 1U);
}

BOOST_AUTO_TEST_CASE(of_several_results_the_highest_counts_as_in_training) {
  LaboratorySample sample;
  sample.results = {result("depth", 2, ""), result("depth", 4, ""), result("depth", 3, "")};
  BOOST_TEST(entries_of(test::small_spec(), sample)[1].value == 4);
}

BOOST_AUTO_TEST_CASE(an_implausible_value_is_refused_and_told) {
  LaboratorySample sample;
  sample.results = {{"sweetness", "400", 400, "g/L", std::nullopt, ""}};
  const FeatureEntry entry = entries_of(test::small_spec(), sample)[0];
  BOOST_TEST(!entry.measured);
  BOOST_TEST((entry.problem == EntryProblem::out_of_range));
  BOOST_TEST(entry.typed == "400");
}

BOOST_AUTO_TEST_CASE(the_page_asks_for_samples_when_the_model_is_tried) {
  BOOST_TEST((test::loaded_state().slot(Resource::samples).status == LoadStatus::idle));
  const State state = trying();
  BOOST_TEST(state.slot(Resource::samples).url == "/v1/plants/north/samples?limit=50");
  BOOST_REQUIRE(state.samples.size() == 2U);  // the third measures nothing that the model knows
  BOOST_TEST(sample_words(state, state.samples[0]) == "12 March 2026 · 2 of 2 values");
  BOOST_TEST(sample_words(state, state.samples[1]) == "2 March 2026 · 1 of 2 values");
  BOOST_TEST(origin_words(state) == "Typical values");
}

BOOST_AUTO_TEST_CASE(its_values_are_tried_and_the_address_says_so_until_one_is_changed) {
  State state = reduce(trying(), StartFromSample{11});
  BOOST_TEST(state.what_if.entries[0].value == 14.2);
  BOOST_TEST(!state.what_if.entries[1].measured);
  BOOST_TEST(to_hash(address_of(state)) == "section=try&plant=north&sample=11");
  BOOST_TEST(origin_words(state) == "2 March 2026 · 1 of 2 values");
  state = reduce(state, SetFeature{0, 15});
  BOOST_TEST(to_hash(address_of(state)) == "section=try&plant=north");
  BOOST_TEST(origin_words(state) == "Values of your own");
  BOOST_TEST(origin_words(reduce(state, ResetFeatures{})) == "Typical values");
}

BOOST_AUTO_TEST_CASE(an_address_leads_to_a_sample) {
  const State state = test::loaded_state("#section=try&plant=north&sample=12");
  BOOST_TEST((state.what_if.origin == Origin::sample));
  BOOST_TEST(state.what_if.entries[0].value == 22.5);
  const State elsewhere = reduce(state, AddressChanged{"#section=try&plant=north&sample=11"});
  BOOST_TEST(elsewhere.what_if.entries[0].value == 14.2);
}

BOOST_AUTO_TEST_CASE(an_unknown_sample_leaves_typical_values) {
  BOOST_TEST((test::loaded_state("#section=try&plant=north&sample=99").what_if.origin == Origin::typical));
}

BOOST_AUTO_TEST_SUITE_END()
