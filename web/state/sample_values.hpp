#pragma once

#include "common/spec/dataset_spec.hpp"
#include "web/state/water.hpp"
#include "web/state/what_if.hpp"

#include <cstddef>
#include <vector>

/// A laboratory's sample as values for a model.
namespace clearwell::state {

/// What the sample tells of each feature; what it does not tell is not measured. A number counts where it, or its
/// canonical form, has the feature's unit; of several results of one parameter the highest, and of a non-detect its
/// detection limit, as in training. One that is not plausible is refused and told, as a typed one would be.
/// \return  [n_features]
std::vector<FeatureEntry> entries_of(const spec::DatasetSpec& spec, const LaboratorySample& sample);

/// How many of them are measured.
std::size_t n_measured(const std::vector<FeatureEntry>& entries);

}  // namespace clearwell::state
