#pragma once

#include "common/spec/dataset_spec.hpp"

#include <string>
#include <string_view>

/// What may be said of a model by where its training samples came from: `laboratory`, `imported` or `simulated`. A spec
/// describes one published data set; other samples of the same columns are not that data set.
namespace clearwell::spec {

bool is_simulated(std::string_view data_origin);

/// What a model trained on such samples does not tell. The spec's own words for imported ones.
LocalizedText disclaimer_of(const LabelSpec& label, std::string_view data_origin);

/// The licence of such samples: the spec's for imported ones, empty for those that a plant or a simulation gave.
std::string license_of(const DatasetSpec& spec, std::string_view data_origin);

}  // namespace clearwell::spec
