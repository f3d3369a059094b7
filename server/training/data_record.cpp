#include "server/training/data_record.hpp"

#include "server/dataset/target_halves.hpp"
#include "server/tracking/active_run.hpp"
#include "server/tracking/artifact_names.hpp"
#include "server/tracking/run_artifacts.hpp"

namespace clearwell::training {
namespace {

constexpr std::string_view kJson = "application/json";

std::vector<dataset::FeatureDrift> drift_since(const tracking::RunArtifact& earlier,
                                               const dataset::TrainingTable& table, const spec::DatasetSpec& spec) {
  const auto distributions = dataset::read_distributions(earlier.bytes, spec);
  // Statistics of another version of this program may be written otherwise: then there is nothing to compare with.
  return distributions ? dataset::compare_with_earlier(*distributions, table, spec)
                       : std::vector<dataset::FeatureDrift>();
}

}  // namespace

std::vector<dataset::Finding> record_data(const tracking::ActiveRun& run, store::Database& database,
                                          const dataset::TrainingTable& table, const spec::DatasetSpec& spec) {
  const dataset::DataLineage lineage = dataset::read_data_lineage(database, spec);
  const dataset::DataStatistics statistics = dataset::describe_data(table, spec);
  std::vector<dataset::FeatureDrift> drift;
  if (const auto earlier = tracking::latest_artifact(database, spec.name, tracking::kStatisticsPath)) {
    drift = drift_since(*earlier, table, spec);
    run.log_artifact(tracking::kDriftPath, kJson, dataset::to_json(drift));
    run.set_tags({{"data_compared_with", earlier->run_id}});
  }
  std::vector<dataset::Finding> findings =
      dataset::check_data(statistics, lineage, drift, dataset::with_named_halves(spec, table));
  run.log_artifact(tracking::kStatisticsPath, kJson, dataset::to_json(statistics, lineage, spec));
  run.log_artifact(tracking::kFindingsPath, kJson, dataset::to_json(findings));
  run.set_tags({{"data_checks", std::string(dataset::worst_severity(findings))}});
  return findings;
}

}  // namespace clearwell::training
