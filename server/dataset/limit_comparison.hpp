#pragma once

#include "common/limits/limits.hpp"
#include "server/dataset/class_counts.hpp"
#include "server/dataset/training_table.hpp"

#include <string_view>
#include <vector>

namespace clearwell::dataset {

/// How many rows of each class lie beyond the number of one law: whether the label has anything to do with the law. The
/// values are those that training sees, a non-detect being half its detection limit.
struct LimitComparison {
  limits::Limit limit;
  std::size_t feature = 0;
  ClassCounts measured;
  ClassCounts beyond;

  bool operator==(const LimitComparison&) const = default;
};

/// Whether a value is beyond the number of a law, the ends being what float32 makes of them: 0.01 is a little less
/// there.
bool is_beyond(float value, const limits::Limit& limit);

/// Every confirmed limit in force on the day for a feature that is given in its parameter's canonical unit, in the
/// order of the spec and then of the jurisdictions. \param day  `YYYY-MM-DD`, and anything may follow
std::vector<LimitComparison> compare_with_limits(const TrainingTable& table, const spec::DatasetSpec& spec,
                                                 std::string_view day);

}  // namespace clearwell::dataset
