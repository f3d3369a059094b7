#include "common/onnx/wire.hpp"
#include "common/onnx/wire_format.hpp"

namespace clearwell::onnx {
namespace {

std::string written(const Tensor& tensor) {
  WireWriter out;
  WireWriter dims;
  for (const std::int64_t length : tensor.dims)
    dims.raw_varint(static_cast<std::uint64_t>(length));
  if (!tensor.dims.empty()) out.bytes_field(1, dims.bytes());
  out.varint_field(2, static_cast<std::uint64_t>(tensor.type));
  out.bytes_field(8, tensor.name);
  WireWriter raw;
  for (const double value : tensor.values) {
    if (tensor.type == ElementType::float32)
      raw.raw_float(static_cast<float>(value));
    else
      raw.raw_double(value);
  }
  for (const std::int64_t value : tensor.integers) {
    for (int shift = 0; shift < 64; shift += 8)
      raw.raw_byte(static_cast<std::uint8_t>(static_cast<std::uint64_t>(value) >> shift));
  }
  out.bytes_field(9, raw.bytes());
  return out.bytes();
}

std::string written(const Attribute& attribute) {
  WireWriter out;
  out.bytes_field(1, attribute.name);
  WireWriter list;
  switch (attribute.type) {
    case AttributeType::float_value:
      out.float_field(2, attribute.f);
      break;
    case AttributeType::int_value:
      out.varint_field(3, static_cast<std::uint64_t>(attribute.i));
      break;
    case AttributeType::string_value:
      out.bytes_field(4, attribute.s);
      break;
    case AttributeType::tensor:
      out.bytes_field(5, written(attribute.t));
      break;
    case AttributeType::floats:
      for (const float value : attribute.floats)
        list.raw_float(value);
      out.bytes_field(7, list.bytes());
      break;
    case AttributeType::ints:
      for (const std::int64_t value : attribute.ints)
        list.raw_varint(static_cast<std::uint64_t>(value));
      out.bytes_field(8, list.bytes());
      break;
    case AttributeType::strings:
      for (const std::string& value : attribute.strings)
        out.bytes_field(9, value);
      break;
    case AttributeType::undefined:
      break;
  }
  out.varint_field(20, static_cast<std::uint64_t>(attribute.type));
  return out.bytes();
}

std::string written(const Node& node) {
  WireWriter out;
  for (const std::string& input : node.inputs)
    out.bytes_field(1, input);
  for (const std::string& output : node.outputs)
    out.bytes_field(2, output);
  out.bytes_field(3, node.name);
  out.bytes_field(4, node.op_type);
  for (const Attribute& attribute : node.attributes)
    out.bytes_field(5, written(attribute));
  if (!node.domain.empty()) out.bytes_field(7, node.domain);
  return out.bytes();
}

std::string written(const ValueInfo& value) {
  WireWriter shape;
  for (const Dimension& dimension : value.shape) {
    WireWriter axis;
    if (dimension.symbol.empty())
      axis.varint_field(1, static_cast<std::uint64_t>(dimension.length));
    else
      axis.bytes_field(2, dimension.symbol);
    shape.bytes_field(1, axis.bytes());
  }
  WireWriter tensor;
  tensor.varint_field(1, static_cast<std::uint64_t>(value.type));
  tensor.bytes_field(2, shape.bytes());
  WireWriter type;
  type.bytes_field(1, tensor.bytes());
  WireWriter out;
  out.bytes_field(1, value.name);
  out.bytes_field(2, type.bytes());
  return out.bytes();
}

std::string written(const Graph& graph) {
  WireWriter out;
  for (const Node& node : graph.nodes)
    out.bytes_field(1, written(node));
  out.bytes_field(2, graph.name);
  for (const Tensor& tensor : graph.initializers)
    out.bytes_field(5, written(tensor));
  for (const ValueInfo& input : graph.inputs)
    out.bytes_field(11, written(input));
  for (const ValueInfo& output : graph.outputs)
    out.bytes_field(12, written(output));
  return out.bytes();
}

}  // namespace

std::string write_model(const Model& model) {
  WireWriter out;
  out.varint_field(1, static_cast<std::uint64_t>(model.ir_version));
  out.bytes_field(2, model.producer_name);
  out.bytes_field(3, model.producer_version);
  out.bytes_field(7, written(model.graph));
  for (const OperatorSet& set : model.opset_imports) {
    WireWriter import;
    import.bytes_field(1, set.domain);
    import.varint_field(2, static_cast<std::uint64_t>(set.version));
    out.bytes_field(8, import.bytes());
  }
  for (const auto& [key, text] : model.metadata_props) {
    WireWriter entry;
    entry.bytes_field(1, key);
    entry.bytes_field(2, text);
    out.bytes_field(14, entry.bytes());
  }
  return out.bytes();
}

}  // namespace clearwell::onnx
