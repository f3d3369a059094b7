#pragma once

#include "common/result.hpp"
#include "common/spec/dataset_spec.hpp"
#include "server/training/estimator.hpp"
#include "server/training/halving.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace clearwell::training {

/// A family with the candidates that are tried, and how.
struct SearchSpace {
  const Estimator* estimator = nullptr;
  std::vector<HyperParameters> candidates;  ///< at least one; of a grid: alphabetical, the last knob varying fastest
  std::vector<Rung> rungs;                  ///< the first has all candidates, the last all rows
};

/// The candidates of `spec.families[index]`: every combination of the grid, or as many as the spec's search draws. A
/// list that spans no more combinations than are to be drawn is tried whole.
/// \param seed  of what is drawn; empty: the spec's
/// Errors name the JSON path, the value seen and what is accepted.
Result<SearchSpace> search_space(const spec::DatasetSpec& spec, std::size_t index,
                                 const std::optional<std::uint64_t>& seed = {});

}  // namespace clearwell::training
