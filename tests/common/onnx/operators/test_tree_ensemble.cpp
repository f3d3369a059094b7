#include "common/onnx/operators/tree_ensemble.hpp"

#include "common/random/split_mix.hpp"
#include "tests/common/example_models.hpp"
#include "tests/common/onnx/operators/plain_margin.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace onnx = clearwell::onnx;
namespace tests = clearwell::tests;

namespace {

constexpr std::size_t kFeatures = 4;

onnx::Node tree_node() {
  const clearwell::scoring::TreeEnsemble trees = tests::random_trees(kFeatures, 9, 6, 3);
  return clearwell::scoring::build_model(trees, tests::example_spec(kFeatures), tests::example_facts(kFeatures))
      .graph.nodes.front();
}

onnx::Attribute& attribute_of(onnx::Node& node, std::string_view name) {
  return *std::find_if(node.attributes.begin(), node.attributes.end(),
                       [&](const onnx::Attribute& attribute) { return attribute.name == name; });
}

template <typename T>
void reorder(std::vector<T>& list, const std::vector<std::size_t>& order) {
  const std::vector<T> before = list;
  for (std::size_t i = 0; i < order.size(); ++i)
    list[i] = before[order[i]];
}

/// The same trees, but each with its nodes listed backwards and numbered with gaps.
onnx::Node renumbered(onnx::Node node) {
  const std::vector<std::int64_t> trees = attribute_of(node, "nodes_treeids").ints;
  std::vector<std::size_t> order(trees.size());
  std::iota(order.rbegin(), order.rend(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return trees[a] < trees[b]; });
  for (onnx::Attribute& attribute : node.attributes) {
    if (attribute.name.rfind("nodes_", 0) != 0) continue;
    if (!attribute.ints.empty()) reorder(attribute.ints, order);
    if (!attribute.floats.empty()) reorder(attribute.floats, order);
    if (!attribute.strings.empty()) reorder(attribute.strings, order);
  }
  for (const char* ids : {"nodes_nodeids", "nodes_truenodeids", "nodes_falsenodeids", "target_nodeids"})
    for (std::int64_t& id : attribute_of(node, ids).ints)
      id = id * id - 7;
  return node;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(onnx_tree_ensemble)

BOOST_AUTO_TEST_CASE(nodes_are_found_by_their_ids_whatever_their_order) {
  const auto plain = onnx::read_tree_table(tree_node(), kFeatures);
  const auto other = onnx::read_tree_table(renumbered(tree_node()), kFeatures);
  BOOST_REQUIRE(plain);
  BOOST_REQUIRE_MESSAGE(other, (other ? "" : other.error().message));
  clearwell::random::SplitMix64 random(1);
  for (int row = 0; row < 1000; ++row) {
    double x[kFeatures];
    for (double& value : x)
      value = random.below(9) == 0 ? std::nan("") : 24 * random.fraction() - 12;
    BOOST_REQUIRE(tests::plain_margin(*plain, x) == tests::plain_margin(*other, x));
  }
}

BOOST_AUTO_TEST_CASE(ids_that_lead_nowhere_are_refused) {
  const auto refusal = [](const char* attribute, std::int64_t id) {
    onnx::Node node = renumbered(tree_node());
    attribute_of(node, attribute).ints[0] = id;
    const auto table = onnx::read_tree_table(node, kFeatures);
    return table ? "accepted" : table.error().message + " " + table.error().field;
  };
  onnx::Node whole = renumbered(tree_node());
  const std::string first_leaf = std::to_string(attribute_of(whole, "target_nodeids").ints[0]);
  BOOST_TEST(refusal("target_nodeids", 1) == "TreeEnsembleRegressor: node 1 of tree 0 does not exist (target_nodeids)");
  BOOST_TEST(refusal("target_treeids", 77) ==
             "TreeEnsembleRegressor: node " + first_leaf + " of tree 77 does not exist (target_nodeids)");
  BOOST_TEST(refusal("nodes_nodeids", -7) ==
             "TreeEnsembleRegressor: node -7 of tree 0 stands there twice (nodes_nodeids)");
}

BOOST_AUTO_TEST_SUITE_END()
