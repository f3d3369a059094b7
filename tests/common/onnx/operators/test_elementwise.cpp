#include "common/scoring/portable_math.hpp"
#include "tests/common/onnx/operators/single_node.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <ostream>
#include <string>
#include <vector>

namespace {

namespace bdata = boost::unit_test::data;
namespace onnx = clearwell::onnx;
namespace portable = clearwell::scoring::portable;
namespace tests = clearwell::tests;
using onnx::ElementType;

struct Function {
  const char* name;
  onnx::CompileOperator compile;
  ElementType type;
  std::string other_type_refused;

  friend std::ostream& operator<<(std::ostream& out, const Function& function) { return out << function.name; }
};

const Function kFunctions[] = {
    {"Exp", onnx::compile_exp, ElementType::float64, "Exp: an input of type bool, accepted is float64"},
    {"Relu", onnx::compile_relu, ElementType::float64, "Relu: an input of type bool, accepted is float64"},
    {"Sigmoid", onnx::compile_sigmoid, ElementType::float32, "Sigmoid: an input of type bool, accepted is float32"},
};

/// Of six values in two rows.
std::vector<double> values_of(const Function& function, const std::vector<double>& x) {
  const std::vector<onnx::Operand> operands = {tests::rows_of(function.type, 3)};
  const auto compiled = function.compile(tests::node_named(function.name), operands);
  BOOST_REQUIRE(compiled);
  BOOST_TEST((compiled->output.type == function.type));
  BOOST_TEST(compiled->output.width == 3U);
  return tests::run(*compiled, 2, {x});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(onnx_elementwise)

BOOST_AUTO_TEST_CASE(every_element_gets_the_portable_exponential) {
  const std::vector<double> x = {0, 1, -1.5, -1e60, 700, std::nan("")};
  const std::vector<double> y = values_of(kFunctions[0], x);
  for (std::size_t i = 0; i < 5; ++i) {
    BOOST_TEST(y[i] == portable::exp(x[i]));
    BOOST_CHECK_CLOSE_FRACTION(y[i], std::exp(x[i]), 1e-15);
  }
  BOOST_TEST(std::isnan(y[5]));
}

BOOST_AUTO_TEST_CASE(what_is_below_zero_becomes_zero) {
  const std::vector<double> y = values_of(kFunctions[1], {-1e-300, 1e-300, 0, -INFINITY, INFINITY, std::nan("")});
  const double expected[] = {0, 1e-300, 0, 0, INFINITY};
  for (std::size_t i = 0; i < 5; ++i)
    BOOST_TEST(y[i] == expected[i]);
  BOOST_TEST(std::isnan(y[5]));
}

BOOST_AUTO_TEST_CASE(every_element_gets_the_portable_sigmoid) {
  const std::vector<double> x = {0, 1, -1.5, -100, 100, std::nan("")};
  const std::vector<double> y = values_of(kFunctions[2], x);
  for (std::size_t i = 0; i < 5; ++i) {
    BOOST_TEST(y[i] == static_cast<double>(portable::sigmoid(static_cast<float>(x[i]))));
    BOOST_CHECK_SMALL(y[i] - 1 / (1 + std::exp(-x[i])), 1e-7);
  }
  BOOST_TEST(std::isnan(y[5]));
}

BOOST_DATA_TEST_CASE(other_types_and_counts_are_refused, bdata::make(kFunctions), function) {
  const onnx::Node node = tests::node_named(function.name);
  const std::vector<onnx::Operand> flags = {tests::rows_of(ElementType::boolean, 2)};
  tests::check_refused(function.compile(node, flags), function.other_type_refused);
  const std::vector<onnx::Operand> two = {tests::rows_of(function.type, 3), tests::rows_of(function.type, 3)};
  tests::check_refused(function.compile(node, two), std::string(function.name) + ": 2 inputs, 1 are accepted");
  tests::check_refused(function.compile(node, {}), std::string(function.name) + ": 0 inputs, 1 are accepted");
}

BOOST_AUTO_TEST_SUITE_END()
