#include "common/onnx/message_fields.hpp"

namespace clearwell::onnx {

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

Result<Ok> append_doubles(const WireField& field, std::vector<double>& out) {
  if (field.type != WireType::fixed64 && field.type != WireType::bytes) return wrong_type(field.number);
  return append_fixed(field.bytes, 8, out, [](const WireField& value) { return value.as_double(); });
}

}  // namespace clearwell::onnx
