#pragma once

#include "server/dataset/data_checks.hpp"

#include <vector>

namespace clearwell::tracking {
class ActiveRun;
}

namespace clearwell::training {

/// Keeps with the run (artifact_names.hpp) what its data are like, how they moved since the newest finished run of the
/// same experiment, and what is to be said of them; the worst severity is the tag `data_checks` (`ok`, `notice`,
/// `warning`). \return  what is to be said \throws store::StoreError
std::vector<dataset::Finding> record_data(const tracking::ActiveRun& run, store::Database& database,
                                          const dataset::TrainingTable& table, const spec::DatasetSpec& spec);

}  // namespace clearwell::training
