#include "common/spec/dataset_spec.hpp"

#include "tests/text_fault.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace bdata = boost::unit_test::data;
namespace spec = clearwell::spec;
using clearwell::tests::TextFault;

namespace {

const char* const kSpec = R"({
  "format_version": 1, "name": "example", "title": {"en": "Example", "es": "Ejemplo"}, "missing": ["", "NA"],
  "features": [
    {"name": "a", "title": {"en": "A", "es": "A"}, "unit": "mg/L", "plausible": [0, 10]},
    {"name": "class", "title": {"en": "Class", "es": "Clase"}, "type": "ordinal",
     "categories": ["Eco", {"text": "Eco Plus", "title": {"en": "Economy plus", "es": "Turista superior"}}, "Business"]},
    {"name": "wind", "title": {"en": "Wind", "es": "Viento"}, "type": "categorical", "categories": ["N", "S"],
     "aliases": ["WindDir"]}],
  "label": {"name": "y", "positive": ["1"], "negative": ["0"], "positive_means": {"en": "yes", "es": "sí"},
            "negative_means": {"en": "no", "es": "no"}, "disclaimer": {"en": "-", "es": "-"}},
  "families": [{"family": "xgboost", "grid": {"n_trees": [10]}}]})";

const TextFault kFaults[] = {
    {"ordinal", "nominal", "features[1].type",
     "spec: \"nominal\" is no type (accepted: numeric, categorical, ordinal)"},
    {"\"type\": \"categorical\"", "\"type\": 7", "features[2].type", "spec: 7 is not a text"},
    {", \"categories\": [\"N\", \"S\"]", "", "features[2].categories", "spec: the key is missing"},
    {"[\"N\", \"S\"]", "\"N\"", "features[2].categories", "spec: \"N\" is not a list"},
    {"[\"N\", \"S\"]", "[\"N\"]", "features[2].categories", "spec: 1 categories, accepted are 2 to 256"},
    {"[\"N\", \"S\"]", "[\"N\", 7]", "features[2].categories[1]", "spec: 7 is not an object"},
    {"[\"N\", \"S\"]", "[\"N\", \"n\"]", "features[2].categories[1]", "spec: \"n\" is given twice"},
    {"[\"N\", \"S\"]", "[\"N\", \"S \"]", "features[2].categories[1]",
     "spec: \"S \" is no category (accepted: 1 to 200 bytes, no control characters, no blank at either end)"},
    {"[\"N\", \"S\"]", "[\"N\", \"\"]", "features[2].categories[1]",
     "spec: \"\" is no category (accepted: 1 to 200 bytes, no control characters, no blank at either end)"},
    {"[\"N\", \"S\"]", "[\"N\", \"na\"]", "features[2].categories",
     "spec: \"NA\" is a category here, and one of `missing`, which says that nothing was measured"},
    {"\"text\"", "\"name\"", "features[1].categories[1].name",
     "spec: the key \"name\" is not known (accepted: text, title)"},
    {", \"es\": \"Turista superior\"", "", "features[1].categories[1].title.es", "spec: the key is missing"},
    {"\"type\": \"categorical\"", "\"type\": \"categorical\", \"unit\": \"\"", "features[2].unit",
     "spec: the key \"unit\" is not known (accepted: name, parameter, title, type, categories, aliases)"},
    {"\"plausible\": [0, 10]", "\"plausible\": [0, 10], \"categories\": [\"x\", \"y\"]", "features[0].categories",
     "spec: the key \"categories\" is not known (accepted: name, parameter, title, type, unit, plausible, decimals, "
     "aliases)"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(feature_reader)

BOOST_AUTO_TEST_CASE(categories_are_read_in_their_order_with_titles) {
  const auto read = spec::parse_dataset_spec(kSpec);
  BOOST_REQUIRE(read);
  const spec::FeatureSpec& ordinal = read->features[1];
  BOOST_TEST((ordinal.type == spec::FeatureType::ordinal));
  BOOST_TEST(ordinal.accepted_categories() == "Eco, Eco Plus, Business");
  BOOST_TEST(ordinal.categories[0].title.es == "Eco");
  BOOST_TEST(ordinal.categories[1].title.es == "Turista superior");
  BOOST_TEST((ordinal.plausible == spec::Range{0, 2}));
  BOOST_TEST(ordinal.unit == "");
  BOOST_TEST((read->features[2].type == spec::FeatureType::categorical));
  BOOST_TEST(read->features[0].is_number());
}

BOOST_AUTO_TEST_CASE(a_category_is_found_without_regard_to_case) {
  const auto read = spec::parse_dataset_spec(kSpec);
  BOOST_REQUIRE(read);
  BOOST_TEST((read->features[1].category_index("ECO PLUS") == std::optional<std::size_t>(1)));
  BOOST_TEST(!read->features[1].category_index("Economy plus"));  // a title is for people
  BOOST_TEST(!read->features[0].category_index("Eco"));
}

BOOST_AUTO_TEST_CASE(a_spec_with_categories_survives_its_text) {
  const auto read = spec::parse_dataset_spec(kSpec);
  BOOST_REQUIRE(read);
  const auto again = spec::parse_dataset_spec(spec::to_json(*read));
  BOOST_REQUIRE(again);
  BOOST_TEST((*again == *read));
}

// The text of a spec is hashed: what it says of numbers stays as it was before there were categories.
BOOST_AUTO_TEST_CASE(numbers_are_written_without_a_type) {
  const auto read = spec::parse_dataset_spec(kSpec);
  BOOST_REQUIRE(read);
  BOOST_TEST(spec::to_json(*read).find(
                 R"({"name":"a","parameter":"a","title":{"en":"A","es":"A"},"unit":"mg/L","plausible":[0.0,10.0],)"
                 R"("decimals":2,"aliases":[]})") != std::string::npos);
}

BOOST_DATA_TEST_CASE(a_fault_is_named_with_its_place, bdata::make(kFaults), fault) {
  const auto read = spec::parse_dataset_spec(fault.in(kSpec));
  BOOST_REQUIRE(!read);
  BOOST_TEST(read.error().message == fault.message);
  BOOST_TEST(read.error().field == fault.field);
}

BOOST_AUTO_TEST_SUITE_END()
