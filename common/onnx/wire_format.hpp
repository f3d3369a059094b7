#pragma once

#include "common/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// The protocol-buffer wire format, as far as ONNX needs it. Ours, because the libraries report a damaged file by an
/// exception, and in the browser's build an exception ends the page.
/// Source: https://protobuf.dev/programming-guides/encoding/
namespace clearwell::onnx {

enum class WireType : std::uint8_t { varint = 0, fixed64 = 1, bytes = 2, fixed32 = 5 };

/// One field as it stands in the file. `number_value` holds varints and fixed values, `bytes` a view into the file.
struct WireField {
  std::uint32_t number = 0;
  WireType type = WireType::varint;
  std::uint64_t number_value = 0;
  std::string_view bytes;

  float as_float() const;    ///< of fixed32
  double as_double() const;  ///< of fixed64
};

/// Walks the fields of one message. After next() answered false, failure() tells a damaged message from its end.
class WireReader {
 public:
  explicit WireReader(std::string_view message) : rest_(message) {}

  bool next(WireField& field);
  const std::optional<std::string>& failure() const { return failure_; }

  /// The next bare varint of a packed list; false at the end or when damaged.
  bool next_varint(std::uint64_t& value);

 private:
  bool fail(std::string why);
  bool take(std::size_t n, std::string_view& bytes);

  std::string_view rest_;
  std::optional<std::string> failure_;
};

/// Appends fields to one message.
class WireWriter {
 public:
  void varint_field(std::uint32_t number, std::uint64_t value);
  void float_field(std::uint32_t number, float value);
  void bytes_field(std::uint32_t number, std::string_view bytes);
  void raw_varint(std::uint64_t value);
  void raw_float(float value);
  void raw_double(double value);
  void raw_byte(std::uint8_t byte) { bytes_ += static_cast<char>(byte); }

  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

}  // namespace clearwell::onnx
