#pragma once

#include "common/result.hpp"
#include "server/dataset/data_checks.hpp"
#include "server/dataset/leak_alarm.hpp"
#include "server/registry/registry.hpp"
#include "server/training/baselines.hpp"
#include "server/training/cross_validation.hpp"
#include "server/training/hold_out.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace clearwell::training {

/// What the user may decide; what is left empty is as the spec says.
struct TrainingRequest {
  std::vector<std::string> families = {};  ///< empty: all of the spec
  std::optional<int> folds = {};
  std::optional<int> repeats = {};
  std::optional<std::uint64_t> seed = {};
  std::optional<std::string> fold_file = {};  ///< text of a fold file, which takes the place of folds and repeats
  unsigned n_threads = 1;
  std::stop_token stop = {};  ///< asked for, the job ends with its runs KILLED and nothing registered
};

/// Told which part of the job is under way and how far the whole is, 0 to 1.
using JobProgress = std::function<void(std::string_view part, double done)>;

struct TrainingReport {
  registry::ModelVersion registered;
  std::vector<FamilyEvaluation> evaluations;  ///< in the order of the spec
  std::size_t best = 0;                       ///< position of the registered family
  std::size_t n_fitted = 0;                   ///< rows that the registered model was fitted to
  Baselines baselines;
  std::optional<HoldOut> hold_out;         ///< where the spec's split has a first day that judges
  std::vector<dataset::LeakAlarm> alarms;  ///< any: the figures are not to be believed, and nothing is promoted
  std::vector<dataset::Finding> findings;  ///< about the data, the gravest first
};

/// One training job: reads the data, judges every family by nested cross-validation, fits the best one to all rows
/// (with a split by time that has a `test_from`: to those before it), registers it, and records all of it as a run with
/// one nested run a family and, nested in that, one a candidate. The same data, spec and request give the same model
/// file, byte for byte, whatever the number of threads. Errors: anything about the data, the spec or the request,
/// before any work; no family with evidence, after it. \throws store::StoreError, registry::ArtifactError,
/// TrainingError; the run is then FAILED and nothing is registered. Cancelled when request.stop asked for it in time;
/// the run is then KILLED. What is being registered is brought to its end.
Result<TrainingReport> train(const std::shared_ptr<store::Database>& database, const registry::Registry& registry,
                             const spec::DatasetSpec& spec, const TrainingRequest& request,
                             const JobProgress& progress);

}  // namespace clearwell::training
