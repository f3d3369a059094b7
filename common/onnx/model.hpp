#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The part of ONNX (IR 8, ai.onnx opset 17, ai.onnx.ml 3) that Clearwell writes and reads, as plain data.
/// Names follow onnx.proto: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
namespace clearwell::onnx {

/// TensorProto.DataType, the numbers of the wire format.
enum class ElementType : std::int32_t { undefined = 0, float32 = 1, int64 = 7, boolean = 9, float64 = 11 };

std::string_view name_of(ElementType type);

/// A constant. Values are kept as double, which holds every float32 exactly, or as int64.
struct Tensor {
  std::string name;
  ElementType type = ElementType::undefined;
  std::vector<std::int64_t> dims;      ///< empty: a scalar
  std::vector<double> values;          ///< of float32 and float64 tensors
  std::vector<std::int64_t> integers;  ///< of int64 tensors

  bool operator==(const Tensor&) const = default;
};

/// AttributeProto.AttributeType, the numbers of the wire format.
enum class AttributeType : std::int32_t {
  undefined = 0,
  float_value = 1,
  int_value = 2,
  string_value = 3,
  tensor = 4,
  floats = 6,
  ints = 7,
  strings = 8
};

struct Attribute {
  std::string name;
  AttributeType type = AttributeType::undefined;
  float f = 0;
  std::int64_t i = 0;
  std::string s;
  Tensor t;
  std::vector<float> floats;
  std::vector<std::int64_t> ints;
  std::vector<std::string> strings;

  bool operator==(const Attribute&) const = default;

  static Attribute of_float(std::string name, float value);
  static Attribute of_int(std::string name, std::int64_t value);
  static Attribute of_string(std::string name, std::string value);
  static Attribute of_floats(std::string name, std::vector<float> values);
  static Attribute of_ints(std::string name, std::vector<std::int64_t> values);
  static Attribute of_strings(std::string name, std::vector<std::string> values);
};

struct Node {
  std::string op_type;
  std::string domain;  ///< empty: ai.onnx; `ai.onnx.ml` for trees
  std::string name;
  std::vector<std::string> inputs;
  std::vector<std::string> outputs;
  std::vector<Attribute> attributes;

  bool operator==(const Node&) const = default;

  /// The attribute of that name, null when the node has none.
  const Attribute* attribute(std::string_view wanted) const;
};

/// One axis: a fixed length, or a name for a length known only when rows come (`N`).
struct Dimension {
  std::int64_t length = 0;
  std::string symbol;  ///< not empty: the axis is free

  bool operator==(const Dimension&) const = default;
};

struct ValueInfo {
  std::string name;
  ElementType type = ElementType::undefined;
  std::vector<Dimension> shape;

  bool operator==(const ValueInfo&) const = default;
};

struct Graph {
  std::string name;
  std::vector<Node> nodes;  ///< in an order in which every input is there before it is used
  std::vector<Tensor> initializers;
  std::vector<ValueInfo> inputs;
  std::vector<ValueInfo> outputs;

  bool operator==(const Graph&) const = default;
};

struct OperatorSet {
  std::string domain;
  std::int64_t version = 0;

  bool operator==(const OperatorSet&) const = default;
};

struct Model {
  std::int64_t ir_version = 8;
  std::string producer_name;
  std::string producer_version;
  std::vector<OperatorSet> opset_imports;
  Graph graph;
  std::vector<std::pair<std::string, std::string>> metadata_props;

  bool operator==(const Model&) const = default;

  /// The metadata text of that key, null when there is none.
  const std::string* metadata(std::string_view key) const;
};

}  // namespace clearwell::onnx
