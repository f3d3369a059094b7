#include "server/intake/spec_choice.hpp"
#include "tests/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
using Header = std::vector<std::string>;

/// A models folder of its own, filled with renamed copies of the water potability spec.
struct Models {
  void add(const std::string& name, const std::string& from = "", const std::string& to = "") {
    std::ifstream file(fs::path(CLEARWELL_SOURCE_DIR) / "models/water_potability/spec.json");
    std::string text(std::istreambuf_iterator<char>(file), {});
    const auto replace = [&text](const std::string& old_text, const std::string& new_text) {
      const std::size_t at = text.find(old_text);
      BOOST_REQUIRE(at != std::string::npos);
      text.replace(at, old_text.size(), new_text);
    };
    replace("\"name\": \"water_potability\"", "\"name\": \"" + name + "\"");
    if (!from.empty()) replace(from, to);
    fs::create_directories(folder / name);
    std::ofstream(folder / name / "spec.json") << text;
  }

  std::string chosen(const std::string& asked, const Header& header) {
    const auto spec = clearwell::intake::choose_spec(folder, asked, header);
    return spec ? spec->name : spec.error().message;
  }

  clearwell::tests::TemporaryFolder temporary;
  fs::path folder = temporary.path();
};

const Header kPotability = {"ph",           "Hardness",       "Solids",          "Chloramines", "Sulfate",
                            "Conductivity", "Organic_carbon", "Trihalomethanes", "Turbidity",   "Potability"};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(spec_choice, Models)

BOOST_AUTO_TEST_CASE(the_only_spec_needs_no_name) {
  add("river");
  BOOST_TEST(chosen("", {"anything"}) == "river");
}

BOOST_AUTO_TEST_CASE(among_several_the_columns_decide) {
  add("river");
  add("lake", "\"aliases\": [\"Potability\", \"potable\"]", "\"aliases\": [\"swimmable\"]");
  Header lake = kPotability;
  lake.back() = "Swimmable";
  BOOST_TEST(chosen("", kPotability) == "the columns fit several models (lake, river); name one with --model");
  BOOST_TEST(chosen("", lake) == "lake");
  BOOST_TEST(chosen("", {"Date"}) == "the columns fit none of the models lake, river; name one with --model");
  BOOST_TEST(chosen("river", lake) == "river");
}

BOOST_AUTO_TEST_CASE(an_unknown_name_gets_the_nearest_known_one) {
  add("river");
  add("lake");
  BOOST_TEST(chosen("rivers", kPotability) == "unknown model 'rivers', the nearest known one is 'river'");
  BOOST_TEST(chosen("leak", kPotability) == "unknown model 'leak', the nearest known one is 'lake'");
}

BOOST_AUTO_TEST_CASE(a_folder_without_specs_is_named) {
  BOOST_TEST(chosen("", kPotability) ==
             "no model is described in '" + folder.string() + "' (no <name>/spec.json there)");
  BOOST_TEST(chosen("x", kPotability) ==
             "no model is described in '" + folder.string() + "' (no <name>/spec.json there)");
}

BOOST_AUTO_TEST_CASE(a_spec_in_the_folder_of_another_is_refused) {
  add("river");
  fs::rename(folder / "river", folder / "brook");
  BOOST_TEST(chosen("", kPotability) ==
             (folder / "brook" / "spec.json").string() + ": name is 'river', but the folder is 'brook'");
}

BOOST_AUTO_TEST_SUITE_END()
