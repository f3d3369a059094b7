#include "server/training/version_comparison.hpp"

#include "common/scoring/predictor.hpp"
#include "server/dataset/training_table.hpp"
#include "server/tracking/run_artifacts.hpp"
#include "server/training/estimator.hpp"
#include "server/training/out_of_fold.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace clearwell::training {
namespace {

/// What a version's run kept of a family, by sample.
using OutOfFold = std::map<std::int64_t, OutOfFoldRow>;

std::optional<OutOfFold> read_out_of_fold(store::Database& database, const std::string& run_id,
                                          const std::string& family) {
  const std::optional<std::string> nested = tracking::find_nested_run(database, run_id, family);
  const auto artifact = nested ? tracking::find_artifact(database, *nested, kOutOfFoldPath) : std::nullopt;
  if (!artifact) return std::nullopt;
  OutOfFold rows;
  for (const OutOfFoldRow& row : parse_out_of_fold(artifact->bytes))
    rows.emplace(row.sample_id, row);
  return rows;
}

/// A version's file and what its run said of the rows it was trained on.
struct Side {
  const registry::ModelVersion& version;
  scoring::Predictor predictor;
  std::optional<OutOfFold> out_of_fold;
};

Side side_of(store::Database& database, const registry::Registry& registry, const registry::ModelVersion& version) {
  Result<scoring::Predictor> predictor = scoring::Predictor::load(registry.read_file(version));
  if (!predictor)
    throw TrainingError("the file of " + version.name + " version " + std::to_string(version.version) +
                        " is refused: " + predictor.error().message);
  return {version, std::move(*predictor), read_out_of_fold(database, version.run_id, version.family)};
}

std::string without_predictions(const Side& side) {
  return "the run of version " + std::to_string(side.version.version) + " kept no out-of-fold predictions";
}

std::string other_label(const Side& side) {
  return "version " + std::to_string(side.version.version) + " has other features or another label";
}

/// What the file says of each sample that its run did not train on, as if a fold's model had said it.
using Unseen = OutOfFold;

/// The error of a row by the metric, squared where the root of the mean is taken.
double error_of_row(double estimate, double target, const spec::MetricSpec& metric) {
  const double error = std::fabs(estimate - target);
  return metric.name == "mae" ? error : error * error;
}

/// Puts what both said of one row beside the truth.
void add_row(registry::Evidence& evidence, const OutOfFoldRow& champion, const OutOfFoldRow& challenger,
             const spec::MetricSpec& metric) {
  if (champion.value && challenger.value)
    evidence.errors.add(error_of_row(*champion.value, champion.target, metric),
                        error_of_row(*challenger.value, champion.target, metric));
  else if (champion.positive && challenger.positive)
    evidence.outcomes.add(*champion.positive, *challenger.positive, champion.actual);
}

Result<Unseen> score_unseen(store::Database& database, const Side& side) {
  const Result<dataset::TrainingTable> table = dataset::read_training_table(database, side.predictor.spec());
  if (!table) return table.error();
  Unseen unseen;
  for (std::size_t row = 0; row < table->n_rows(); ++row) {
    const std::int64_t id = table->sample_ids[row];
    if (side.out_of_fold->contains(id)) continue;
    const scoring::Prediction prediction = side.predictor.predict(table->row(row));
    OutOfFoldRow& seen = unseen[id];
    seen.sample_id = id;
    if (table->is_regression()) {
      seen.target = table->targets[row];
      seen.value = static_cast<double>(prediction.margin);
    } else {
      seen.actual = table->labels[row] != 0;
      seen.positive = prediction.positive;
    }
  }
  return unseen;
}

registry::Evidence on_newer_samples(store::Database& database, const Side& champion, const Side& challenger,
                                    int n_judged) {
  registry::Evidence evidence{.rows = "newer_samples", .outcomes = {}, .n_judged = 1};
  for (const Side* side : {&champion, &challenger})
    if (!side->out_of_fold) evidence.missing = without_predictions(*side);
  if (champion.predictor.spec().task != challenger.predictor.spec().task) evidence.missing = other_label(champion);
  if (!evidence.missing.empty()) return evidence;

  const Result<Unseen> of_champion = score_unseen(database, champion);
  const Result<Unseen> of_challenger = score_unseen(database, challenger);
  for (const Result<Unseen>* unseen : {&of_champion, &of_challenger})
    if (!*unseen) evidence.missing = unseen->error().message;
  if (!evidence.missing.empty()) return evidence;

  const spec::MetricSpec& metric = challenger.predictor.spec().metric;
  for (const auto& [id, by_champion] : *of_champion) {
    const auto by_file = of_challenger->find(id);
    const auto by_fold = challenger.out_of_fold->find(id);
    if (by_file != of_challenger->end()) {
      add_row(evidence, by_champion, by_file->second, metric);
    } else if (by_fold != challenger.out_of_fold->end() && by_fold->second.is_judged()) {
      add_row(evidence, by_champion, by_fold->second, metric);
      evidence.n_judged = n_judged;  // this row had a say in which family became the challenger
    }
  }
  return evidence;
}

registry::Evidence on_same_folds(store::Database& database, const Side& champion, const Side& challenger,
                                 int n_judged) {
  registry::Evidence evidence{.rows = "same_folds", .outcomes = {}, .n_judged = n_judged};
  const auto recipe = read_out_of_fold(database, challenger.version.run_id, champion.version.family);
  if (!challenger.out_of_fold) {
    evidence.missing = without_predictions(challenger);
  } else if (champion.version.family == challenger.version.family) {
    evidence.missing =
        "both versions are of the family " + champion.version.family + ", and a recipe does not beat itself";
  } else if (champion.predictor.spec().features != challenger.predictor.spec().features ||
             champion.predictor.spec().label != challenger.predictor.spec().label) {
    evidence.missing = other_label(champion);
  } else if (!recipe) {
    evidence.missing = "the run of version " + std::to_string(challenger.version.version) + " did not judge " +
                       champion.version.family;
  }
  if (!evidence.missing.empty()) return evidence;

  for (const auto& [id, row] : *challenger.out_of_fold) {
    const auto other = recipe->find(id);
    if (other != recipe->end()) add_row(evidence, other->second, row, challenger.predictor.spec().metric);
  }
  return evidence;
}

}  // namespace

std::vector<registry::Evidence> compare_versions(store::Database& database, const registry::Registry& registry,
                                                 const registry::ModelVersion& champion,
                                                 const registry::ModelVersion& challenger) {
  const Side of_champion = side_of(database, registry, champion);
  const Side of_challenger = side_of(database, registry, challenger);
  const auto n_judged =
      static_cast<int>(tracking::nested_runs_with(database, challenger.run_id, kOutOfFoldPath).size());
  return {on_newer_samples(database, of_champion, of_challenger, n_judged),
          on_same_folds(database, of_champion, of_challenger, n_judged)};
}

}  // namespace clearwell::training
