#pragma once

#include "common/result.hpp"
#include "server/dataset/folds.hpp"

#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace clearwell::dataset {

/// Reads folds that somebody else drew, so that results can be compared fold by fold. A CSV with the header
/// `row,repeat0,repeat1,…`, one line a data row of the imported file (0-based), a fold number in each cell.
/// \param source_rows  [n_rows] of the TrainingTable; each must have its line, further lines are ignored (an import
///                     refuses rows)
/// \return             one division a repeat
/// Errors name the line and column, the value seen and what is accepted.
Result<std::vector<Folds>> parse_fold_file(std::string_view csv, std::span<const std::optional<int>> source_rows);

}  // namespace clearwell::dataset
