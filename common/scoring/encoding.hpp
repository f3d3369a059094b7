#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace clearwell::scoring {

/// One number that a family's fit sees: a feature's value, or whether a categorical feature has one of its categories.
struct EncodedColumn {
  std::size_t feature = 0;
  std::optional<std::size_t> category = {};  ///< position in the spec's list; empty: the feature's value as it stands

  /// As the model file computes it: NaN where not measured, else 0 or 1 of a category. \param row  [n_features]
  float value(std::span<const float> row) const {
    const float measured = row[feature];
    if (!category || measured != measured) return measured;
    return measured == static_cast<float>(*category) ? 1.0F : 0.0F;
  }
  bool operator==(const EncodedColumn&) const = default;
};

/// The columns in their order: values first, categories after them. Empty: the features as they stand.
using Encoding = std::vector<EncodedColumn>;

}  // namespace clearwell::scoring
