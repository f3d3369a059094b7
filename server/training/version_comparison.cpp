#include "server/training/version_comparison.hpp"

#include "common/scoring/predictor.hpp"
#include "server/dataset/training_table.hpp"
#include "server/tracking/active_run.hpp"
#include "server/tracking/run_artifacts.hpp"
#include "server/tracking/run_tags.hpp"
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

/// What its run says in place of the predictions; empty where it kept them, or says nothing.
std::string why_left_out(store::Database& database, const registry::ModelVersion& version) {
  const std::optional<std::string> nested = tracking::find_nested_run(database, version.run_id, version.family);
  if (!nested) return "";
  const std::map<std::string, std::string> tags = tracking::read_tags(database, *nested);
  const auto tag = tags.find(tracking::left_out_tag(kOutOfFoldPath));
  return tag == tags.end() ? "" : tag->second;
}

/// A version's file and what its run said of the rows it was trained on.
struct Side {
  const registry::ModelVersion& version;
  scoring::Predictor predictor;
  std::optional<OutOfFold> out_of_fold;
  std::string left_out;  ///< why its run kept none, where the run says it
};

Side side_of(store::Database& database, const registry::Registry& registry, const registry::ModelVersion& version) {
  Result<scoring::Predictor> predictor = scoring::Predictor::load(registry.read_file(version));
  if (!predictor)
    throw TrainingError("the file of " + version.name + " version " + std::to_string(version.version) +
                        " is refused: " + predictor.error().message);
  return {version, std::move(*predictor), read_out_of_fold(database, version.run_id, version.family),
          why_left_out(database, version)};
}

std::string without_predictions(const Side& side) {
  return "the run of version " + std::to_string(side.version.version) + " kept no out-of-fold predictions" +
         (side.left_out.empty() ? "" : ": " + side.left_out);
}

std::string other_label(const Side& side) {
  return "version " + std::to_string(side.version.version) + " has another label";
}

/// Whether a model of the one spec is asked for what a model of the other is. What people read does not count.
bool same_inputs(const spec::DatasetSpec& a, const spec::DatasetSpec& b) {
  const auto same_text = [](const spec::CategorySpec& x, const spec::CategorySpec& y) { return x.text == y.text; };
  return std::ranges::equal(a.features, b.features, [&](const spec::FeatureSpec& x, const spec::FeatureSpec& y) {
    return x.name == y.name && x.parameter == y.parameter && x.type == y.type && x.unit == y.unit &&
           std::ranges::equal(x.categories, y.categories, same_text);
  });
}

bool have_common_text(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return std::ranges::any_of(a, [&](const std::string& text) { return std::ranges::find(b, text) != b.end(); });
}

/// Whether a model of the one spec tells what a model of the other tells: no text that is of one class there is of the
/// other class here; a number is in the same unit.
bool same_label(const spec::DatasetSpec& a, const spec::DatasetSpec& b) {
  return a.task == b.task && a.label.name == b.label.name && a.label.unit == b.label.unit &&
         !have_common_text(a.label.positive, b.label.negative) && !have_common_text(a.label.negative, b.label.positive);
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
  const Result<dataset::TrainingTable> table =
      dataset::read_training_table(database, side.predictor.spec(), dataset::UnknownCategory::gap);
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
  if (!same_label(champion.predictor.spec(), challenger.predictor.spec())) evidence.missing = other_label(champion);
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
  } else if (!same_label(champion.predictor.spec(), challenger.predictor.spec())) {
    evidence.missing = other_label(champion);
  } else if (!same_inputs(champion.predictor.spec(), challenger.predictor.spec())) {
    evidence.missing = "version " + std::to_string(champion.version.version) + " has other features";
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
