#include "server/report/model_card.hpp"

#include "common/scoring/predictor.hpp"
#include "common/spec/data_origin.hpp"
#include "server/registry/registry.hpp"
#include "server/report/card_slices.hpp"
#include "server/report/model_card_page.hpp"
#include "server/tracking/artifact_names.hpp"
#include "server/tracking/run_artifacts.hpp"
#include "server/tracking/run_tags.hpp"

#include <nlohmann/json.hpp>

#include <optional>

namespace clearwell::report {
namespace {

using Json = nlohmann::ordered_json;

/// The files of a version's training run, and of the nested run in which its family was judged.
struct RunFiles {
  store::Database& database;
  std::string run_id;
  std::optional<std::string> family_run_id;

  /// Null where the run does not have it.
  Json json(std::string_view path, const std::optional<std::string>& of_run) const {
    if (!of_run) return nullptr;
    const auto found = tracking::find_artifact(database, *of_run, path);
    if (!found) return nullptr;
    Json parsed = Json::parse(found->bytes, nullptr, false);
    return parsed.is_discarded() ? Json(nullptr) : parsed;
  }
  std::string plot(std::string_view path, const std::optional<std::string>& of_run) const {
    if (!of_run) return {};
    const auto found = tracking::find_artifact(database, *of_run, path);
    return found ? "<figure>" + found->bytes + "</figure>\n" : "";
  }
};

Json json_of(const spec::LocalizedText& text) {
  return {{"en", text.en}, {"es", text.es}};
}

Json member(const Json& object, const char* key) {
  return object.is_object() && object.contains(key) ? object[key] : Json(nullptr);
}

/// With the training rows of each, where the file counts them.
Json categories_json(const spec::FeatureSpec& feature, const scoring::TrainingRange& range) {
  Json categories = Json::array();
  for (std::size_t index = 0; index < feature.categories.size(); ++index) {
    const spec::CategorySpec& category = feature.categories[index];
    categories.push_back({{"text", category.text},
                          {"title", json_of(category.title)},
                          {"rows", range.category_rows.empty() ? Json(nullptr) : Json(range.category_rows[index])}});
  }
  return categories;
}

Json inputs_json(const scoring::Predictor& predictor) {
  Json inputs = Json::array();
  for (std::size_t index = 0; index < predictor.n_features(); ++index) {
    const spec::FeatureSpec& feature = predictor.spec().features[index];
    const scoring::TrainingRange& range = predictor.facts().training_ranges[index];
    inputs.push_back({{"name", feature.name},
                      {"title", json_of(feature.title)},
                      {"type", to_string(feature.type)},
                      {"categories", categories_json(feature, range)},
                      {"unit", feature.unit},
                      {"plausible", {feature.plausible.low, feature.plausible.high}},
                      {"trained_on",
                       {{"low", range.low},
                        {"high", range.high},
                        {"median", range.median},
                        {"missing_share", range.missing_share}}}});
  }
  return inputs;
}

/// What the model is asked, and what it answers.
Json purpose_json(const spec::DatasetSpec& spec) {
  Json purpose = {{"description", json_of(spec.description)}};
  if (spec.is_regression())
    purpose.update({{"estimates", json_of(spec.label.title)}, {"unit", spec.label.unit}});
  else
    purpose.update(
        {{"estimates", json_of(spec.label.positive_means)}, {"against", json_of(spec.label.negative_means)}});
  return purpose;
}

Json decision_json(const spec::DatasetSpec& spec, const registry::ModelVersion& version) {
  if (!version.threshold) return {{"metric", spec.metric.name}};
  return {{"threshold", *version.threshold}, {"metric", spec.metric.name}, {"recall_floor", spec.metric.recall_floor}};
}

/// What needs no model: to call every row positive, or none.
Json baseline_json(const Json& evaluation) {
  const Json matrix = member(evaluation, "confusion_matrix");
  if (!matrix.is_object()) return nullptr;
  const auto count = [&](const char* key) { return matrix[key].get<double>(); };
  const double positives = count("true_positives") + count("false_negatives");
  const double rows = positives + count("false_positives") + count("true_negatives");
  if (rows == 0) return nullptr;
  return {{"always_positive", {{"precision", positives / rows}, {"recall", 1}}},
          {"always_negative", {{"accuracy", 1 - positives / rows}, {"precision", nullptr}, {"recall", 0}}},
          {"roc_auc", 0.5}};
}

Json lineage_json(const registry::ModelVersion& version, const RunFiles& files) {
  const std::map<std::string, std::string> tags = tracking::read_tags(files.database, version.run_id);
  const auto tag = [&](const char* key) { return tags.contains(key) ? Json(tags.at(key)) : Json(nullptr); };
  return {{"run_id", version.run_id},
          {"evaluation_run_id", files.family_run_id ? Json(*files.family_run_id) : Json(nullptr)},
          {"code_version", tag("code_version")},
          {"seed", tag("seed")},
          {"spec_sha256", tag("spec_sha256")},
          {"dataset_sha256", tag("dataset_sha256")},
          {"model_sha256", version.sha256}};
}

Json card_json(const registry::ModelVersion& version, const scoring::Predictor& predictor, const RunFiles& files) {
  const spec::DatasetSpec& spec = predictor.spec();
  const Json statistics = files.json(tracking::kStatisticsPath, files.run_id);
  const Json evaluation = files.json(tracking::kEvaluationPath, files.family_run_id);
  const Json baselines = files.json(tracking::kBaselinesPath, files.run_id);
  return {{"model", version.name},
          {"version", version.version},
          {"task", spec::to_string(spec.task)},
          {"title", json_of(spec.title)},
          {"family", version.family},
          {"aliases", version.aliases},
          {"stage", version.stage},
          {"created_at", version.created_at},
          {"alarms", version.alarms},
          {"purpose", purpose_json(spec)},
          {"not_for", json_of(spec::disclaimer_of(spec.label, version.data_origin))},
          {"trained_on",
           {{"data_origin", version.data_origin},
            {"rows", predictor.facts().training_rows},
            {"classes", spec.is_regression() ? Json(nullptr) : member(statistics, "labels")},
            {"target", member(member(statistics, "target"), "summary")},
            {"license", spec::license_of(spec, version.data_origin)},
            {"sha256", predictor.facts().training_data_sha256},
            {"lineage", member(statistics, "lineage")},
            {"findings", files.json(tracking::kFindingsPath, files.run_id)}}},
          {"inputs", inputs_json(predictor)},
          {"decision", decision_json(spec, version)},
          {"performance",
           {{"metrics", Json::parse(version.metrics_json)},
            {"baseline", spec.is_regression() ? baselines : baseline_json(evaluation)},
            {"limits_rule", member(baselines, "limits_rule")},
            {"hold_out", files.json(tracking::kHoldOutPath, files.run_id)},
            {"confusion_matrix", member(evaluation, "confusion_matrix")},
            {"repeats", member(evaluation, "repeats")},
            {"folds", member(evaluation, "folds")},
            {"calibration_curve", member(evaluation, "calibration_curve")},
            {"precision_curve", member(evaluation, "precision_curve")}}},
          {"fails", failing_slices(member(evaluation, "slices"))},
          {"feature_importance", files.json(tracking::kImportancePath, files.run_id)},
          {"lineage", lineage_json(version, files)}};
}

}  // namespace

ModelCard::ModelCard(store::Database& database, const registry::Registry& registry,
                     const registry::ModelVersion& version) {
  const Result<scoring::Predictor> predictor = scoring::Predictor::load(registry.read_file(version));
  if (!predictor)
    throw registry::ArtifactError("the file of " + version.name + " version " + std::to_string(version.version) +
                                  " is refused: " + predictor.error().message);
  const RunFiles files{database, version.run_id, tracking::find_nested_run(database, version.run_id, version.family)};
  json_ = card_json(version, *predictor, files).dump(-1, ' ', false, Json::error_handler_t::replace);
  for (const std::string_view path : {tracking::kConfusionPath, tracking::kPrecisionRecallPath, tracking::kRocPath,
                                      tracking::kCalibrationPath, tracking::kEstimatesPath, tracking::kResidualsPath})
    plots_html_ += files.plot(path, files.family_run_id);
  plots_html_ += files.plot(tracking::kImportancePlotPath, files.run_id);
}

std::string ModelCard::page() const {
  return model_card_page(json_, plots_html_);
}

}  // namespace clearwell::report
