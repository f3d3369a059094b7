#pragma once

#include "common/onnx/program.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace clearwell::scoring {

/// The one feature that a column is computed from.
struct ColumnSource {
  std::size_t feature = 0;
  bool unchanged = true;  ///< the column is the feature's value as it stands

  bool operator==(const ColumnSource&) const = default;
};

/// The values of which every column is computed from a single feature: what features have become before they meet. A
/// feature may have become several columns, as a categorical one does.
/// \return  [width of the value] by the value's name, of the input too
std::map<std::string, std::vector<ColumnSource>, std::less<>> column_sources(const onnx::Program& program);

/// Adds up what was found for columns by the feature that each comes from.
/// \param of_columns  [sources.size()]
/// \param of_features  [n_features], added to
inline void add_by_feature(const std::vector<ColumnSource>& sources, const double* of_columns, double* of_features) {
  for (std::size_t column = 0; column < sources.size(); ++column)
    of_features[sources[column].feature] += of_columns[column];
}

}  // namespace clearwell::scoring
