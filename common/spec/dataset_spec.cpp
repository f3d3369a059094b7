#include "common/spec/dataset_spec.hpp"

#include "common/spec/feature_reader.hpp"
#include "common/spec/json_fault.hpp"
#include "common/spec/json_reader.hpp"
#include "common/spec/label_reader.hpp"
#include "common/spec/search_reader.hpp"
#include "common/spec/spec_members.hpp"
#include "common/spec/split_reader.hpp"

#include <algorithm>
#include <set>

namespace clearwell::spec {
namespace {

constexpr std::size_t kMaxFeatures = 500;

/// Reads the parts of a spec; the first error stays.
class SpecParser {
 public:
  Result<DatasetSpec> parse(const Json& json) {
    JsonReader top(json, "", error_);
    top.accept_only({"format_version", "name", "title", "description", "license", "task", "missing", "features",
                     "label", "sampled_at", "group", "ignored_columns", "split", "metric", "limits_rule", "search",
                     "families"});
    DatasetSpec spec;
    top.number("format_version", 1, 1);
    spec.name = read_name(top, "name");
    spec.title = read_localized(top, "title");
    if (top.has("description")) spec.description = read_localized(top, "description");
    spec.license = top.text_or("license", "");
    spec.task = read_task(top);
    spec.missing_markers = top.has("missing") ? top.texts("missing") : std::vector<std::string>{""};
    spec.features = features(top);
    JsonReader label = top.child("label");
    spec.label = read_label(label, spec.task);
    if (top.has("sampled_at")) spec.sampled_at = part(top, "sampled_at", read_sampled_at);
    if (top.has("group")) spec.group = part(top, "group", read_group);
    spec.ignored_columns = top.texts_or_none("ignored_columns");
    if (top.has("split")) spec.split = part(top, "split", read_split);
    if (top.has("metric") || spec.is_regression()) {
      JsonReader metric = top.child("metric");
      spec.metric = read_metric(metric, spec.task);
    }
    if (top.has("limits_rule")) spec.limits_rule = limits_rule(top, spec.task);
    if (top.has("search")) spec.search = part(top, "search", read_search);
    spec.families = families(top);
    check_ranges(top, spec);
    check_names(top, spec);
    check_missing_markers(top, spec);
    check_split_columns(top, spec);
    if (error_) return Error{"spec: " + error_->message, error_->field};
    return spec;
  }

 private:
  std::vector<FeatureSpec> features(JsonReader& top) {
    std::vector<FeatureSpec> features;
    const Json& list = top.array("features");
    if (list.empty() || list.size() > kMaxFeatures)
      top.fail("features", std::to_string(list.size()) + " features, accepted are 1 to 500");
    for (const Json& item : list) {
      if (error_) break;
      JsonReader reader = top.child(item, "features[" + std::to_string(features.size()) + "]");
      features.push_back(read_feature(reader));
    }
    return features;
  }

  template <typename Part>
  Part part(JsonReader& of, const char* key, Part (*read)(JsonReader&)) {
    JsonReader reader(of.object(key), of.path_of(key), error_);
    return read(reader);
  }

  static LimitsRuleSpec limits_rule(JsonReader& top, Task task) {
    if (task == Task::regression)
      top.fail("limits_rule", "a regression has no class that a value beyond a limit could speak for");
    JsonReader reader = top.child("limits_rule");
    reader.accept_only({"jurisdiction", "beyond_means"});
    LimitsRuleSpec rule;
    rule.jurisdiction = reader.text("jurisdiction");
    const std::string beyond = reader.text("beyond_means");
    if (beyond != "positive" && beyond != "negative")
      reader.fail("limits_rule.beyond_means", "\"" + beyond + "\" is no class (accepted: positive, negative)");
    rule.beyond_is_positive = beyond == "positive";
    return rule;
  }

  std::vector<FamilySpec> families(JsonReader& top) {
    std::vector<FamilySpec> families;
    const Json& list = top.array("families");
    if (list.empty()) top.fail("families", "no family to train");
    for (const Json& item : list) {
      const std::string path = "families[" + std::to_string(families.size()) + "]";
      JsonReader reader(item, path, error_);
      reader.accept_only({"family", "grid", "search"});
      FamilySpec family;
      family.family = reader.text("family");
      if (reader.has("grid")) read_grid(reader, path + ".grid", family);
      if (reader.has("search")) family.search = part(reader, "search", read_search);
      families.push_back(std::move(family));
    }
    return families;
  }

  /// Each hyper-parameter has a list of values or a range.
  void read_grid(JsonReader& reader, const std::string& path, FamilySpec& family) {
    for (const auto& [parameter, values] : reader.object("grid").items()) {
      const std::string own_path = path + "." + parameter;
      if (values.is_object()) {
        JsonReader range(values, own_path, error_);
        family.ranges[parameter] = read_range(range);
        continue;
      }
      family.grid[parameter] = reader.numbers(values, own_path);
      if (family.grid[parameter].empty()) reader.fail(own_path, "no value to try");
    }
  }

  static void check_ranges(JsonReader& top, const DatasetSpec& spec) {
    for (std::size_t i = 0; i < spec.families.size(); ++i) {
      const FamilySpec& family = spec.families[i];
      if (family.ranges.empty() || spec.search_of(family).method != SearchMethod::grid) continue;
      top.fail("families[" + std::to_string(i) + "].grid." + family.ranges.begin()->first,
               "a range is drawn from, and this search draws nothing (accepted: a list of values, or search.method "
               "random or halving)");
    }
  }

