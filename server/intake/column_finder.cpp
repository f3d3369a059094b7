#include "server/intake/column_finder.hpp"

#include "server/intake/number_text.hpp"

#include <algorithm>

namespace clearwell::intake {

ColumnFinder::ColumnFinder(std::span<const std::string> header) : header_(header), used_(header.size(), false) {}

std::optional<std::size_t> ColumnFinder::find(const ColumnNames& names) {
  for (const std::string& name : names)
    for (std::size_t column = 0; column < header_.size(); ++column)
      if (equal_ignoring_case(trim(header_[column]), trim(name))) {
        used_[column] = true;
        return column;
      }
  return std::nullopt;
}

std::vector<std::optional<std::size_t>> ColumnFinder::find_all(const std::vector<ColumnNames>& columns) {
  std::vector<std::optional<std::size_t>> found;
  for (const ColumnNames& names : columns)
    found.push_back(find(names));
  return found;
}

std::vector<std::string> ColumnFinder::unused() const {
  std::vector<std::string> unused;
  for (std::size_t column = 0; column < header_.size(); ++column) {
    if (used_[column]) continue;
    const std::string_view name = trim(header_[column]);
    unused.push_back(name.empty() ? "column " + std::to_string(column + 1) : std::string(name));
  }
  return unused;
}

bool is_recognised(const FileMapping& mapping, std::span<const std::string> header) {
  ColumnFinder finder(header);
  return !mapping.recognised_by.empty() && std::ranges::all_of(mapping.recognised_by, [&](const ColumnNames& names) {
    return finder.find(names).has_value();
  });
}

}  // namespace clearwell::intake
