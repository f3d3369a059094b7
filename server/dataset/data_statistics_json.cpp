#include "server/dataset/data_lineage.hpp"
#include "server/dataset/data_statistics.hpp"
#include "server/dataset/distribution_json.hpp"

#include <nlohmann/json.hpp>

namespace clearwell::dataset {
namespace {

using Json = nlohmann::ordered_json;

template <typename T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json json_of(const ClassCounts& counts) {
  return {{"negatives", counts.negatives}, {"positives", counts.positives}};
}

Json json_of(const Quantiles& q) {
  return {{"q01", q.q01}, {"q05", q.q05}, {"q25", q.q25}, {"q50", q.q50},
          {"q75", q.q75}, {"q95", q.q95}, {"q99", q.q99}};
}

Json json_of(const Histogram& histogram) {
  Json negatives = Json::array();
  Json positives = Json::array();
  for (const ClassCounts& counts : histogram.counts) {
    negatives.push_back(counts.negatives);
    positives.push_back(counts.positives);
  }
  return {{"edges", histogram.edges},
          {"negatives", std::move(negatives)},
          {"positives", std::move(positives)},
          {"open_below", histogram.open_below},
          {"open_above", histogram.open_above}};
}

Json json_of(const std::optional<Outliers>& outliers) {
  if (!outliers) return nullptr;
  return {{"lower_fence", outliers->lower_fence},
          {"upper_fence", outliers->upper_fence},
          {"outside", json_of(outliers->outside)},
          {"far_outside", json_of(outliers->far_outside)}};
}

Json json_of(const std::optional<MeasuredSummary>& summary) {
  if (!summary) return nullptr;
  return {{"mean", summary->mean},
          {"sd", or_null(summary->sd)},
          {"min", summary->min},
          {"max", summary->max},
          {"quantiles", json_of(summary->quantiles)}};
}

Json json_of(const std::vector<RepeatedValue>& repeated) {
  Json values = Json::array();
  for (const RepeatedValue& one : repeated)
    values.push_back({{"value", one.value}, {"rows", json_of(one.rows)}});
  return values;
}

Json categories_json(const std::vector<ClassCounts>& counts, const spec::FeatureSpec& feature) {
  Json categories = Json::array();
  for (std::size_t index = 0; index < counts.size(); ++index)
    categories.push_back({{"text", feature.categories[index].text}, {"rows", json_of(counts[index])}});
  return categories;
}

Json json_of(const FeatureStatistics& statistics, const spec::FeatureSpec& feature) {
  return {{"name", feature.name},
          {"unit", feature.unit},
          {"measured", json_of(statistics.measured)},
          {"missing", json_of(statistics.missing)},
          {"missing_p_value", or_null(statistics.missing_p_value)},
          {"type", to_string(feature.type)},
          {"categories", categories_json(statistics.categories, feature)},
          {"summary", json_of(statistics.summary)},
          {"distinct", statistics.distinct},
          {"implausible", statistics.implausible},
          {"counts_upwards", statistics.counts_upwards},
          {"outliers", json_of(statistics.outliers)},
          {"repeated", json_of(statistics.repeated)},
          {"roc_auc", or_null(statistics.roc_auc)},
          {"histogram", json_of(statistics.histogram)},
          {"distribution", dataset::json_of(statistics.distribution)}};
}

Json json_of(const DataLineage& lineage) {
  Json sources = Json::array();
  for (const DataSource& source : lineage.sources)
    sources.push_back({{"name", source.name}, {"samples", source.samples}});
  Json censored = Json::object();
  for (const auto& [parameter, results] : lineage.censored)
    censored[parameter] = {{"non_detects", results.non_detects}, {"beyond", results.beyond}};
  return {{"samples", lineage.samples},
          {"unlabelled", lineage.unlabelled},
          {"plants", lineage.plants},
          {"undated", lineage.undated},
          {"first_sampled", or_null(lineage.first_sampled)},
          {"last_sampled", or_null(lineage.last_sampled)},
          {"last_imported", or_null(lineage.last_imported)},
          {"sources", std::move(sources)},
          {"censored", std::move(censored)}};
}

Json correlations_json(const DataStatistics& statistics, const spec::DatasetSpec& spec) {
  Json all = Json::array();
  const std::size_t n = spec.features.size();
  for (std::size_t first = 0; first < n; ++first)
    for (std::size_t second = first + 1; second < n; ++second) {
      const Correlation& correlation = statistics.correlations[correlation_index(first, second, n)];
      all.push_back({{"features", {spec.features[first].name, spec.features[second].name}},
                     {"rows", correlation.rows},
                     {"pearson", or_null(correlation.pearson)},
                     {"spearman", or_null(correlation.spearman)}});
    }
  return all;
}

Json consistency_json(const std::vector<ConsistencyCheck>& checks) {
  Json all = Json::array();
  for (const ConsistencyCheck& check : checks)
    all.push_back({{"relation", check.relation->code},
                   {"numerator", check.relation->numerator},
                   {"denominator", check.relation->denominator},
                   {"rows", check.rows},
                   {"below", check.below},
                   {"above", check.above},
                   {"median_quotient", check.median_quotient}});
  return all;
}

Json target_json(const DataStatistics& statistics, const spec::DatasetSpec& spec) {
  Json correlations = Json::array();
  for (std::size_t feature = 0; feature < spec.features.size(); ++feature)
    correlations.push_back({{"feature", spec.features[feature].name},
                            {"rows", statistics.with_target[feature].rows},
                            {"pearson", or_null(statistics.with_target[feature].pearson)},
                            {"spearman", or_null(statistics.with_target[feature].spearman)}});
  return {{"name", spec.label.name},
          {"unit", spec.label.unit},
          {"summary", json_of(statistics.target->summary)},
          {"distinct", statistics.target->distinct},
          {"implausible", statistics.target->implausible},
          {"outliers", json_of(statistics.target->outliers)},
          {"histogram", json_of(statistics.target->histogram)},
          {"correlations", std::move(correlations)}};
}

/// Whether positions mean the same in the text as in the spec. A text from before there were types knew numbers only.
bool same_categories(const Json& json, const spec::FeatureSpec& feature) {
  const Json listed = json.value("categories", Json::array());
  if (!listed.is_array() || listed.size() != feature.categories.size()) return false;
  for (std::size_t index = 0; index < listed.size(); ++index)
    if (!listed[index].is_object() || listed[index].value("text", Json()) != feature.categories[index].text)
      return false;
  return true;
}

}  // namespace

std::string to_json(const DataStatistics& statistics, const DataLineage& lineage, const spec::DatasetSpec& spec) {
  Json features = Json::array();
  for (std::size_t feature = 0; feature < spec.features.size(); ++feature)
    features.push_back(json_of(statistics.features[feature], spec.features[feature]));
  Json json = {{"sha256", statistics.sha256},
               {"labels", json_of(statistics.labels)},
               {"repeated_samples", statistics.repeated_samples},
               {"contradictory_rows", statistics.contradictory_rows},
               {"lineage", json_of(lineage)},
               {"features", std::move(features)},
               {"correlations", correlations_json(statistics, spec)},
               {"consistency", consistency_json(statistics.consistency)}};
  if (statistics.target) json["target"] = target_json(statistics, spec);
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<std::map<std::string, drift::Distribution>> read_distributions(std::string_view statistics_json,
                                                                      const spec::DatasetSpec& spec) {
  const Json json = Json::parse(statistics_json, nullptr, false);
  const auto features = json.is_object() ? json.find("features") : json.end();
  if (!json.is_object() || features == json.end() || !features->is_array())
    return Error{"statistics of a training set: there is no list of features", "features"};
  std::map<std::string, drift::Distribution> distributions;
  for (std::size_t index = 0; index < features->size(); ++index) {
    const Json& feature = (*features)[index];
    const std::string place = "features[" + std::to_string(index) + "]";
    if (!feature.is_object() || !feature.contains("name") || !feature["name"].is_string())
      return Error{"statistics of a training set: a feature has no name", place};
    std::optional<drift::Distribution> read = read_distribution(feature.value("distribution", Json()));
    if (!read) return Error{"statistics of a training set: a distribution is incomplete", place + ".distribution"};
    const std::string name = feature["name"].get<std::string>();
    const std::optional<std::size_t> known = spec.feature_index(name);
    if (known && same_categories(feature, spec.features[*known])) distributions.emplace(name, std::move(*read));
  }
  return distributions;
}

}  // namespace clearwell::dataset
