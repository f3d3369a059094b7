#include "server/intake/spec_row.hpp"

#include "server/intake/local_time.hpp"

#include <algorithm>
#include <sstream>
#include <string_view>
#include <utility>

namespace clearwell::intake {
namespace {

const std::vector<std::string> kIsoFormats = {
    "%Y-%m-%d",       "%Y-%m-%dT%H:%M",    "%Y-%m-%dT%H:%M:%S",  "%Y-%m-%dT%H:%M:%S%z",
    "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M:%S%z"};

std::string as_text(double number) {
  std::ostringstream text;
  text << number;
  return text.str();
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

/// Reads the cells of one record into a row; the first fault stays.
class RowReader {
 public:
  RowReader(const CsvRecord& record, std::span<const std::string> header, const ColumnMapping& mapping,
            const spec::DatasetSpec& spec)
      : record_(record), header_(header), mapping_(mapping), spec_(spec) {}

  std::variant<SpecRow, RejectedRow> read(const LabelTexts& labels, DecimalMark mark) {
    if (!record_.defect.empty()) return RejectedRow{record_.line, "", "", "the row " + record_.defect};
    for (std::size_t i = 0; i < spec_.features.size() && !fault_; ++i)
      read_feature(i, mark);
    const auto measured = [](const std::optional<SpecRow::Cell>& cell) { return cell.has_value(); };
    if (!fault_ && std::ranges::none_of(row_.features, measured))
      return RejectedRow{record_.line, "", "", "the row has no measurement"};
    if (!fault_ && spec_.is_regression()) read_label_value(*mapping_.label_column, mark);
    if (!fault_ && !spec_.is_regression()) read_label(*mapping_.label_column, labels);
    if (!fault_ && mapping_.sampled_at_column) read_date(*mapping_.sampled_at_column);
    if (!fault_ && mapping_.group_column) read_group(*mapping_.group_column);
    if (fault_) return std::move(*fault_);
    return std::move(row_);
  }

 private:
  std::string_view cell_of(std::size_t column) const { return trim(record_.cells[column]); }
  bool is_empty(std::size_t column) const { return is_missing(cell_of(column), spec_.missing_markers); }

  void reject(std::size_t column, std::string reason) {
    fault_ = RejectedRow{record_.line, std::string(trim(header_[column])),
                         record_.cells[column].substr(0, kValueBytesShown), std::move(reason)};
  }

  void read_feature(std::size_t index, DecimalMark mark) {
    const std::size_t column = mapping_.feature_columns[index];
    row_.features.emplace_back();
    if (is_empty(column)) return;
    if (!spec_.features[index].is_number()) return read_category(index, column);
    const std::optional<limits::MeasuredValue> measured = parse_measured_value(cell_of(column), mark);
    std::string fault =
        find_fault(measured ? std::optional(measured->value) : std::nullopt, spec_.features[index].plausible);
    if (!fault.empty()) return reject(column, std::move(fault));
    row_.features.back() = SpecRow::Cell{measured->value, std::string(cell_of(column)), measured->qualifier};
  }

  void read_category(std::size_t index, std::size_t column) {
    const spec::FeatureSpec& feature = spec_.features[index];
    const std::optional<std::size_t> category = feature.category_index(cell_of(column));
    if (!category) return reject(column, "is no category of " + feature.name + ": " + feature.accepted_categories());
    row_.features.back() = SpecRow::Cell{static_cast<double>(*category), feature.categories[*category].text};
  }

  void read_label(std::size_t column, const LabelTexts& labels) {
    row_.label = is_one_of(cell_of(column), labels.positive);
    if (row_.label || is_one_of(cell_of(column), labels.negative)) return;
    if (is_empty(column)) return reject(column, "the label is missing");
    reject(column, "is none of the labels; positive: " + quoted_list(labels.positive) +
                       "; negative: " + quoted_list(labels.negative));
  }

  void read_label_value(std::size_t column, DecimalMark mark) {
    if (is_empty(column)) return reject(column, "the label is missing");
    row_.label_value = parse_number(cell_of(column), mark);
    std::string fault = find_fault(row_.label_value, spec_.label.plausible);
    if (!fault.empty()) reject(column, std::move(fault));
  }

  /// A row that the split cannot place could be trained on beside rows that it must not meet.
  void read_date(std::size_t column) {
    if (is_empty(column)) {
      if (spec_.split.by_time()) reject(column, "the date is missing, and the split is by time");
      return;
    }
    const spec::SampledAtSpec& spec = *spec_.sampled_at;
    const Result<store::LocalTime> time =
        parse_local_time(cell_of(column), spec.format.empty() ? kIsoFormats : std::vector<std::string>{spec.format});
    if (!time) return reject(column, time.error().message);
    row_.sampled_at = time->text + " " + (time->zone.empty() ? spec.time_zone : time->zone);
  }

  void read_group(std::size_t column) {
    if (!is_empty(column))
      row_.group = std::string(cell_of(column));
    else if (spec_.split.by_group())
      reject(column, "the group is missing, and the split is by group");
  }

  const CsvRecord& record_;
  const std::span<const std::string> header_;
  const ColumnMapping& mapping_;
  const spec::DatasetSpec& spec_;
  SpecRow row_;
  std::optional<RejectedRow> fault_;
};

}  // namespace

std::variant<SpecRow, RejectedRow> read_spec_row(const CsvRecord& record, std::span<const std::string> header,
                                                 const ColumnMapping& mapping, const spec::DatasetSpec& spec,
                                                 const LabelTexts& labels, DecimalMark decimal_mark) {
  return RowReader(record, header, mapping, spec).read(labels, decimal_mark);
}

}  // namespace clearwell::intake
