#pragma once

#include "server/intake/file_mapping.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace clearwell::intake {

/// Finds the columns of one file by the names of a mapping, without regard to case and surrounding blanks, and keeps
/// count of those that nobody asked for.
class ColumnFinder {
 public:
  /// \pre  `header` outlives the finder
  explicit ColumnFinder(std::span<const std::string> header);

  /// Place of the first column that has one of the names, the earlier name first.
  std::optional<std::size_t> find(const ColumnNames& names);
  std::vector<std::optional<std::size_t>> find_all(const std::vector<ColumnNames>& columns);

  /// Columns that were not found, `column 3` where the header cell is empty.
  std::vector<std::string> unused() const;

 private:
  std::span<const std::string> header_;
  std::vector<bool> used_;
};

/// Whether a file of that header is one of the mapping's kind.
bool is_recognised(const FileMapping& mapping, std::span<const std::string> header);

}  // namespace clearwell::intake
