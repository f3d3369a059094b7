#pragma once

#include "common/spec/dataset_spec.hpp"

namespace clearwell::tests {

/// A small spec that is not the water potability one: nothing in the intake may know a data set by heart.
inline spec::DatasetSpec lake_spec() {
  spec::DatasetSpec lake;
  lake.name = "lake";
  lake.missing_markers = {"", "NA", "NaN", "?"};
  spec::FeatureSpec ph;
  ph.name = "ph";
  ph.parameter = "ph";
  ph.plausible = {0, 14};
  ph.aliases = {"pH"};
  spec::FeatureSpec clarity;
  clarity.name = "clarity_m";
  clarity.parameter = "secchi_depth";
  clarity.unit = "m";
  clarity.plausible = {0, 80};
  clarity.aliases = {"Secchi"};
  lake.features = {ph, clarity};
  lake.label.name = "safe";
  lake.label.aliases = {"Safe_to_swim"};
  lake.label.positive = {"1"};
  lake.label.negative = {"0"};
  return lake;
}

}  // namespace clearwell::tests
