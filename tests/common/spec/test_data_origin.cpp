#include "common/spec/data_origin.hpp"

#include "common/scoring/model_facts.hpp"
#include "tests/common/example_models.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <map>

using namespace clearwell;
namespace bdata = boost::unit_test::data;

namespace {

spec::DatasetSpec public_data_set() {
  spec::DatasetSpec spec = tests::example_spec(1);
  spec.license = "CC0-1.0";
  spec.label.disclaimer = {"The public label means nothing.", "La etiqueta pública no significa nada."};
  return spec;
}

const char* kOthers[] = {"simulated", "laboratory"};

}  // namespace

BOOST_AUTO_TEST_SUITE(data_origin)

BOOST_AUTO_TEST_CASE(imported_samples_carry_what_the_spec_says_of_its_data_set) {
  const spec::DatasetSpec spec = public_data_set();
  BOOST_CHECK(spec::disclaimer_of(spec.label, "imported") == spec.label.disclaimer);
  BOOST_TEST(spec::license_of(spec, "imported") == "CC0-1.0");
  BOOST_TEST(!spec::is_simulated("imported"));
}

BOOST_DATA_TEST_CASE(other_samples_carry_nothing_of_it, bdata::make(kOthers), origin) {
  const spec::DatasetSpec spec = public_data_set();
  const spec::LocalizedText words = spec::disclaimer_of(spec.label, origin);
  for (const std::string& text : {words.en, words.es}) {
    BOOST_TEST(!text.empty());
    BOOST_TEST(text.find("public") == std::string::npos);
  }
  BOOST_TEST(spec::license_of(spec, origin).empty());
}

BOOST_AUTO_TEST_CASE(simulated_samples_are_called_simulated) {
  const spec::LocalizedText words = spec::disclaimer_of(public_data_set().label, "simulated");
  BOOST_TEST(words.en ==
             "The training samples are simulated: invented water, labelled by an invented laboratory. What a model "
             "learns from them says nothing about real water and must never decide whether water is safe to drink.");
  BOOST_TEST(words.es.starts_with("Las muestras de entrenamiento son simuladas: "));
  BOOST_TEST(spec::is_simulated("simulated"));
}

BOOST_AUTO_TEST_CASE(the_model_file_says_the_same_of_its_training_samples) {
  const spec::DatasetSpec spec = public_data_set();
  scoring::ModelFacts facts = tests::example_facts(1);
  const auto metadata = [&] {
    const auto pairs = scoring::to_metadata(spec, facts);
    return std::map<std::string, std::string>(pairs.begin(), pairs.end());
  };
  BOOST_TEST(metadata()["label_definition"] == "The public label means nothing.");
  BOOST_TEST(metadata()["license"] == "CC0-1.0");
  facts.data_origin = "simulated";
  BOOST_TEST(metadata()["label_definition"].starts_with("The training samples are simulated: "));
  BOOST_TEST(metadata()["license"] == "");
}

BOOST_AUTO_TEST_SUITE_END()
