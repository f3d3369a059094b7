#pragma once

#include "common/result.hpp"
#include "common/spec/search_spec.hpp"
#include "common/spec/split_spec.hpp"
#include "common/spec/task.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace clearwell::spec {

/// A text for people, in the languages of the interface.
struct LocalizedText {
  std::string en;
  std::string es;

  bool operator==(const LocalizedText&) const = default;
};

/// Closed interval, both ends belong to it.
struct Range {
  double low = 0;
  double high = 0;

  bool contains(double value) const { return value >= low && value <= high; }
  bool operator==(const Range&) const = default;
};

/// How a feature's values compare.
enum class FeatureType {
  numeric,      ///< numbers
  categorical,  ///< categories without an order, such as a compass point
  ordinal,      ///< categories in the order of the spec's list, lowest first
};
std::string_view to_string(FeatureType type);

/// One of the values that a feature which is no number may have.
struct CategorySpec {
  std::string text;     ///< in files and JSON bodies, compared without regard to case
  LocalizedText title;  ///< for people; the text itself where the spec gives none

  bool operator==(const CategorySpec&) const = default;
};

/// One measured input of a model.
struct FeatureSpec {
  std::string name;  ///< key in JSON bodies, canonical CSV column, name in the model file
  std::string
      parameter;  ///< code of the measured parameter in `water.sample_results`; the name when the spec gives none
  LocalizedText title;
  std::string unit;                  ///< empty for dimensionless numbers such as pH
  Range plausible;                   ///< values outside it are refused by the import and flagged by scoring
  int decimals = 2;                  ///< digits after the point, for display only
  std::vector<std::string> aliases;  ///< further CSV column names, compared without regard to case
  FeatureType type = FeatureType::numeric;
  /// Of a feature that is no number: all that it may be. As a model's input its value is a position in this list, which
  /// is why `plausible` then goes from 0 to the last one.
  std::vector<CategorySpec> categories = {};

  bool is_number() const { return type == FeatureType::numeric; }
  /// The category of that text, empty where there is none.
  std::optional<std::size_t> category_index(std::string_view text) const;
  /// The texts of all categories in their order, as a message lists what is accepted: `a, b, c`.
  std::string accepted_categories() const;
  bool operator==(const FeatureSpec&) const = default;
};

/// What a model is trained to tell.
struct LabelSpec {
  std::string name;
  std::vector<std::string> aliases;
  std::vector<std::string> positive;  ///< cell texts of the positive class, compared without regard to case
  std::vector<std::string> negative;
  LocalizedText positive_means;  ///< for example "potable": shown beside an estimate
  LocalizedText negative_means;
  LocalizedText disclaimer;  ///< what the label of the described data set does not mean; see data_origin.hpp
  // Of a regression, in place of the classes:
  LocalizedText title = {};  ///< what the number is
  std::string unit = {};     ///< of the number, in files and in answers
  Range plausible = {};      ///< values outside it are refused by the import
  int decimals = 2;          ///< digits after the point, for display only

  bool operator==(const LabelSpec&) const = default;
};

/// A rule that any model has to beat: a sample with a value beyond a legal limit is of one class, every other sample of
/// the other. The limits are those of common/limits for the features' parameters.
struct LimitsRuleSpec {
  std::string jurisdiction;        ///< for example `EU`
  bool beyond_is_positive = true;  ///< which class a value beyond a limit speaks for

  bool operator==(const LimitsRuleSpec&) const = default;
};

/// What decides: the highest precision among thresholds that keep recall at or above the floor. Of a regression: the
/// lowest error, `rmse` (root mean square) or `mae` (mean absolute), in the label's unit.
struct MetricSpec {
  std::string name = "precision";
  double recall_floor = 0.2;  ///< 0 of a regression, which calls nothing positive
  /// The least precision that laboratories may find in use: below half a "positive" is wrong more often than right.
  /// Means nothing of a regression.
  double precision_floor = 0.5;

  bool operator==(const MetricSpec&) const = default;
};

/// A model family and the values that its search tries, by hyper-parameter.
struct FamilySpec {
  std::string family;
  std::map<std::string, std::vector<double>> grid;
  std::map<std::string, ParameterRange> ranges = {};  ///< of further hyper-parameters, where the search draws
  std::optional<SearchSpec> search = {};              ///< where it is not the spec's

  bool operator==(const FamilySpec&) const = default;
};

/// Everything the pipeline knows about a data set. Read from `models/<name>/spec.json`; no code names its columns.
struct DatasetSpec {
  std::string name;  ///< [a-z][a-z0-9_]*, at most 63 characters: also the name of the model and of its SQL view
  LocalizedText title;
  LocalizedText description;
  std::string license;
  Task task = Task::classification;
  std::vector<std::string> missing_markers;  ///< cell texts that mean "not measured", compared without regard to case
  std::vector<FeatureSpec> features;
  LabelSpec label;
  std::optional<SampledAtSpec> sampled_at = {};
  std::optional<GroupSpec> group = {};
  std::vector<std::string> ignored_columns = {};  ///< CSV columns that are known and not read
  SplitSpec split;
  MetricSpec metric;
  std::optional<LimitsRuleSpec> limits_rule = {};
  SearchSpec search = {};
  std::vector<FamilySpec> families;

  bool operator==(const DatasetSpec&) const = default;

  bool is_regression() const { return task == Task::regression; }
  /// Position of the feature of the wanted name, empty when there is none.
  std::optional<std::size_t> feature_index(std::string_view wanted) const;
  /// How that family is searched.
  const SearchSpec& search_of(const FamilySpec& family) const { return family.search ? *family.search : search; }
};

/// Reads a spec. Errors name the JSON path (`features[3].plausible`), the value seen and what is accepted;
/// an unknown key is an error, so that a misspelt option is never silently ignored.
Result<DatasetSpec> parse_dataset_spec(std::string_view json_text);

/// The spec as JSON, keys in a fixed order, so that equal specs have equal text (and equal hashes).
std::string to_json(const DatasetSpec& spec);

}  // namespace clearwell::spec
