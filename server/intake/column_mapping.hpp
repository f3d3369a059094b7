#pragma once

#include "common/result.hpp"
#include "common/spec/dataset_spec.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace clearwell::intake {

/// Which column of a file is which feature.
struct ColumnMapping {
  std::vector<std::size_t> feature_columns;           ///< [n_features], order of the spec
  std::optional<std::size_t> label_column;            ///< empty only where the label was not asked for
  std::optional<std::size_t> sampled_at_column = {};  ///< empty where the spec has none, or it was not asked for
  std::optional<std::size_t> group_column = {};       ///< the same
  /// The file's other columns, but for those that the spec knows and ignores; `column 3` where the header cell is
  /// empty.
  std::vector<std::string> ignored_columns;

  bool operator==(const ColumnMapping&) const = default;
};

/// Whether a file must have the columns of the label, the date and the group: for training it must, for scoring it need
/// not.
enum class LabelColumn { required, optional };

/// Finds the spec's columns in a header by name or alias, without regard to case and surrounding blanks. Errors list
/// what was found and what is accepted: no feature column at all, missing ones, two columns of one meaning.
Result<ColumnMapping> map_columns(std::span<const std::string> header, const spec::DatasetSpec& spec,
                                  LabelColumn label = LabelColumn::required);

}  // namespace clearwell::intake
