#pragma once

#include "common/spec/dataset_spec.hpp"
#include "server/training/training_job.hpp"

#include <string>

namespace clearwell::commands {

/// A training report for people: one line a family under a line for the model that always says no, then what was
/// registered and what the label does not mean.
std::string training_table_text(const training::TrainingReport& report, const spec::DatasetSpec& spec);

}  // namespace clearwell::commands
