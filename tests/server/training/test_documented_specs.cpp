#include "server/training/search_space.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

namespace {

using namespace clearwell;

std::string readme() {
  std::ifstream file(std::filesystem::path(CLEARWELL_SOURCE_DIR) / "models/README.md");
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string text_between(const std::string& text, const std::string& begin, const std::string& end) {
  const std::size_t from = text.find(begin);
  BOOST_REQUIRE_MESSAGE(from != std::string::npos, begin);
  return text.substr(from + begin.size(), text.find(end, from + begin.size()) - from - begin.size());
}

BOOST_AUTO_TEST_SUITE(documented_specs)

BOOST_AUTO_TEST_CASE(the_example_is_a_spec_that_can_be_searched) {
  const Result<spec::DatasetSpec> spec = spec::parse_dataset_spec(text_between(readme(), "```json\n", "```"));
  BOOST_REQUIRE_MESSAGE(spec, (spec ? "" : spec.error().message + " at " + spec.error().field));
  for (std::size_t family = 0; family < spec->families.size(); ++family)
    BOOST_TEST(static_cast<bool>(training::search_space(*spec, family, {})));
}

BOOST_AUTO_TEST_CASE(each_familys_hyper_parameters_stand_there_with_their_presets) {
  for (const spec::Task task : {spec::Task::classification, spec::Task::regression}) {
    for (const training::Estimator* estimator : training::estimators(task)) {
      const std::string row = text_between(readme(), "\n| `" + std::string(estimator->family()) + "`", "\n");
      for (const training::HyperParameter& knob : estimator->hyper_parameters()) {
        std::ostringstream preset;
        preset << '`' << knob.name << "` " << knob.preset;
        BOOST_TEST(row.find(preset.str()) != std::string::npos, preset.str() << " of " << estimator->family());
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
