#include "common/parity/parity.hpp"

#include "tests/common/example_models.hpp"
#include "tests/common/loaded_predictor.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>

namespace parity = clearwell::parity;
namespace tests = clearwell::tests;

BOOST_AUTO_TEST_SUITE(parity_seal)

BOOST_AUTO_TEST_CASE(the_vector_set_holds_what_breaks_engines) {
  const auto predictor = tests::loaded(tests::tree_file());
  const auto rows = parity::vector_set(predictor, 1000);
  BOOST_REQUIRE_EQUAL(rows.size(), 4000U);
  const auto count = [&](auto&& wanted) { return std::count_if(rows.begin(), rows.end(), wanted); };
  BOOST_TEST(count([](float x) { return std::isnan(x); }) > 200);
  BOOST_TEST(count([](float x) { return std::fabs(x) > 1e29F; }) > 20);
  std::vector<float> splits;
  for (std::size_t f = 0; f < 4; ++f)
    for (const float split : predictor.split_values(f))
      splits.push_back(split);
  const auto is_split = [&](float x) { return std::find(splits.begin(), splits.end(), x) != splits.end(); };
  BOOST_TEST(count(is_split) > 200);
  BOOST_TEST(count([&](float x) { return is_split(std::nextafter(x, 1e30F)) || is_split(std::nextafter(x, -1e30F)); }) >
             400);
}

BOOST_AUTO_TEST_CASE(the_same_model_gives_the_same_digest) {
  const auto first = tests::loaded(tests::tree_file());
  const auto second = tests::loaded(tests::tree_file());
  const auto rows = parity::vector_set(first, 200);
  BOOST_TEST(parity::digest(first, rows) == parity::digest(second, parity::vector_set(second, 200)));
}

BOOST_AUTO_TEST_CASE(one_changed_bit_of_a_leaf_changes_the_digest) {
  auto trees = tests::random_trees(4, 12, 5, 7);
  for (auto& node : trees.trees[3])
    if (node.feature < 0) node.value = std::nextafter(node.value, 1.0F);
  const auto first = tests::loaded(tests::tree_file());
  const auto changed = tests::loaded(clearwell::onnx::write_model(
      clearwell::scoring::build_model(trees, tests::example_spec(4), tests::example_facts(4))));
  const auto rows = parity::vector_set(first, parity::kSealRows);
  BOOST_TEST(parity::digest(first, rows) != parity::digest(changed, rows));
}

BOOST_AUTO_TEST_SUITE_END()
