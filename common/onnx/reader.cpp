#include "common/onnx/wire.hpp"
#include "common/onnx/wire_format.hpp"

#include <limits>

// Field numbers: onnx.proto of ONNX 1.12. Every reader consumes one message and reports the first thing wrong with it;
// the caller puts its own place in front, so that the whole path is built only when there is an error.
namespace clearwell::onnx {
namespace {

/// What is still allowed. Small fields may become large objects, so that they are counted, not only weighed.
struct Budget {
  std::size_t objects = 100'000;    ///< attributes, tensors, values, axes, metadata
  std::size_t strings = 8'000'000;  ///< entries of string lists: one for each node of a tree
  std::size_t nodes = 0;

  static bool spend(std::size_t& left) { return left > 0 && left-- > 0; }
};

Error at(std::string place, Error error) {
  if (!error.field.empty()) place += (error.field.front() == '[' ? "" : ".") + error.field;
  return Error{std::move(error.message), std::move(place)};
}

std::string indexed(std::string_view name, std::size_t index) {
  return std::string(name) + "[" + std::to_string(index) + "]";
}

Error too_many(std::string_view what) {
  return Error{"more " + std::string(what) + " than a model file may have", ""};
}

Error wrong_type(std::uint32_t number) {
  return Error{"field " + std::to_string(number) + " has a wire type that does not belong to it", ""};
}

/// Calls `read(field)` for each field; `read` answers Ok or an Error, which ends the walk.
template <typename Read>
Result<Ok> for_each_field(std::string_view message, Read read) {
  WireReader reader(message);
  WireField field;
  while (reader.next(field)) {
    Result<Ok> done = read(field);
    if (!done) return done.error();
  }
  if (reader.failure()) return Error{*reader.failure(), ""};
  return Ok{};
}

Result<Ok> read_text(const WireField& field, std::string& out) {
  if (field.type != WireType::bytes) return wrong_type(field.number);
  out = std::string(field.bytes);
  return Ok{};
}

Result<Ok> read_number(const WireField& field, std::int64_t& out) {
  if (field.type != WireType::varint) return wrong_type(field.number);
  out = static_cast<std::int64_t>(field.number_value);
  return Ok{};
}

/// A repeated integer field, packed or one by one.
Result<Ok> append_integers(const WireField& field, std::vector<std::int64_t>& out) {
  if (field.type == WireType::varint) {
    out.push_back(static_cast<std::int64_t>(field.number_value));
    return Ok{};
  }
  if (field.type != WireType::bytes) return wrong_type(field.number);
  WireReader packed(field.bytes);
  std::uint64_t value = 0;
  while (packed.next_varint(value))
    out.push_back(static_cast<std::int64_t>(value));
  if (packed.failure()) return Error{*packed.failure(), ""};
  return Ok{};
}

/// A run of little-endian values of `width` bytes. `decode` turns one into the number it stands for.
template <typename T, typename Decode>
Result<Ok> append_fixed(std::string_view bytes, std::size_t width, std::vector<T>& out, Decode decode) {
  if (bytes.size() % width != 0)
    return Error{
        std::to_string(bytes.size()) + " bytes are no whole number of " + std::to_string(width) + "-byte values", ""};
  // A list that comes one value at a time must not move at each of them.
  if (bytes.size() > width) out.reserve(out.size() + bytes.size() / width);
  for (std::size_t i = 0; i < bytes.size(); i += width) {
    WireField value;
    for (std::size_t b = width; b-- > 0;)
      value.number_value = value.number_value << 8 | static_cast<std::uint8_t>(bytes[i + b]);
    out.push_back(decode(value));
  }
  return Ok{};
}

template <typename T>
Result<Ok> append_floats(const WireField& field, std::vector<T>& out) {
  if (field.type != WireType::fixed32 && field.type != WireType::bytes) return wrong_type(field.number);
  return append_fixed(field.bytes, 4, out, [](const WireField& value) { return static_cast<T>(value.as_float()); });
}

Result<Ok> append_doubles(const WireField& field, std::vector<double>& out) {
  if (field.type != WireType::fixed64 && field.type != WireType::bytes) return wrong_type(field.number);
  return append_fixed(field.bytes, 8, out, [](const WireField& value) { return value.as_double(); });
}

Result<ElementType> element_type(std::int64_t number) {
  for (const ElementType type : {ElementType::float32, ElementType::int64, ElementType::boolean, ElementType::float64})
    if (number == static_cast<std::int64_t>(type)) return type;
  return Error{
      "element type " + std::to_string(number) + " is not one of 1 (float32), 7 (int64), 9 (bool), 11 (float64)", ""};
}

Result<Ok> read_raw_data(Tensor& tensor, std::string_view raw) {
  if (tensor.type == ElementType::float32)
    return append_fixed(raw, 4, tensor.values,
                        [](const WireField& value) { return static_cast<double>(value.as_float()); });
  if (tensor.type == ElementType::float64)
    return append_fixed(raw, 8, tensor.values, [](const WireField& value) { return value.as_double(); });
  if (tensor.type == ElementType::int64)
    return append_fixed(raw, 8, tensor.integers,
                        [](const WireField& value) { return static_cast<std::int64_t>(value.number_value); });
  return Error{
      "raw data of type " + std::string(name_of(tensor.type)) + " is not read (accepted: float32, float64, int64)", ""};
}

/// The number of values that the shape promises must be the number that came.
Result<Ok> check_length(const Tensor& tensor) {
  std::uint64_t expected = 1;
  for (const std::int64_t length : tensor.dims) {
    if (length < 0) return Error{"an axis of length " + std::to_string(length), ""};
    if (length != 0 && expected > std::numeric_limits<std::uint32_t>::max() / static_cast<std::uint64_t>(length))
      return Error{"the shape promises more than 4294967295 values", ""};
    expected *= static_cast<std::uint64_t>(length);
  }
  const std::size_t found = tensor.type == ElementType::int64 ? tensor.integers.size() : tensor.values.size();
  if (found != expected)
    return Error{"the shape promises " + std::to_string(expected) + " values, the data hold " + std::to_string(found),
                 ""};
  return Ok{};
}

Result<Tensor> read_tensor(std::string_view message, Budget& budget) {
  if (!Budget::spend(budget.objects)) return too_many("objects");
  Tensor tensor;
  std::string_view raw;
  bool has_raw = false;
  const Result<Ok> read = for_each_field(message, [&](const WireField& field) -> Result<Ok> {
    switch (field.number) {
      case 1:
        return append_integers(field, tensor.dims);
      case 2: {
        std::int64_t number = 0;
        if (Result<Ok> done = read_number(field, number); !done) return done;
        Result<ElementType> type = element_type(number);
        if (!type) return type.error();
        tensor.type = *type;
        return Ok{};
      }
      case 4:
        return append_floats(field, tensor.values);
      case 7:
        return append_integers(field, tensor.integers);
      case 8:
        return read_text(field, tensor.name);
      case 9:
        if (field.type != WireType::bytes) return wrong_type(field.number);
        raw = field.bytes;
        has_raw = true;
        return Ok{};
      case 10:
        return append_doubles(field, tensor.values);
      case 12:
        return Ok{};  // doc_string
      default:
        return Error{"tensor field " + std::to_string(field.number) +
                         " is not read (accepted: float, double, int64 and raw data inside the file)",
                     ""};
    }
  });
  if (!read) return read.error();
  if (has_raw)
    if (Result<Ok> done = read_raw_data(tensor, raw); !done) return done.error();
  if (Result<Ok> done = check_length(tensor); !done) return done.error();
  return tensor;
}

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

/// Reads one message of a list and appends it; an error names its place in the list.
template <typename T, typename Read>
Result<Ok> append_message(const WireField& field, std::string_view list_name, std::vector<T>& list, Read read) {
  if (field.type != WireType::bytes) return at(std::string(list_name), wrong_type(field.number));
  Result<T> item = read(field.bytes);
  if (!item) return at(indexed(list_name, list.size()), item.error());
  list.push_back(std::move(*item));
  return Ok{};
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
