#include "tests/common/onnx/operators/single_node.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>

namespace onnx = clearwell::onnx;
namespace tests = clearwell::tests;
using onnx::ElementType;

BOOST_AUTO_TEST_SUITE(onnx_relu)

BOOST_AUTO_TEST_CASE(what_is_below_zero_becomes_zero) {
  const onnx::Operand operands[] = {tests::rows_of(ElementType::float64, 2)};
  const auto compiled = onnx::compile_relu(tests::node_named("Relu"), operands);
  BOOST_REQUIRE(compiled);
  BOOST_TEST((compiled->output.type == ElementType::float64));
  BOOST_TEST(compiled->output.width == 2U);
  const std::vector<double> y = tests::run(*compiled, 3, {{-1e-300, 1e-300, 0, -INFINITY, INFINITY, std::nan("")}});
  const double expected[] = {0, 1e-300, 0, 0, INFINITY};
  for (std::size_t i = 0; i < 5; ++i)
    BOOST_TEST(y[i] == expected[i]);
  BOOST_TEST(std::isnan(y[5]));
}

BOOST_AUTO_TEST_CASE(other_types_and_counts_are_refused) {
  const onnx::Operand flags[] = {tests::rows_of(ElementType::boolean, 2)};
  tests::check_refused(onnx::compile_relu(tests::node_named("Relu"), flags),
                       "Relu: an input of type bool, accepted is float64");
  tests::check_refused(onnx::compile_relu(tests::node_named("Relu"), {}), "Relu: 0 inputs, 1 are accepted");
}

BOOST_AUTO_TEST_SUITE_END()
