#include "tests/common/onnx/operators/single_node.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <random>

namespace bdata = boost::unit_test::data;
namespace onnx = clearwell::onnx;
namespace tests = clearwell::tests;
using onnx::ElementType;

BOOST_AUTO_TEST_SUITE(onnx_matmul)

// Widths on both sides of what is computed together: the order of every sum is that of the columns, to the bit.
BOOST_DATA_TEST_CASE(every_sum_is_taken_in_the_order_of_the_columns, bdata::make({1, 7, 8, 9, 16, 29}), width) {
  constexpr std::size_t kInner = 11;
  constexpr std::size_t kRows = 3;
  const auto n = static_cast<std::size_t>(width);
  std::mt19937_64 random(n);
  std::uniform_real_distribution<double> value(-1, 1);
  std::vector<double> x(kRows * kInner);
  std::vector<double> weights(kInner * n);
  for (double& number : x)
    number = value(random);
  for (double& number : weights)
    number = value(random);
  const onnx::Tensor constant = tests::matrix(kInner, width, weights);
  const onnx::Operand operands[] = {tests::rows_of(ElementType::float64, kInner), tests::constant_of(constant)};
  const auto compiled = onnx::compile_matmul(tests::node_named("MatMul"), operands);
  BOOST_REQUIRE(compiled);
  BOOST_TEST(compiled->output.width == n);
  BOOST_TEST(compiled->steps == kInner * n);
  const std::vector<double> product = tests::run(*compiled, kRows, {x, weights});
  for (std::size_t row = 0; row < kRows; ++row) {
    for (std::size_t column = 0; column < n; ++column) {
      double sum = 0;
      for (std::size_t k = 0; k < kInner; ++k)
        sum += x[row * kInner + k] * weights[k * n + column];
      BOOST_TEST(product[row * n + column] == sum);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
