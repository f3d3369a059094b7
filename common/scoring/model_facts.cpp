#include "common/scoring/model_facts.hpp"

#include "common/spec/data_origin.hpp"

#include <nlohmann/json.hpp>

namespace clearwell::scoring {
namespace {

using Json = nlohmann::ordered_json;

Error in_facts(const std::string& path, std::string message) {
  return Error{"model file: " + std::move(message),
               "metadata_props." + std::string(kFactsKey) + (path.empty() ? "" : "." + path)};
}

Result<double> number_at(const Json& object, const char* key, const std::string& place, double low, double high) {
  const auto entry = object.find(key);
  if (entry == object.end() || !entry->is_number()) return in_facts(place + key, "a number is missing");
  const double value = entry->get<double>();
  if (!(value >= low && value <= high)) return in_facts(place + key, entry->dump() + " is out of range");
  return value;
}

Result<std::string> text_at(const Json& object, const char* key) {
  const auto entry = object.find(key);
  if (entry == object.end() || !entry->is_string()) return in_facts(key, "a text is missing");
  return entry->get<std::string>();
}

constexpr double kAny = 1e300;

/// One count for each category of a categorical feature, none for any other.
Result<Ok> read_category_rows(const Json& object, const std::string& place, const spec::FeatureSpec& feature,
                              std::vector<std::size_t>& category_rows) {
  if (feature.type != spec::FeatureType::categorical) return Ok{};
  const auto counts = object.find("category_rows");
  if (counts == object.end() || !counts->is_array() || counts->size() != feature.categories.size())
    return in_facts(place + ".category_rows", "there must be one count for each of the " +
                                                  std::to_string(feature.categories.size()) + " categories");
  for (const Json& count : *counts) {
    if (!count.is_number_unsigned())
      return in_facts(place + ".category_rows[" + std::to_string(category_rows.size()) + "]",
                      count.dump().substr(0, 40) + " is not a count");
    category_rows.push_back(count.get<std::size_t>());
  }
  return Ok{};
}

Result<TrainingRange> read_training_range(const Json& object, const std::string& place,
                                          const spec::FeatureSpec& feature) {
  if (!object.is_object()) return in_facts(place, "an object is missing");
  TrainingRange range;
  const std::pair<const char*, double*> members[] = {
      {"low", &range.low}, {"high", &range.high}, {"median", &range.median}};
  for (const auto& [key, member] : members) {
    Result<double> value = number_at(object, key, place + ".", -kAny, kAny);
    if (!value) return value.error();
    *member = *value;
  }
  Result<double> missing = number_at(object, "missing_share", place + ".", 0, 1);
  if (!missing) return missing.error();
  range.missing_share = *missing;
  if (Result<Ok> read = read_category_rows(object, place, feature, range.category_rows); !read) return read.error();
  return range;
}

/// {"gender": ["Female", "Male"], …}: what the numbers of those inputs stand for, counted from 0.
std::string categories_of(const spec::DatasetSpec& spec) {
  Json lists = Json::object();
  for (const spec::FeatureSpec& feature : spec.features)
    for (const spec::CategorySpec& category : feature.categories)
      lists[feature.name].push_back(category.text);
  return lists.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::vector<std::pair<std::string, std::string>> to_metadata(const spec::DatasetSpec& spec, const ModelFacts& facts) {
  Json ranges = Json::array();
  for (const TrainingRange& range : facts.training_ranges) {
    ranges.push_back(
        {{"low", range.low}, {"high", range.high}, {"median", range.median}, {"missing_share", range.missing_share}});
    if (!range.category_rows.empty()) ranges.back()["category_rows"] = range.category_rows;
  }
  Json json = {{"family", facts.family}, {"data_origin", facts.data_origin}};
  if (!spec.is_regression()) json["threshold"] = facts.threshold;
  json.update({{"training_rows", facts.training_rows},
               {"training_data_sha256", facts.training_data_sha256},
               {"training_ranges", std::move(ranges)}});
  Json names = Json::array();
  for (const spec::FeatureSpec& feature : spec.features)
    names.push_back(feature.name);
  std::vector<std::pair<std::string, std::string>> metadata = {
      {"model_name", spec.name},
      {"feature_names", names.dump()},
      spec.is_regression() ? std::pair<std::string, std::string>{"value_unit", spec.label.unit}
                           : std::pair<std::string, std::string>{"decision_threshold", Json(facts.threshold).dump()},
      {"label_definition", spec::disclaimer_of(spec.label, facts.data_origin).en},
      {"license", spec::license_of(spec, facts.data_origin)},
      {kSpecKey, spec::to_json(spec)},
      {kFactsKey, json.dump()}};
  if (std::string categories = categories_of(spec); categories != "{}")
    metadata.emplace_back("feature_categories", std::move(categories));
  return metadata;
}

Result<spec::DatasetSpec> read_spec(const onnx::Model& model) {
  const std::string place = "metadata_props." + std::string(kSpecKey);
  const std::string* text = model.metadata(kSpecKey);
  if (text == nullptr) return Error{"model file: it carries no spec, so that nobody knows what its inputs mean", place};
  Result<spec::DatasetSpec> spec = spec::parse_dataset_spec(*text);
  if (!spec)
    return Error{"model file: " + spec.error().message,
                 place + (spec.error().field.empty() ? "" : "." + spec.error().field)};
  return spec;
}

Result<ModelFacts> read_facts(const onnx::Model& model, const spec::DatasetSpec& spec) {
  const std::size_t n_features = spec.features.size();
  const std::string* text = model.metadata(kFactsKey);
  if (text == nullptr) return in_facts("", "it carries no facts of its training");
  const Json json = Json::parse(*text, nullptr, false);
  if (!json.is_object()) return in_facts("", "the facts are no JSON object");

  ModelFacts facts;
  const std::pair<const char*, std::string*> texts[] = {{"family", &facts.family},
                                                        {"data_origin", &facts.data_origin},
                                                        {"training_data_sha256", &facts.training_data_sha256}};
  for (const auto& [key, member] : texts) {
    Result<std::string> value = text_at(json, key);
    if (!value) return value.error();
    *member = std::move(*value);
  }
  if (!spec.is_regression()) {
    Result<double> threshold = number_at(json, "threshold", "", 0, 1);
    if (!threshold) return threshold.error();
    facts.threshold = *threshold;
  }
  Result<double> rows = number_at(json, "training_rows", "", 0, 1e15);
  if (!rows) return rows.error();
  facts.training_rows = static_cast<std::size_t>(*rows);

  const auto ranges = json.find("training_ranges");
  if (ranges == json.end() || !ranges->is_array() || ranges->size() != n_features)
    return in_facts("training_ranges",
                    "there must be one range for each of the " + std::to_string(n_features) + " features");
  for (std::size_t i = 0; i < n_features; ++i) {
    Result<TrainingRange> range =
        read_training_range((*ranges)[i], "training_ranges[" + std::to_string(i) + "]", spec.features[i]);
    if (!range) return range.error();
    facts.training_ranges.push_back(*range);
  }
  return facts;
}

}  // namespace clearwell::scoring