  /// A CSV column must mean one thing: all names and aliases are distinct.
  static void check_names(JsonReader& top, const DatasetSpec& spec) {
    std::set<std::string> seen;
    const auto claim = [&](const std::string& owner_path, const std::string& name,
                           const std::vector<std::string>& aliases) {
      std::set<std::string> own = {lower_case(name)};
      for (const std::string& alias : aliases)
        own.insert(lower_case(alias));
      for (const std::string& column : own)
        if (!seen.insert(column).second)
          top.fail(owner_path, "the column \"" + column + "\" already has another meaning in this spec");
    };
    for (std::size_t i = 0; i < spec.features.size(); ++i)
      claim("features[" + std::to_string(i) + "]", spec.features[i].name, spec.features[i].aliases);
    claim("label", spec.label.name, spec.label.aliases);
    if (spec.sampled_at) claim("sampled_at", spec.sampled_at->name, spec.sampled_at->aliases);
    if (spec.group) claim("group", spec.group->name, spec.group->aliases);
    for (std::size_t i = 0; i < spec.ignored_columns.size(); ++i)
      claim("ignored_columns[" + std::to_string(i) + "]", spec.ignored_columns[i], {});
  }

  /// A cell must not be a category and a gap at once.
  static void check_missing_markers(JsonReader& top, const DatasetSpec& spec) {
    for (std::size_t i = 0; i < spec.features.size(); ++i)
      for (const std::string& marker : spec.missing_markers)
        if (spec.features[i].category_index(marker))
          top.fail("features[" + std::to_string(i) + "].categories",
                   "\"" + marker + "\" is a category here, and one of `missing`, which says that nothing was measured");
  }

  static void check_split_columns(JsonReader& top, const DatasetSpec& spec) {
    const std::string method = "a " + std::string(to_string(spec.split.method)) + " split needs the key ";
    if (spec.split.by_time() && !spec.sampled_at) top.fail("split.method", method + "sampled_at");
    if (spec.split.by_group() && !spec.group) top.fail("split.method", method + "group");
  }

  std::optional<Error> error_;
};

Json json_of(const FamilySpec& family) {
  Json grid = family.grid;
  for (const auto& [parameter, range] : family.ranges)
    grid[parameter] = json_of(range);
  Json json = {{"family", family.family}, {"grid", std::move(grid)}};
  if (family.search) json["search"] = json_of(*family.search);
  return json;
}

}  // namespace

std::optional<std::size_t> DatasetSpec::feature_index(std::string_view wanted) const {
  for (std::size_t i = 0; i < features.size(); ++i)
    if (features[i].name == wanted) return i;
  return std::nullopt;
}

std::string_view to_string(FeatureType type) {
  switch (type) {
    case FeatureType::categorical:
      return "categorical";
    case FeatureType::ordinal:
      return "ordinal";
    case FeatureType::numeric:
      break;
  }
  return "numeric";
}

std::optional<std::size_t> FeatureSpec::category_index(std::string_view text) const {
  const std::string wanted = lower_case(text);
  for (std::size_t i = 0; i < categories.size(); ++i)
    if (lower_case(categories[i].text) == wanted) return i;
  return std::nullopt;
}

std::string FeatureSpec::accepted_categories() const {
  std::string texts;
  for (const CategorySpec& category : categories)
    texts += (texts.empty() ? "" : ", ") + category.text;
  return texts;
}

Result<DatasetSpec> parse_dataset_spec(std::string_view json_text) {
  const Json json = Json::parse(json_text, nullptr, false);
  if (json.is_discarded()) return Error{"spec: the text is not JSON: " + json_fault(json_text), ""};
  return SpecParser().parse(json);
}

std::string to_json(const DatasetSpec& spec) {
  Json features = Json::array();
  for (const FeatureSpec& feature : spec.features)
    features.push_back(json_of(feature));
  Json families = Json::array();
  for (const FamilySpec& family : spec.families)
    families.push_back(json_of(family));
  Json json = {{"format_version", 1},
               {"name", spec.name},
               {"title", json_of(spec.title)},
               {"description", json_of(spec.description)},
               {"license", spec.license}};
  if (spec.is_regression()) json["task"] = to_string(spec.task);
  json.update({{"missing", spec.missing_markers},
               {"features", std::move(features)},
               {"label", json_of(spec.label, spec.task)}});
  if (spec.sampled_at) json["sampled_at"] = json_of(*spec.sampled_at);
  if (spec.group) json["group"] = json_of(*spec.group);
  if (!spec.ignored_columns.empty()) json["ignored_columns"] = spec.ignored_columns;
  json["split"] = json_of(spec.split);
  json["metric"] = json_of(spec.metric, spec.task);
  if (spec.limits_rule)
    json["limits_rule"] = {{"jurisdiction", spec.limits_rule->jurisdiction},
                           {"beyond_means", spec.limits_rule->beyond_is_positive ? "positive" : "negative"}};
  json["search"] = json_of(spec.search);
  json["families"] = std::move(families);
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace clearwell::spec
