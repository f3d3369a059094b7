#include "server/training/out_of_fold.hpp"

#include "server/training/estimator.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace clearwell::training {
namespace {

constexpr std::string_view kHeader = "sample_id,fold,label,probability,positive\n";
constexpr std::string_view kRegressionHeader = "sample_id,fold,target,value\n";

template <typename Number>
void append(std::string& text, Number number) {
  char digits[32];
  text.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

[[noreturn]] void refuse(std::size_t line) {
  throw TrainingError("the out-of-fold predictions of a run are damaged in line " + std::to_string(line));
}

template <std::size_t n_cells>
std::array<std::string_view, n_cells> cells_of(std::string_view line, std::size_t number) {
  std::array<std::string_view, n_cells> cells;
  for (std::size_t cell = 0; cell < cells.size(); ++cell) {
    const std::size_t end = line.find(',');
    if ((end == std::string_view::npos) != (cell + 1 == cells.size())) refuse(number);
    cells[cell] = line.substr(0, end);
    line.remove_prefix(std::min(line.size(), cells[cell].size() + 1));
  }
  return cells;
}

std::optional<bool> parse_bit(std::string_view cell, std::size_t line) {
  if (cell.empty()) return std::nullopt;
  if (cell != "0" && cell != "1") refuse(line);
  return cell == "1";
}

template <typename Number>
Number parse_number(std::string_view cell, std::size_t line) {
  Number number{};
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), number);
  if (error != std::errc() || end != cell.data() + cell.size()) refuse(line);
  return number;
}

OutOfFoldRow parse_row(std::string_view line, std::size_t number) {
  const auto [id, fold, label, probability, positive] = cells_of<5>(line, number);
  OutOfFoldRow row;
  row.sample_id = parse_number<std::int64_t>(id, number);
  const std::optional<bool> actual = parse_bit(label, number);
  if (!actual) refuse(number);
  row.actual = *actual;
  row.positive = parse_bit(positive, number);
  return row;
}

OutOfFoldRow parse_regression_row(std::string_view line, std::size_t number) {
  const auto [id, fold, target, value] = cells_of<4>(line, number);
  OutOfFoldRow row;
  row.sample_id = parse_number<std::int64_t>(id, number);
  row.target = parse_number<double>(target, number);
  if (!value.empty()) row.value = parse_number<double>(value, number);
  return row;
}

std::string regression_csv(const dataset::TrainingTable& table, const dataset::Folds& folds,
                           std::span<const scoring::Prediction> predictions) {
  std::string csv(kRegressionHeader);
  for (std::size_t row = 0; row < table.n_rows(); ++row) {
    const bool judged = folds.is_judged(row);
    append(csv, table.sample_ids[row]);
    csv += ',';
    if (judged) append(csv, folds.fold_of_row[row]);
    csv += ',';
    append(csv, table.targets[row]);
    csv += ',';
    if (judged) append(csv, predictions[row].margin);
    csv += '\n';
  }
  return csv;
}

}  // namespace

std::string out_of_fold_csv(const dataset::TrainingTable& table, const dataset::Folds& folds,
                            std::span<const scoring::Prediction> predictions) {
  if (table.is_regression()) return regression_csv(table, folds, predictions);
  std::string csv(kHeader);
  for (std::size_t row = 0; row < table.n_rows(); ++row) {
    append(csv, table.sample_ids[row]);
    csv += ',';
    const bool judged = folds.is_judged(row);
    if (judged) append(csv, folds.fold_of_row[row]);
    csv += table.labels[row] != 0 ? ",1," : ",0,";
    if (judged) append(csv, predictions[row].probability);
    csv += !judged ? "," : predictions[row].positive ? ",1" : ",0";
    csv += '\n';
  }
  return csv;
}

std::vector<OutOfFoldRow> parse_out_of_fold(std::string_view csv) {
  const bool is_regression = csv.starts_with(kRegressionHeader);
  if (!is_regression && !csv.starts_with(kHeader)) refuse(1);
  csv.remove_prefix(is_regression ? kRegressionHeader.size() : kHeader.size());
  std::vector<OutOfFoldRow> rows;
  while (!csv.empty()) {
    const std::size_t end = csv.find('\n');
    if (end == std::string_view::npos) refuse(rows.size() + 2);
    rows.push_back((is_regression ? parse_regression_row : parse_row)(csv.substr(0, end), rows.size() + 2));
    csv.remove_prefix(end + 1);
  }
  return rows;
}

}  // namespace clearwell::training
