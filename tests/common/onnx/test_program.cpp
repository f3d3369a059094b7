#include "common/onnx/program.hpp"
#include "common/onnx/wire.hpp"
#include "tests/common/example_models.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <functional>
#include <stdexcept>

namespace bdata = boost::unit_test::data;
namespace onnx = clearwell::onnx;

namespace {

onnx::Attribute& attribute(onnx::Model& model, std::size_t node, std::string_view name) {
  for (onnx::Attribute& candidate : model.graph.nodes[node].attributes)
    if (candidate.name == name) return candidate;
  throw std::logic_error("no such attribute");
}

struct Damage {
  std::function<void(onnx::Model&)> change;
  std::string message;
  std::string field;
};
std::ostream& operator<<(std::ostream& out, const Damage& damage) {
  return out << damage.message;
}

/// Root (feature 0 at 1.5) with two leaves.
onnx::Model small_tree_model() {
  clearwell::scoring::TreeEnsemble ensemble;
  ensemble.trees = {{{0, 1.5F, 1, 2, true, 10}, {-1, -0.25F, 0, 0, false, 4}, {-1, 0.5F, 0, 0, false, 6}}};
  return clearwell::scoring::build_model(ensemble, clearwell::tests::example_spec(2),
                                         clearwell::tests::example_facts(2));
}

const Damage kDamages[] = {
    {[](onnx::Model& m) { m.graph.nodes[0].op_type = "Loop"; },
     "operator \"ai.onnx.ml.Loop\" is not known (accepted: Add, Sub, Mul, Div, MatMul, IsNaN, Where, Cast, Exp, Relu, "
     "Sigmoid, Concat, Equal, GreaterOrEqual, Gather, Squeeze, ai.onnx.ml.TreeEnsembleRegressor)",
     "graph.node[0]"},
    {[](onnx::Model& m) { m.opset_imports[0].version = 12; },
     "operator set \"\" version 12 is not known (ai.onnx 13 to 21, ai.onnx.ml 1 to 4)", "opset_import"},
    {[](onnx::Model& m) {
       m.opset_imports.push_back({"com.example", 1});
     },
     "operator set \"com.example\" version 1 is not known (ai.onnx 13 to 21, ai.onnx.ml 1 to 4)", "opset_import"},
    {[](onnx::Model& m) { attribute(m, 0, "nodes_modes").strings[0] = "BRANCH_EQ"; },
     "TreeEnsembleRegressor: mode \"BRANCH_EQ\" of node 0 of tree 0, accepted are BRANCH_LT, BRANCH_LEQ, LEAF",
     "graph.node[0].(nodes_modes)"},
    {[](onnx::Model& m) { attribute(m, 0, "nodes_featureids").ints[0] = 2; },
     "TreeEnsembleRegressor: feature 2 of node 0 of tree 0, the input has 2", "graph.node[0].(nodes_featureids)"},
    {[](onnx::Model& m) { attribute(m, 0, "nodes_truenodeids").ints[0] = 7; },
     "TreeEnsembleRegressor: child 7 of node 0 of tree 0 does not exist", "graph.node[0].(nodes_truenodeids)"},
    {[](onnx::Model& m) { attribute(m, 0, "nodes_truenodeids").ints[0] = 2; },
     "TreeEnsembleRegressor: node 2 of tree 0 has two parents", "graph.node[0].(nodes_falsenodeids)"},
    {[](onnx::Model& m) { attribute(m, 0, "nodes_truenodeids").ints[0] = 0; },
     "TreeEnsembleRegressor: the children of some nodes form a cycle", "graph.node[0].(nodes_truenodeids)"},
    {[](onnx::Model& m) { attribute(m, 0, "nodes_nodeids").ints[1] = 0; },
     "TreeEnsembleRegressor: node 0 of tree 0 stands there twice", "graph.node[0].(nodes_nodeids)"},
    {[](onnx::Model& m) { attribute(m, 0, "nodes_values").floats.pop_back(); },
     "TreeEnsembleRegressor: 2 entries, 3 belong to it", "graph.node[0].(nodes_values)"},
    {[](onnx::Model& m) { attribute(m, 0, "target_ids").ints[0] = 1; },
     "TreeEnsembleRegressor: target 1, accepted is 0 (one target)", "graph.node[0].(target_ids)"},
    {[](onnx::Model& m) { attribute(m, 0, "nodes_hitrates").floats[1] = 0; },
     "TreeEnsembleRegressor: the cover of node 1 of tree 0 is not a positive number", "graph.node[0].(nodes_hitrates)"},
    {[](onnx::Model& m) { attribute(m, 0, "post_transform").s = "LOGISTIC"; },
     "TreeEnsembleRegressor: \"LOGISTIC\", accepted is NONE", "graph.node[0].(post_transform)"},
    {[](onnx::Model& m) { m.graph.nodes[5].inputs[0] = "later"; }, "Sigmoid: the input \"later\" is not there yet",
     "graph.node[5].input"},
    {[](onnx::Model& m) { m.graph.nodes[6].outputs[0] = "margin"; }, "the name \"margin\" is empty or given twice",
     "graph.node[6]"},
    {[](onnx::Model& m) { m.graph.nodes[6].inputs.pop_back(); }, "Sub: 1 inputs, 2 are accepted",
     "graph.node[6].input"},
    {[](onnx::Model& m) { m.graph.nodes[6].inputs[0] = "column_axis"; },
     "Sub: the constant \"column_axis\" is int64, accepted are float32 and float64", "graph.node[6].input"},
    {[](onnx::Model& m) {
       m.graph.nodes[7].inputs = {"column_axis", "column_axis"};
     },
     "Concat: the constant \"column_axis\" is int64, accepted are float32 and float64", "graph.node[7].input"},
    {[](onnx::Model& m) { m.graph.inputs[0].type = onnx::ElementType::float64; },
     "the input \"float_input\" is not float32 [N, features]", "graph.input"},
    {[](onnx::Model& m) {
       m.graph.inputs.push_back({"other", onnx::ElementType::float32, {}});
     },
     "2 inputs, accepted is one: float32 [N, features]", "graph.input"},
    {[](onnx::Model& m) { m.graph.outputs[0].name = "nothing"; }, "the output \"nothing\" is computed by no node",
     "graph.output"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(onnx_program)

BOOST_AUTO_TEST_CASE(the_undamaged_model_is_accepted) {
  BOOST_TEST(static_cast<bool>(onnx::Program::compile(small_tree_model())));
}

BOOST_DATA_TEST_CASE(a_graph_that_we_cannot_run_is_refused_with_what_and_where, bdata::make(kDamages), damage) {
  onnx::Model model = small_tree_model();
  damage.change(model);
  const auto program = onnx::Program::compile(model);
  BOOST_REQUIRE(!program);
  BOOST_TEST(program.error().message == damage.message);
  BOOST_TEST(program.error().field == damage.field);
}

// Each Concat doubles the width: thirty of them would ask for a billion columns.
BOOST_AUTO_TEST_CASE(widths_that_grow_without_bound_are_refused) {
  onnx::Model model = small_tree_model();
  std::string last = "float_input";
  for (int i = 0; i < 30; ++i) {
    onnx::Node node;
    node.op_type = "Concat";
    node.inputs = {last, last};
    last = "wide" + std::to_string(i);
    node.outputs = {last};
    node.attributes = {onnx::Attribute::of_int("axis", 1)};
    model.graph.nodes.push_back(node);
  }
  const auto program = onnx::Program::compile(model);
  BOOST_REQUIRE(!program);
  BOOST_TEST(program.error().message == "the values of one row are more than 65536 numbers");
}

// The same matrix in every node: a small file that would take hours for a row.
BOOST_AUTO_TEST_CASE(work_that_grows_without_bound_is_refused) {
  onnx::Model model =
      clearwell::scoring::build_model(clearwell::tests::random_networks(2, 1, {300, 300}, 3),
                                      clearwell::tests::example_spec(2), clearwell::tests::example_facts(2));
  std::string last = "network_0_layer_1_rectified";
  for (int i = 0; i < 200; ++i) {
    onnx::Node node;
    node.op_type = "MatMul";
    node.inputs = {last, "network_0_layer_1_weights"};
    last = "again_" + std::to_string(i);
    node.outputs = {last};
    model.graph.nodes.push_back(node);
  }
  const auto program = onnx::Program::compile(model);
  BOOST_REQUIRE(!program);
  BOOST_TEST(program.error().message == "MatMul: with it one row takes more than 16000000 multiplications");
}

// A chain that mentions its last value twice must not take time that doubles with each node.
BOOST_AUTO_TEST_CASE(a_long_chain_is_explained_in_linear_time) {
  onnx::Model model = clearwell::scoring::build_model(
      clearwell::tests::example_linear(), clearwell::tests::example_spec(3), clearwell::tests::example_facts(3));
  std::vector<onnx::Node> chain;
  std::string last = "centred";
  for (int i = 0; i < 2000; ++i) {
    onnx::Node node;
    node.op_type = "Where";
    node.inputs = {"is_missing", last, last};
    last = "again" + std::to_string(i);
    node.outputs = {last};
    chain.push_back(node);
  }
  auto& nodes = model.graph.nodes;
  nodes.insert(nodes.begin() + 4, chain.begin(), chain.end());
  nodes[4 + chain.size()].inputs[0] = last;
  const auto predictor = clearwell::scoring::Predictor::load(onnx::write_model(model));
  BOOST_REQUIRE(predictor);
  const float row[] = {1, 2, 3};
  BOOST_TEST(predictor->contributions(row).size() == 4U);
}

BOOST_AUTO_TEST_SUITE_END()
