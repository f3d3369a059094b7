#include "server/dataset/fold_file.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <string>

namespace clearwell::dataset {
namespace {

constexpr int kMostFolds = 1000;

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (std::size_t start = 0;;) {
    const std::size_t end = text.find(separator, start);
    parts.push_back(text.substr(start, end - start));
    if (end == std::string_view::npos) return parts;
    start = end + 1;
  }
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines = split(text, '\n');
  for (std::string_view& line : lines)
    if (line.ends_with('\r')) line.remove_suffix(1);
  while (!lines.empty() && lines.back().empty())
    lines.pop_back();
  return lines;
}

std::optional<int> whole_number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

std::string at(std::size_t line, std::string_view column) {
  return "line " + std::to_string(line) + ", column " + std::string(column);
}

/// Number of repeats that the header announces.
Result<std::size_t> read_header(const std::vector<std::string_view>& lines) {
  const std::string expected = "a fold file begins with the header row,repeat0,repeat1,…";
  if (lines.empty()) return Error{"the file is empty; " + expected, "line 1"};
  const std::vector<std::string_view> names = split(lines[0], ',');
  for (std::size_t column = 0; column < std::max<std::size_t>(names.size(), 2); ++column) {
    const std::string name = column == 0 ? "row" : "repeat" + std::to_string(column - 1);
    if (column >= names.size() || names[column] != name)
      return Error{"column " + std::to_string(column + 1) + " is '" +
                       std::string(column < names.size() ? names[column] : std::string_view()) + "' instead of '" +
                       name + "'; " + expected,
                   "line 1"};
  }
  return names.size() - 1;
}

using FoldsByRow = std::map<int, std::vector<int>>;  // data row of the file → fold in each repeat

Result<Ok> read_line(FoldsByRow& folds_by_row, std::string_view text, std::size_t line, std::size_t n_repeats) {
  const std::vector<std::string_view> cells = split(text, ',');
  if (cells.size() != n_repeats + 1)
    return Error{std::to_string(cells.size()) + " cells where the header has " + std::to_string(n_repeats + 1),
                 "line " + std::to_string(line)};
  const std::optional<int> row = whole_number(cells[0]);
  if (!row) return Error{"'" + std::string(cells[0]) + "' is not a data row (0, 1, 2, …)", at(line, "row")};
  std::vector<int> folds;
  for (std::size_t repeat = 0; repeat < n_repeats; ++repeat) {
    const std::optional<int> fold = whole_number(cells[repeat + 1]);
    if (!fold || *fold >= kMostFolds)
      return Error{
          "'" + std::string(cells[repeat + 1]) + "' is not a fold (0 to " + std::to_string(kMostFolds - 1) + ")",
          at(line, "repeat" + std::to_string(repeat))};
    folds.push_back(*fold);
  }
  if (!folds_by_row.emplace(*row, std::move(folds)).second)
    return Error{"row " + std::to_string(*row) + " has a line already", at(line, "row")};
  return Ok{};
}

Result<Ok> check_source_rows(const FoldsByRow& folds_by_row, std::span<const std::optional<int>> source_rows) {
  std::map<int, std::size_t> seen;
  for (std::size_t index = 0; index < source_rows.size(); ++index) {
    if (!source_rows[index])
      return Error{"training row " + std::to_string(index) + " did not come from a file, so a fold file cannot name it",
                   "row"};
    const int row = *source_rows[index];
    if (!seen.emplace(row, index).second)
      return Error{"two training rows come from row " + std::to_string(row) +
                       " of different files; a fold file can name the rows of one file only",
                   "row"};
    if (!folds_by_row.contains(row))
      return Error{"row " + std::to_string(row) + " of the training data has no line", "row"};
  }
  return Ok{};
}

}  // namespace

Result<std::vector<Folds>> parse_fold_file(std::string_view csv, std::span<const std::optional<int>> source_rows) {
  const std::vector<std::string_view> lines = lines_of(csv);
  const Result<std::size_t> n_repeats = read_header(lines);
  if (!n_repeats) return n_repeats.error();

  FoldsByRow folds_by_row;
  for (std::size_t index = 1; index < lines.size(); ++index)
    if (Result<Ok> read = read_line(folds_by_row, lines[index], index + 1, *n_repeats); !read) return read.error();
  if (Result<Ok> complete = check_source_rows(folds_by_row, source_rows); !complete) return complete.error();

  std::vector<Folds> repeats(*n_repeats);
  for (std::size_t repeat = 0; repeat < repeats.size(); ++repeat) {
    Folds& folds = repeats[repeat];
    for (const std::optional<int>& row : source_rows)
      folds.fold_of_row.push_back(folds_by_row.at(*row)[repeat]);
    folds.n_folds =
        folds.fold_of_row.empty() ? 0 : 1 + *std::max_element(folds.fold_of_row.begin(), folds.fold_of_row.end());
    if (folds.n_folds < 2)
      return Error{"every training row is in fold 0; at least 2 folds are needed",
                   "column repeat" + std::to_string(repeat)};
  }
  return repeats;
}

}  // namespace clearwell::dataset
