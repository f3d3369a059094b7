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

/// The same with the day of the sample, by clocks in Tallinn, and the beach: judged on later samples of other beaches.
inline spec::DatasetSpec dated_lake_spec() {
  spec::DatasetSpec lake = lake_spec();
  lake.sampled_at = {.name = "taken", .aliases = {"Date"}, .format = "", .time_zone = "Europe/Tallinn"};
  lake.group = {.name = "beach"};
  lake.ignored_columns = {"Remark"};
  lake.split = {
      .method = spec::SplitMethod::time_and_group,
      .test_from = std::chrono::year_month_day{std::chrono::year(2025), std::chrono::January, std::chrono::day(1)},
      .folds = 2};
  return lake;
}

}  // namespace clearwell::tests
