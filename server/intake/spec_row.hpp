#pragma once

#include "common/spec/dataset_spec.hpp"
#include "server/intake/column_mapping.hpp"
#include "server/intake/csv_reader.hpp"
#include "server/intake/number_text.hpp"
#include "server/intake/rejected_row.hpp"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace clearwell::intake {

/// Cell texts of the two classes, compared without regard to case; `1.0` is the `1` of a spec.
struct LabelTexts {
  std::vector<std::string> positive;
  std::vector<std::string> negative;
};

/// What a data row holds, by the spec.
struct SpecRow {
  struct Cell {
    double value = 0;  ///< of a category, its position in the spec's list
    std::string text;  ///< as the file has it, without surrounding blanks; of a category, as the spec has it
    limits::Qualifier qualifier = limits::Qualifier::equal;  ///< of a number; a bound stands for what was not counted

    bool operator==(const Cell&) const = default;
  };
  std::vector<std::optional<Cell>> features;  ///< [n_features], empty where not measured
  bool label = false;
  std::optional<double> label_value = {};  ///< of a regression, which has no classes
  /// A time with its zone, as PostgreSQL reads both: `2025-03-30 13:50:00 Europe/Tallinn`. Empty where the spec or the
  /// cell has none, here and below.
  std::optional<std::string> sampled_at = {};
  std::optional<std::string> group = {};

  bool operator==(const SpecRow&) const = default;
};

/// Reads one record of a file with that header. Pure.
/// \pre  map_columns accepted `header`, with a label column
std::variant<SpecRow, RejectedRow> read_spec_row(const CsvRecord& record, std::span<const std::string> header,
                                                 const ColumnMapping& mapping, const spec::DatasetSpec& spec,
                                                 const LabelTexts& labels, DecimalMark decimal_mark);

}  // namespace clearwell::intake
