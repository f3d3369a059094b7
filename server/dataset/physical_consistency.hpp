#pragma once

#include "common/limits/physical_relations.hpp"
#include "server/dataset/training_table.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace clearwell::dataset {

/// How a table keeps to one relation of nature.
struct ConsistencyCheck {
  const limits::PhysicalRelation* relation = nullptr;  ///< lives as long as the program
  std::size_t numerator = 0;                           ///< features
  std::size_t denominator = 0;
  std::int64_t rows = 0;   ///< in which both were measured and the denominator is above 0
  std::int64_t below = 0;  ///< of those, quotients less than the relation's min
  std::int64_t above = 0;
  double median_quotient = 0;  ///< 0 without rows

  std::int64_t outside() const { return below + above; }
  bool operator==(const ConsistencyCheck&) const = default;
};

/// One check for each relation that has both of its parameters among the features, in the parameters' own units. A
/// feature in another unit is not compared: it would accuse the data of what is the spec's doing.
std::vector<ConsistencyCheck> check_physical_consistency(const TrainingTable& table, const spec::DatasetSpec& spec);

}  // namespace clearwell::dataset
