#pragma once

#include "server/tracking/active_run.hpp"
#include "server/training/cross_validation.hpp"

namespace clearwell::training {

/// Keeps with a family's run how it was judged, fold by fold, and nested in it one run a candidate: its values and how
/// it did on the inner folds of all rows.
/// \param seconds  that the evaluation took
/// \throws store::StoreError
void record_family(const tracking::ActiveRun& run, const SearchSpace& space, const FamilyEvaluation& evaluation,
                   double seconds);

}  // namespace clearwell::training
