#pragma once

#include "common/onnx/model.hpp"
#include "common/onnx/wire_format.hpp"
#include "common/result.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The fields that messages of onnx.proto are made of. A function reads one field or reports what is wrong with it; the
/// caller puts its own place in front, so that the whole path is built only when there is an error.
namespace clearwell::onnx {

/// What is still allowed. Small fields may become large objects, so that they are counted, not only weighed.
struct Budget {
  std::size_t objects = 100'000;    ///< attributes, tensors, values, axes, metadata
  std::size_t strings = 8'000'000;  ///< entries of string lists: one for each node of a tree
  std::size_t nodes = 0;

  static bool spend(std::size_t& left) { return left > 0 && left-- > 0; }
};

/// `error` with `place` in front of the place it names.
Error at(std::string place, Error error);

/// `name[index]`.
std::string indexed(std::string_view name, std::size_t index);

/// A budget is spent: `more nodes than a model file may have`.
Error too_many(std::string_view what);

/// Field `number` came with the wire type of another kind of value.
Error wrong_type(std::uint32_t number);

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

/// A string or bytes field.
Result<Ok> read_text(const WireField& field, std::string& out);

/// An integer or enumeration field.
Result<Ok> read_number(const WireField& field, std::int64_t& out);

/// A repeated integer field, packed or one by one.
Result<Ok> append_integers(const WireField& field, std::vector<std::int64_t>& out);

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

/// A repeated float field, packed or one by one.
template <typename T>
Result<Ok> append_floats(const WireField& field, std::vector<T>& out) {
  if (field.type != WireType::fixed32 && field.type != WireType::bytes) return wrong_type(field.number);
  return append_fixed(field.bytes, 4, out, [](const WireField& value) { return static_cast<T>(value.as_float()); });
}

/// A repeated double field, packed or one by one.
Result<Ok> append_doubles(const WireField& field, std::vector<double>& out);

/// Reads one message of a list and appends it; an error names its place in the list.
template <typename T, typename Read>
Result<Ok> append_message(const WireField& field, std::string_view list_name, std::vector<T>& list, Read read) {
  if (field.type != WireType::bytes) return at(std::string(list_name), wrong_type(field.number));
  Result<T> item = read(field.bytes);
  if (!item) return at(indexed(list_name, list.size()), item.error());
  list.push_back(std::move(*item));
  return Ok{};
}

}  // namespace clearwell::onnx
