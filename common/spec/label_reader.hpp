#pragma once

#include "common/spec/dataset_spec.hpp"
#include "common/spec/json_reader.hpp"

/// The parts of a spec that depend on its task: what is learnt, and by which figure candidates are chosen.
namespace clearwell::spec {

Task read_task(JsonReader& top);
LabelSpec read_label(JsonReader& reader, Task task);
MetricSpec read_metric(JsonReader& reader, Task task);

Json json_of(const LabelSpec& label, Task task);
Json json_of(const MetricSpec& metric, Task task);

}  // namespace clearwell::spec
