#include "common/onnx/wire_format.hpp"

#include <cstring>

namespace clearwell::onnx {
namespace {

constexpr std::uint64_t kMaxFieldNumber = (std::uint64_t{1} << 29) - 1;

std::uint64_t little_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = bytes.size(); i-- > 0;)
    value = value << 8 | static_cast<std::uint8_t>(bytes[i]);
  return value;
}

}  // namespace

float WireField::as_float() const {
  const auto bits = static_cast<std::uint32_t>(number_value);
  float value = 0;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

double WireField::as_double() const {
  double value = 0;
  std::memcpy(&value, &number_value, sizeof value);
  return value;
}

bool WireReader::fail(std::string why) {
  failure_ = std::move(why);
  return false;
}

bool WireReader::take(std::size_t n, std::string_view& bytes) {
  if (n > rest_.size()) return fail("the file ends inside a field");
  bytes = rest_.substr(0, n);
  rest_.remove_prefix(n);
  return true;
}

bool WireReader::next_varint(std::uint64_t& value) {
  if (failure_ || rest_.empty()) return false;
  value = 0;
  for (int shift = 0; shift < 70; shift += 7) {
    if (rest_.empty()) return fail("the file ends inside a number");
    const auto byte = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    if (shift == 63 && byte > 1) return fail("a number is longer than 64 bits");
    value |= std::uint64_t{byte & 0x7fU} << shift;
    if ((byte & 0x80U) == 0) return true;
  }
  return fail("a number is longer than 64 bits");
}

bool WireReader::next(WireField& field) {
  std::uint64_t key = 0;
  if (!next_varint(key)) return false;
  const std::uint64_t number = key >> 3;
  if (number == 0 || number > kMaxFieldNumber)
    return fail("field number " + std::to_string(number) + " does not exist");
  field = WireField{};
  field.number = static_cast<std::uint32_t>(number);
  std::uint64_t length = 0;
  switch (key & 7U) {
    case 0:
      field.type = WireType::varint;
      if (rest_.empty()) return fail("the file ends inside a field");
      return next_varint(field.number_value);
    case 1:
      field.type = WireType::fixed64;
      if (!take(8, field.bytes)) return false;
      field.number_value = little_endian(field.bytes);
      return true;
    case 2:
      field.type = WireType::bytes;
      if (rest_.empty()) return fail("the file ends inside a field");
      if (!next_varint(length)) return false;
      if (length > rest_.size()) return fail("the file ends inside a field");
      return take(static_cast<std::size_t>(length), field.bytes);
    case 5:
      field.type = WireType::fixed32;
      if (!take(4, field.bytes)) return false;
      field.number_value = little_endian(field.bytes);
      return true;
    default:
      return fail("wire type " + std::to_string(key & 7U) + " is not one of 0, 1, 2, 5");
  }
}

void WireWriter::raw_varint(std::uint64_t value) {
  while (value >= 0x80) {
    bytes_ += static_cast<char>(value | 0x80U);
    value >>= 7;
  }
  bytes_ += static_cast<char>(value);
}

void WireWriter::raw_float(float value) {
  std::uint32_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  for (int shift = 0; shift < 32; shift += 8)
    bytes_ += static_cast<char>(bits >> shift);
}

void WireWriter::raw_double(double value) {
  std::uint64_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  for (int shift = 0; shift < 64; shift += 8)
    bytes_ += static_cast<char>(bits >> shift);
}

void WireWriter::varint_field(std::uint32_t number, std::uint64_t value) {
  raw_varint(std::uint64_t{number} << 3);
  raw_varint(value);
}

void WireWriter::float_field(std::uint32_t number, float value) {
  raw_varint(std::uint64_t{number} << 3 | 5U);
  raw_float(value);
}

void WireWriter::bytes_field(std::uint32_t number, std::string_view bytes) {
  raw_varint(std::uint64_t{number} << 3 | 2U);
  raw_varint(bytes.size());
  bytes_ += bytes;
}

}  // namespace clearwell::onnx
