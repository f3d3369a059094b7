#include "server/store/database.hpp"

#include <charconv>
#include <cmath>

namespace clearwell::store {
namespace {

/// Shortest text that reads back as the same bits, in PostgreSQL's spelling.
std::string number_text(double value) {
  if (std::isnan(value)) return "NaN";  // to_chars may write -nan, which PostgreSQL refuses
  if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, value);
  return std::string(text, end.ptr);
}

/// The protocol sends a text up to its first zero byte; cutting it off in silence would store something else.
void refuse_zero_byte(std::string_view text) {
  if (text.find('\0') != std::string_view::npos)
    throw StoreError("a text parameter holds a zero byte, which PostgreSQL cannot store");
}

std::string bytea_text(std::string_view bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text = "\\x";
  text.reserve(2 + bytes.size() * 2);
  for (const char byte : bytes) {
    const auto value = static_cast<unsigned char>(byte);
    text += kDigits[value >> 4];
    text += kDigits[value & 15];
  }
  return text;
}

/// An element of an array literal: always quoted, so that neither NULL, braces nor commas mean anything.
void append_quoted(std::string& literal, std::string_view element) {
  literal += '"';
  for (const char character : element) {
    if (character == '"' || character == '\\') literal += '\\';
    literal += character;
  }
  literal += '"';
}

template <typename T, typename Append>
std::string array_literal(std::span<const T> values, Append append) {
  std::string literal = "{";
  for (const T& value : values) {
    if (literal.size() > 1) literal += ',';
    append(literal, value);
  }
  return literal + "}";
}

}  // namespace

Params& Params::add(std::string_view text) {
  refuse_zero_byte(text);
  values_.emplace_back(std::string(text));
  return *this;
}

Params& Params::add(std::int64_t value) {
  values_.emplace_back(std::to_string(value));
  return *this;
}

Params& Params::add(double value) {
  values_.emplace_back(number_text(value));
  return *this;
}

Params& Params::add(bool value) {
  values_.emplace_back(value ? "t" : "f");
  return *this;
}

Params& Params::add_null() {
  values_.emplace_back(std::nullopt);
  return *this;
}

Params& Params::add_bytes(std::string_view bytes) {
  values_.emplace_back(bytea_text(bytes));
  return *this;
}

Params& Params::add_array(std::span<const double> values) {
  values_.emplace_back(array_literal(values, [](std::string& literal, double value) {
    literal += std::isnan(value) ? std::string("NULL") : number_text(value);
  }));
  return *this;
}

Params& Params::add_array(std::span<const std::int64_t> values) {
  values_.emplace_back(
      array_literal(values, [](std::string& literal, std::int64_t value) { literal += std::to_string(value); }));
  return *this;
}

Params& Params::add_array(std::span<const std::string> values) {
  for (const std::string& value : values)
    refuse_zero_byte(value);
  values_.emplace_back(
      array_literal(values, [](std::string& literal, const std::string& value) { append_quoted(literal, value); }));
  return *this;
}

}  // namespace clearwell::store
