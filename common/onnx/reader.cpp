#include "common/onnx/message_fields.hpp"
#include "common/onnx/tensor_reader.hpp"
#include "common/onnx/wire.hpp"

// Field numbers: onnx.proto of ONNX 1.12. Every reader consumes one message and reports the first thing wrong with it.
namespace clearwell::onnx {
namespace {

Result<Attribute> read_attribute(std::string_view message, Budget& budget) {
  if (!Budget::spend(budget.objects)) return too_many("objects");
  Attribute attribute;
  std::int64_t type = 0;
  const Result<Ok> read = for_each_field(message, [&](const WireField& field) -> Result<Ok> {
    switch (field.number) {
      case 1:
        return read_text(field, attribute.name);
      case 2:
        if (field.type != WireType::fixed32) return wrong_type(field.number);
        attribute.f = field.as_float();
        return Ok{};
      case 3:
        return read_number(field, attribute.i);
      case 4:
        return read_text(field, attribute.s);
      case 5: {
        if (field.type != WireType::bytes) return wrong_type(field.number);
        Result<Tensor> tensor = read_tensor(field.bytes, budget);
        if (!tensor) return at("t", tensor.error());
        attribute.t = std::move(*tensor);
        return Ok{};
      }
      case 7:
        return append_floats(field, attribute.floats);
      case 8:
        return append_integers(field, attribute.ints);
      case 9:
        if (!Budget::spend(budget.strings)) return too_many("strings");
        attribute.strings.emplace_back();
        return read_text(field, attribute.strings.back());
      case 13:
        return Ok{};  // doc_string
      case 20:
        return read_number(field, type);
      default:
        return Error{"attribute field " + std::to_string(field.number) +
                         " is not read (graphs, sparse and typed values are not accepted)",
                     ""};
    }
  });
  const std::string place = attribute.name.empty() ? "" : "(" + attribute.name + ")";
  if (!read) return at(place, read.error());
  for (const AttributeType known :
       {AttributeType::float_value, AttributeType::int_value, AttributeType::string_value, AttributeType::tensor,
        AttributeType::floats, AttributeType::ints, AttributeType::strings})
    if (type == static_cast<std::int64_t>(known)) attribute.type = known;
  if (attribute.type == AttributeType::undefined)
    return Error{"attribute type " + std::to_string(type) +
                     " is not one of 1 (float), 2 (int), 3 (string), 4 (tensor), 6, 7, 8 (lists)",
                 place};
  return attribute;
}

Result<Node> read_node(std::string_view message, Budget& budget) {
  if (!Budget::spend(budget.nodes)) return too_many("nodes");
  Node node;
  const auto append_name = [&budget](const WireField& field, std::vector<std::string>& names) -> Result<Ok> {
    if (!Budget::spend(budget.objects)) return too_many("objects");
    names.emplace_back();
    return read_text(field, names.back());
  };
  const Result<Ok> read = for_each_field(message, [&](const WireField& field) -> Result<Ok> {
    switch (field.number) {
      case 1:
        return append_name(field, node.inputs);
      case 2:
        return append_name(field, node.outputs);
      case 3:
        return read_text(field, node.name);
      case 4:
        return read_text(field, node.op_type);
      case 5: {
        if (field.type != WireType::bytes) return wrong_type(field.number);
        Result<Attribute> attribute = read_attribute(field.bytes, budget);
        if (!attribute) return at(indexed("attribute", node.attributes.size()), attribute.error());
        node.attributes.push_back(std::move(*attribute));
        return Ok{};
      }
      case 7:
        return read_text(field, node.domain);
      default:
        return Ok{};  // doc_string
    }
  });
  if (!read) return read.error();
  return node;
}

Result<Dimension> read_dimension(std::string_view message) {
  Dimension dimension;
  const Result<Ok> read = for_each_field(message, [&](const WireField& field) -> Result<Ok> {
    if (field.number == 1) return read_number(field, dimension.length);
    if (field.number == 2) return read_text(field, dimension.symbol);
    return Ok{};
  });
  if (!read) return read.error();
  return dimension;
}

Result<Ok> read_shape(std::string_view message, ValueInfo& value, Budget& budget) {
  return for_each_field(message, [&](const WireField& field) -> Result<Ok> {
    if (field.number != 1) return Ok{};
    if (field.type != WireType::bytes) return wrong_type(field.number);
    if (!Budget::spend(budget.objects)) return too_many("objects");
    Result<Dimension> dimension = read_dimension(field.bytes);
    if (!dimension) return dimension.error();
    value.shape.push_back(std::move(*dimension));
    return Ok{};
  });
}

Result<Ok> read_tensor_type(std::string_view message, ValueInfo& value, Budget& budget) {
  return for_each_field(message, [&](const WireField& field) -> Result<Ok> {
    if (field.number == 1) {
      std::int64_t number = 0;
      if (Result<Ok> done = read_number(field, number); !done) return done;
      Result<ElementType> type = element_type(number);
      if (!type) return type.error();
      value.type = *type;
      return Ok{};
    }
    if (field.number != 2) return Ok{};
    if (field.type != WireType::bytes) return wrong_type(field.number);
    return read_shape(field.bytes, value, budget);
  });
}

Result<Ok> read_type(std::string_view message, ValueInfo& value, Budget& budget) {
  return for_each_field(message, [&](const WireField& field) -> Result<Ok> {
    if (field.number == 6) return Ok{};  // denotation
    if (field.number != 1 || field.type != WireType::bytes)
      return Error{"not a tensor (sequences and maps are not accepted)", ""};
    return read_tensor_type(field.bytes, value, budget);
  });
}

Result<ValueInfo> read_value_info(std::string_view message, Budget& budget) {
  if (!Budget::spend(budget.objects)) return too_many("objects");
  ValueInfo value;
  const Result<Ok> read = for_each_field(message, [&](const WireField& field) -> Result<Ok> {
    if (field.number == 1) return read_text(field, value.name);
    if (field.number != 2) return Ok{};  // doc_string
    if (field.type != WireType::bytes) return wrong_type(field.number);
    return read_type(field.bytes, value, budget);
  });
  if (!read) return read.error();
  return value;
}

Result<Graph> read_graph(std::string_view message, Budget& budget) {
  Graph graph;
  const auto node = [&](std::string_view bytes) { return read_node(bytes, budget); };
  const auto tensor = [&](std::string_view bytes) { return read_tensor(bytes, budget); };
  const auto value = [&](std::string_view bytes) { return read_value_info(bytes, budget); };
  const Result<Ok> read = for_each_field(message, [&](const WireField& field) -> Result<Ok> {
    switch (field.number) {
      case 1:
        return append_message(field, "node", graph.nodes, node);
      case 2:
        return read_text(field, graph.name);
      case 5:
        return append_message(field, "initializer", graph.initializers, tensor);
      case 11:
        return append_message(field, "input", graph.inputs, value);
      case 12:
        return append_message(field, "output", graph.outputs, value);
      case 15:
        return Error{"sparse initializers are not accepted", ""};
      default:
        return Ok{};  // doc_string, value_info, quantization_annotation
    }
  });
  if (!read) return read.error();
  return graph;
}

Result<OperatorSet> read_operator_set(std::string_view message) {
  OperatorSet set;
  const Result<Ok> read = for_each_field(message, [&](const WireField& field) -> Result<Ok> {
    if (field.number == 1) return read_text(field, set.domain);
    if (field.number == 2) return read_number(field, set.version);
    return Ok{};
  });
  if (!read) return read.error();
  return set;
}

Result<std::pair<std::string, std::string>> read_metadata(std::string_view message) {
  std::pair<std::string, std::string> entry;
  const Result<Ok> read = for_each_field(message, [&](const WireField& field) -> Result<Ok> {
    if (field.number == 1) return read_text(field, entry.first);
    if (field.number == 2) return read_text(field, entry.second);
    return Ok{};
  });
  if (!read) return read.error();
  return entry;
}

Result<Ok> read_model_field(const WireField& field, Model& model, Budget& budget) {
  switch (field.number) {
    case 1:
      return read_number(field, model.ir_version);
    case 2:
      return read_text(field, model.producer_name);
    case 3:
      return read_text(field, model.producer_version);
    case 7: {
      if (field.type != WireType::bytes) return wrong_type(field.number);
      Result<Graph> graph = read_graph(field.bytes, budget);
      if (!graph) return at("graph", graph.error());
      model.graph = std::move(*graph);
      return Ok{};
    }
    case 8:
      if (!Budget::spend(budget.objects)) return too_many("objects");
      return append_message(field, "opset_import", model.opset_imports, read_operator_set);
    case 14:
      if (!Budget::spend(budget.objects)) return too_many("objects");
      return append_message(field, "metadata_props", model.metadata_props, read_metadata);
    case 25:
      return Error{"model-local functions are not accepted", "functions"};
    default:
      return Ok{};  // domain, model_version, doc_string, training_info
  }
}

}  // namespace

Result<Model> read_model(std::string_view bytes, const ReadLimits& limits) {
  if (bytes.empty()) return Error{"model file: the file is empty", ""};
  if (bytes.size() > limits.max_bytes)
    return Error{"model file: " + std::to_string(bytes.size()) + " bytes, at most " + std::to_string(limits.max_bytes) +
                     " are read",
                 ""};
  Budget budget;
  budget.nodes = limits.max_nodes;
  Model model;
  model.ir_version = 0;
  const Result<Ok> read =
      for_each_field(bytes, [&](const WireField& field) { return read_model_field(field, model, budget); });
  if (!read) return Error{"model file: " + read.error().message, read.error().field};
  if (model.ir_version < 3 || model.ir_version > 10)
    return Error{
        "model file: IR version " + std::to_string(model.ir_version) + " is not one this reader knows (3 to 10)",
        "ir_version"};
  return model;
}

}  // namespace clearwell::onnx
