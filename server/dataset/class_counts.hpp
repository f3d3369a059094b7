#pragma once

#include <cstdint>
#include <optional>

namespace clearwell::dataset {

/// Rows counted by their label.
struct ClassCounts {
  std::int64_t negatives = 0;
  std::int64_t positives = 0;

  std::int64_t all() const { return negatives + positives; }
  /// Empty without rows.
  std::optional<double> positive_share() const {
    if (all() == 0) return std::nullopt;
    return static_cast<double>(positives) / static_cast<double>(all());
  }
  void add(std::uint8_t label) { ++(label != 0 ? positives : negatives); }
  bool operator==(const ClassCounts&) const = default;
};

}  // namespace clearwell::dataset
