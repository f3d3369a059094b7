#include "common/onnx/model.hpp"

namespace clearwell::onnx {
namespace {

Attribute named(std::string name, AttributeType type) {
  Attribute attribute;
  attribute.name = std::move(name);
  attribute.type = type;
  return attribute;
}

}  // namespace

std::string_view name_of(ElementType type) {
  switch (type) {
    case ElementType::float32:
      return "float32";
    case ElementType::float64:
      return "float64";
    case ElementType::int64:
      return "int64";
    case ElementType::boolean:
      return "bool";
    case ElementType::undefined:
      break;
  }
  return "undefined";
}

Attribute Attribute::of_float(std::string name, float value) {
  Attribute attribute = named(std::move(name), AttributeType::float_value);
  attribute.f = value;
  return attribute;
}

Attribute Attribute::of_int(std::string name, std::int64_t value) {
  Attribute attribute = named(std::move(name), AttributeType::int_value);
  attribute.i = value;
  return attribute;
}

Attribute Attribute::of_string(std::string name, std::string value) {
  Attribute attribute = named(std::move(name), AttributeType::string_value);
  attribute.s = std::move(value);
  return attribute;
}

Attribute Attribute::of_floats(std::string name, std::vector<float> values) {
  Attribute attribute = named(std::move(name), AttributeType::floats);
  attribute.floats = std::move(values);
  return attribute;
}

Attribute Attribute::of_ints(std::string name, std::vector<std::int64_t> values) {
  Attribute attribute = named(std::move(name), AttributeType::ints);
  attribute.ints = std::move(values);
  return attribute;
}

Attribute Attribute::of_strings(std::string name, std::vector<std::string> values) {
  Attribute attribute = named(std::move(name), AttributeType::strings);
  attribute.strings = std::move(values);
  return attribute;
}

const Attribute* Node::attribute(std::string_view wanted) const {
  for (const Attribute& candidate : attributes)
    if (candidate.name == wanted) return &candidate;
  return nullptr;
}

const std::string* Model::metadata(std::string_view key) const {
  for (const auto& [name, text] : metadata_props)
    if (name == key) return &text;
  return nullptr;
}

}  // namespace clearwell::onnx
