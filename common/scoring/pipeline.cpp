#include "common/scoring/pipeline.hpp"

#include "common/scoring/graph_parts.hpp"
#include "common/scoring/model_facts.hpp"
#include "common/scoring/outputs.hpp"

#include <cmath>
#include <cstring>
#include <limits>

namespace clearwell::scoring {
namespace {

using onnx::Attribute;
using onnx::ElementType;
using onnx::Tensor;
using onnx::ValueInfo;

ValueInfo output_of(std::string name, ElementType type, std::int64_t width) {
  ValueInfo value;
  value.name = std::move(name);
  value.type = type;
  value.shape = {{0, "N"}};
  if (width > 0) value.shape.push_back({width, ""});
  return value;
}

/// From `margin` to the three outputs. The label compares margins, not probabilities: in the margin every engine agrees
/// to the last bit, in the sigmoid none does.
void add_head(onnx::Graph& graph, double threshold, const Calibration& calibration) {
  Tensor axes;
  axes.name = "column_axis";
  axes.type = ElementType::int64;
  axes.dims = {1};
  axes.integers = {1};
  graph.initializers.push_back(row_of("one", ElementType::float32, {1}));
  graph.initializers.push_back(
      row_of("margin_threshold", ElementType::float32, {express_threshold(threshold, calibration).margin}));
  graph.initializers.push_back(row_of(kCalibrationSlope, ElementType::float64, {calibration.slope}));
  graph.initializers.push_back(row_of(kCalibrationIntercept, ElementType::float64, {calibration.intercept}));
  graph.initializers.push_back(std::move(axes));

  graph.nodes.push_back(node_of("Cast", {"margin"}, "uncalibrated", {cast_to(ElementType::float64)}));
  graph.nodes.push_back(node_of("Mul", {"uncalibrated", kCalibrationSlope}, "scaled"));
  graph.nodes.push_back(node_of("Add", {"scaled", kCalibrationIntercept}, "calibrated"));
  graph.nodes.push_back(node_of("Cast", {"calibrated"}, "log_odds", {cast_to(ElementType::float32)}));
  graph.nodes.push_back(node_of("Sigmoid", {"log_odds"}, "positive_probability"));
  graph.nodes.push_back(node_of("Sub", {"one", "positive_probability"}, "negative_probability"));
  graph.nodes.push_back(node_of("Concat", {"negative_probability", "positive_probability"}, "probabilities",
                                {Attribute::of_int("axis", 1)}));
  graph.nodes.push_back(node_of("GreaterOrEqual", {"margin", "margin_threshold"}, "is_positive"));
  graph.nodes.push_back(node_of("Cast", {"is_positive"}, "label_column", {cast_to(ElementType::int64)}));
  graph.nodes.push_back(node_of("Squeeze", {"label_column", "column_axis"}, "label"));

  graph.outputs = {output_of(kLabelOutput, ElementType::int64, 0),
                   output_of(kProbabilitiesOutput, ElementType::float32, 2),
                   output_of(kMarginOutput, ElementType::float32, 1)};
}

/// The last node's result is the answer. A name of its own, so that nobody takes a value for a classifier's margin.
void add_regression_head(onnx::Graph& graph) {
  graph.nodes.back().name = kValueOutput;
  graph.nodes.back().outputs = {kValueOutput};
  graph.outputs = {output_of(kValueOutput, ElementType::float32, 1)};
}

/// Position of a float32 on the line of all finite ones, so that the middle of two can be taken.
std::int64_t line_position(float value) {
  std::int32_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  return bits >= 0 ? bits : -static_cast<std::int64_t>(bits & 0x7fffffff);
}

float value_at(std::int64_t position) {
  const auto magnitude = static_cast<std::int32_t>(position >= 0 ? position : -position);
  float value = 0;
  std::memcpy(&value, &magnitude, sizeof value);
  return position >= 0 ? value : -value;
}

}  // namespace

ThresholdPair express_threshold(double threshold, const Calibration& calibration) {
  constexpr float kLargest = std::numeric_limits<float>::max();
  std::int64_t below = line_position(-kLargest);
  std::int64_t reached = line_position(kLargest);
  if (static_cast<double>(calibration.probability(-kLargest)) >= threshold) reached = below;
  while (reached - below > 1) {
    const std::int64_t middle = below + (reached - below) / 2;
    (static_cast<double>(calibration.probability(value_at(middle))) >= threshold ? reached : below) = middle;
  }
  return {calibration.probability(value_at(reached)), value_at(reached)};
}

onnx::Model model_around(onnx::Graph graph, const spec::DatasetSpec& spec, const ModelFacts& facts,
                         const Calibration& calibration) {
  onnx::Model model;
  model.ir_version = 8;
  model.producer_name = "clearwell";
  model.producer_version = "1";
  model.opset_imports = {{"", 17}, {"ai.onnx.ml", 3}};
  graph.name = spec.name;
  graph.inputs = {output_of("float_input", ElementType::float32, static_cast<std::int64_t>(spec.features.size()))};
  ModelFacts expressed = facts;
  if (spec.is_regression()) {
    add_regression_head(graph);
  } else {
    add_head(graph, facts.threshold, calibration);
    expressed.threshold = static_cast<double>(express_threshold(facts.threshold, calibration).probability);
  }
  model.graph = std::move(graph);
  model.metadata_props = to_metadata(spec, expressed);
  return model;
}

}  // namespace clearwell::scoring
