#include "common/scoring/portable_math.hpp"
#include "tests/common/onnx/operators/single_node.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>

namespace onnx = clearwell::onnx;
namespace tests = clearwell::tests;
using onnx::ElementType;

BOOST_AUTO_TEST_SUITE(onnx_exp)

BOOST_AUTO_TEST_CASE(every_element_gets_the_portable_exponential) {
  const onnx::Operand operands[] = {tests::rows_of(ElementType::float64, 3)};
  const auto compiled = onnx::compile_exp(tests::node_named("Exp"), operands);
  BOOST_REQUIRE(compiled);
  BOOST_TEST((compiled->output.type == ElementType::float64));
  BOOST_TEST(compiled->output.width == 3U);
  const std::vector<double> x = {0, 1, -1.5, -1e60, 700, std::nan("")};
  const std::vector<double> y = tests::run(*compiled, 2, {x});
  for (std::size_t i = 0; i < 5; ++i) {
    BOOST_TEST(y[i] == clearwell::scoring::portable::exp(x[i]));
    BOOST_CHECK_CLOSE_FRACTION(y[i], std::exp(x[i]), 1e-15);
  }
  BOOST_TEST(std::isnan(y[5]));
}

BOOST_AUTO_TEST_CASE(other_types_and_counts_are_refused) {
  const onnx::Operand narrow[] = {tests::rows_of(ElementType::float32, 3)};
  tests::check_refused(onnx::compile_exp(tests::node_named("Exp"), narrow),
                       "Exp: an input of type float32, accepted is float64");
  const onnx::Operand two[] = {tests::rows_of(ElementType::float64, 3), tests::rows_of(ElementType::float64, 3)};
  tests::check_refused(onnx::compile_exp(tests::node_named("Exp"), two), "Exp: 2 inputs, 1 are accepted");
}

BOOST_AUTO_TEST_SUITE_END()
