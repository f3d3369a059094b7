#include "server/store/database.hpp"

#include <cassert>
#include <charconv>
#include <utility>

namespace clearwell::store {
namespace {

/// A cell that is not of the type the caller asks for is our own mistake in a query, told with what was found.
template <typename T>
T parse_cell(const std::string& text, const char* type) {
  T value{};
  const char* const end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, value);
  if (parsed.ec != std::errc() || parsed.ptr != end) throw StoreError("query result: \"" + text + "\" is not " + type);
  return value;
}

int hex_digit(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  return -1;
}

}  // namespace

Rows::Rows(std::size_t n_columns, std::vector<std::optional<std::string>> cells, std::size_t affected)
    : n_columns_(n_columns), cells_(std::move(cells)), affected_(affected) {}

bool Rows::is_null(std::size_t row, std::size_t column) const {
  assert(row < size() && column < n_columns_);
  return !cells_[row * n_columns_ + column].has_value();
}

const std::string& Rows::text(std::size_t row, std::size_t column) const {
  if (is_null(row, column))
    throw StoreError("query result: row " + std::to_string(row) + ", column " + std::to_string(column) + " is NULL");
  return *cells_[row * n_columns_ + column];
}

std::int64_t Rows::integer(std::size_t row, std::size_t column) const {
  return parse_cell<std::int64_t>(text(row, column), "an integer");
}

double Rows::number(std::size_t row, std::size_t column) const {
  return parse_cell<double>(text(row, column), "a number");  // also reads Infinity and NaN
}

bool Rows::boolean(std::size_t row, std::size_t column) const {
  const std::string& cell = text(row, column);
  if (cell != "t" && cell != "f") throw StoreError("query result: \"" + cell + "\" is not a boolean");
  return cell == "t";
}

std::string Rows::bytes(std::size_t row, std::size_t column) const {
  const std::string& cell = text(row, column);
  if (cell.size() % 2 != 0 || cell.compare(0, 2, "\\x") != 0)
    throw StoreError("query result: \"" + cell + "\" is not bytea");
  std::string bytes;
  bytes.reserve(cell.size() / 2 - 1);
  for (std::size_t i = 2; i < cell.size(); i += 2) {
    const int high = hex_digit(cell[i]);
    const int low = hex_digit(cell[i + 1]);
    if (high < 0 || low < 0) throw StoreError("query result: \"" + cell + "\" is not bytea");
    bytes += static_cast<char>(high * 16 + low);
  }
  return bytes;
}

std::optional<std::string> Rows::maybe_text(std::size_t row, std::size_t column) const {
  return is_null(row, column) ? std::nullopt : std::optional(text(row, column));
}

std::optional<double> Rows::maybe_number(std::size_t row, std::size_t column) const {
  return is_null(row, column) ? std::nullopt : std::optional(number(row, column));
}

std::optional<std::int64_t> Rows::maybe_integer(std::size_t row, std::size_t column) const {
  return is_null(row, column) ? std::nullopt : std::optional(integer(row, column));
}

std::optional<bool> Rows::maybe_boolean(std::size_t row, std::size_t column) const {
  return is_null(row, column) ? std::nullopt : std::optional(boolean(row, column));
}

}  // namespace clearwell::store
