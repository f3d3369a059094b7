#include "server/intake/spec_row.hpp"

#include <algorithm>
#include <sstream>
#include <string_view>

namespace clearwell::intake {
namespace {

std::string as_text(double number) {
  std::ostringstream text;
  text << number;
  return text.str();
}

std::string quoted_list(const std::vector<std::string>& texts) {
  std::string list;
  for (const std::string& text : texts)
    list += (list.empty() ? "'" : ", '") + text + "'";
  return list;
}

bool is_one_of(std::string_view cell, const std::vector<std::string>& texts) {
  const std::optional<double> number = parse_number(cell);
  return std::ranges::any_of(texts, [&](const std::string& text) {
    return equal_ignoring_case(cell, text) || (number && parse_number(text) == number);
  });
}

// The words of the reason why a number is refused, empty for a good one.
std::string find_fault(std::optional<double> number, const spec::Range& plausible) {
  if (!number) return "is not a number";
  if (!plausible.contains(*number))
    return "is outside the plausible range " + as_text(plausible.low) + " to " + as_text(plausible.high);
  return "";
}

}  // namespace

std::variant<SpecRow, RejectedRow> read_spec_row(const CsvRecord& record, std::span<const std::string> header,
                                                 const ColumnMapping& mapping, const spec::DatasetSpec& spec,
                                                 const LabelTexts& labels, DecimalMark decimal_mark) {
  const auto reject = [&](std::size_t column, std::string reason) {
    return RejectedRow{record.line, std::string(trim(header[column])), record.cells[column].substr(0, kValueBytesShown),
                       std::move(reason)};
  };
  if (!record.defect.empty()) return RejectedRow{record.line, "", "", "the row " + record.defect};

  SpecRow row;
  for (std::size_t i = 0; i < spec.features.size(); ++i) {
    const std::size_t column = mapping.feature_columns[i];
    const std::string_view cell = trim(record.cells[column]);
    row.features.emplace_back();
    if (is_missing(cell, spec.missing_markers)) continue;
    const std::optional<double> number = parse_number(cell, decimal_mark);
    if (std::string fault = find_fault(number, spec.features[i].plausible); !fault.empty())
      return reject(column, fault);
    row.features.back() = SpecRow::Cell{*number, std::string(cell)};
  }
  if (std::ranges::none_of(row.features, [](const auto& cell) { return cell.has_value(); }))
    return RejectedRow{record.line, "", "", "the row has no measurement"};

  const std::size_t column = *mapping.label_column;
  const std::string_view cell = trim(record.cells[column]);
  row.label = is_one_of(cell, labels.positive);
  if (row.label || is_one_of(cell, labels.negative)) return row;
  if (is_missing(cell, spec.missing_markers)) return reject(column, "the label is missing");
  return reject(column, "is none of the labels; positive: " + quoted_list(labels.positive) +
                            "; negative: " + quoted_list(labels.negative));
}

}  // namespace clearwell::intake
