#include "tests/common/onnx/operators/single_node.hpp"

#include <boost/test/unit_test.hpp>

#include <limits>

namespace onnx = clearwell::onnx;
namespace tests = clearwell::tests;
using onnx::ElementType;

namespace {

onnx::Tensor positions(std::vector<std::int64_t> columns) {
  onnx::Tensor tensor;
  tensor.type = ElementType::int64;
  tensor.dims = {static_cast<std::int64_t>(columns.size())};
  tensor.integers = std::move(columns);
  return tensor;
}

onnx::Node gather() {
  onnx::Node node = tests::node_named("Gather");
  node.attributes = {onnx::Attribute::of_int("axis", 1)};
  return node;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(onnx_gather)

BOOST_AUTO_TEST_CASE(columns_come_in_the_order_asked_for_and_as_often) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const onnx::Tensor columns = positions({2, 0, 2});
  const onnx::Operand operands[] = {tests::rows_of(ElementType::float32, 3), tests::constant_of(columns)};
  const auto compiled = onnx::compile_gather(gather(), operands);
  BOOST_REQUIRE(compiled);
  BOOST_TEST(compiled->output.width == 3U);
  BOOST_TEST((compiled->output.type == ElementType::float32));
  BOOST_TEST(tests::run(*compiled, 2, {{1, 2, 3, 4, 5, kInfinity}, {}}) ==
                 (std::vector<double>{3, 1, 3, kInfinity, 4, kInfinity}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_it_cannot_pick_from_is_refused) {
  const onnx::Tensor columns = positions({0, 3});
  const onnx::Operand beyond[] = {tests::rows_of(ElementType::float32, 3), tests::constant_of(columns)};
  tests::check_refused(onnx::compile_gather(gather(), beyond), "Gather: column 3, the rows have columns 0 to 2");
  const onnx::Operand flags[] = {tests::rows_of(ElementType::boolean, 4), tests::constant_of(columns)};
  tests::check_refused(onnx::compile_gather(gather(), flags),
                       "Gather: an input of type bool, accepted is float32 or float64");
  const onnx::Operand moving[] = {tests::rows_of(ElementType::float32, 4), tests::rows_of(ElementType::int64, 2)};
  tests::check_refused(onnx::compile_gather(gather(), moving),
                       "Gather: the second input must be a constant list of int64 positions");
  const onnx::Tensor none = positions({});
  const onnx::Operand nothing[] = {tests::rows_of(ElementType::float32, 4), tests::constant_of(none)};
  tests::check_refused(onnx::compile_gather(gather(), nothing),
                       "Gather: the second input must be a constant list of int64 positions");
}

BOOST_AUTO_TEST_SUITE_END()
