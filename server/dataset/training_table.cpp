#include "server/dataset/training_table.hpp"

#include "common/hash/sha256.hpp"
#include "common/limits/substituted_value.hpp"
#include "server/dataset/feature_value.hpp"
#include "server/dataset/quantiles.hpp"
#include "server/store/database.hpp"
#include "server/store/sql.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <set>
#include <utility>

namespace clearwell::dataset {
namespace {

enum Column : std::size_t {
  kSampleId,
  kLabel,
  kLabelValue,
  kSourceRow,
  kOfPlant,
  kSimulated,
  kSampledAt,
  kGroup,
  kParameter,
  kValue,
  kQualifier,
  kUnit,
  kCanonicalValue,  // value in the catalogue's unit of the parameter
  kCategory         // text of a category; NULL of a number
};

store::Rows labelled_results(store::Database& database, const spec::DatasetSpec& spec) {
  std::vector<std::string> parameters;
  for (const spec::FeatureSpec& feature : spec.features)
    parameters.push_back(feature.parameter);
  store::Transaction transaction = database.begin();
  const std::string zone = spec.sampled_at ? spec.sampled_at->time_zone : "UTC";
  return transaction.run(store::sql::training_rows,
                         store::Params().add(spec.name).add_array(parameters).add(zone).add(spec.is_regression()));
}

constexpr float kGap = std::numeric_limits<float>::quiet_NaN();

/// The stored text's position in the list of the feature; samples of an earlier spec may hold texts that it has lost.
Result<float> category_value(const store::Rows& rows, std::size_t line, const spec::FeatureSpec& feature,
                             const spec::DatasetSpec& spec, UnknownCategory unknown) {
  const std::optional<std::string> text = rows.maybe_text(line, kCategory);
  const std::optional<std::size_t> category = text ? feature.category_index(*text) : std::nullopt;
  if (category) return static_cast<float>(*category);
  if (unknown == UnknownCategory::gap || (!text && rows.is_null(line, kValue))) return kGap;
  return Error{"sample " + rows.text(line, kSampleId) + ": " + feature.parameter + " is " +
                   (text ? "'" + *text + "'" : "a number") + ", and the spec " + spec.name +
                   " takes one of: " + feature.accepted_categories(),
               feature.name};
}

Result<float> number_value(const store::Rows& rows, std::size_t line, const spec::FeatureSpec& feature,
                           const spec::DatasetSpec& spec, UnknownCategory unknown) {
  const std::string sample = "sample " + rows.text(line, kSampleId) + ": " + feature.parameter;
  const std::optional<std::string> text = rows.maybe_text(line, kCategory);
  if (text && unknown == UnknownCategory::refused)
    return Error{sample + " is the category '" + *text + "', and the spec " + spec.name + " takes a number",
                 feature.name};
  // Not detected, and nobody says below what; present or absent, and not counted.
  if (rows.is_null(line, kValue)) return kGap;
  const std::string& unit = rows.text(line, kUnit);
  if (const std::optional<double> value =
          feature_value(feature, rows.number(line, kValue), unit, rows.maybe_number(line, kCanonicalValue)))
    return static_cast<float>(limits::substituted_value(
        {*value, limits::parse_qualifier(rows.text(line, kQualifier)).value_or(limits::Qualifier::equal)}));
  return Error{sample + " is in '" + unit + "', and the spec " + spec.name + " takes it in '" + feature.unit + "'",
               feature.name};
}

/// Puts one result into the last row of the table, where no earlier one of the parameter has a value.
Result<Ok> add_result(TrainingTable& table, const store::Rows& rows, std::size_t line, const spec::DatasetSpec& spec,
                      UnknownCategory unknown) {
  const std::string& parameter = rows.text(line, kParameter);
  float* const last_row = table.features.data() + table.features.size() - table.n_features;
  for (std::size_t index = 0; index < spec.features.size(); ++index) {
    const spec::FeatureSpec& feature = spec.features[index];
    if (feature.parameter != parameter || !std::isnan(last_row[index])) continue;
    const Result<float> value = feature.is_number() ? number_value(rows, line, feature, spec, unknown)
                                                    : category_value(rows, line, feature, spec, unknown);
    if (!value) return value.error();
    last_row[index] = *value;
  }
  return Ok{};
}

void add_sample(TrainingTable& table, const store::Rows& rows, std::size_t line, const spec::DatasetSpec& spec) {
  table.sample_ids.push_back(rows.integer(line, kSampleId));
  table.labels.push_back(!spec.is_regression() && rows.boolean(line, kLabel) ? 1 : 0);
  if (spec.is_regression()) table.targets.push_back(rows.number(line, kLabelValue));
  const std::optional<std::int64_t> source_row = rows.maybe_integer(line, kSourceRow);
  table.source_rows.push_back(source_row ? std::optional<int>(static_cast<int>(*source_row)) : std::nullopt);
  table.features.insert(table.features.end(), table.n_features, kGap);
  if (spec.sampled_at) table.sampled_at.push_back(rows.maybe_text(line, kSampledAt).value_or(""));
  if (spec.group) table.groups.push_back(rows.maybe_text(line, kGroup).value_or(""));
}

/// A row that the split cannot place could be trained on beside rows that it must not meet.
Result<Ok> check_split_columns(const TrainingTable& table, const spec::DatasetSpec& spec) {
  const auto check = [&](const std::vector<std::string>& column, const std::string& name,
                         const std::string& what) -> Result<Ok> {
    const auto missing = std::find(column.begin(), column.end(), "");
    if (missing == column.end()) return Ok{};
    return Error{"sample " + std::to_string(table.sample_ids[static_cast<std::size_t>(missing - column.begin())]) +
                     " has no " + what + ", and the spec " + spec.name + " splits by it",
                 name};
  };
  if (spec.split.by_time())
    if (Result<Ok> dated = check(table.sampled_at, spec.sampled_at->name, "date"); !dated) return dated;
  if (spec.split.by_group()) return check(table.groups, spec.group->name, "group");
  return Ok{};
}

void label_halves(TrainingTable& table) {
  const double median = median_target(table);
  for (std::size_t row = 0; row < table.n_rows(); ++row)
    table.labels[row] = table.targets[row] > median ? 1 : 0;
}

std::string origin_of(const store::Rows& rows) {
  if (rows.boolean(0, kSimulated)) return "simulated";
  for (std::size_t line = 0; line < rows.size(); ++line)
    if (!rows.boolean(line, kOfPlant)) return "imported";
  return "laboratory";
}

Result<Ok> check_labels(const TrainingTable& table, const spec::DatasetSpec& spec) {
  if (spec.is_regression()) {
    const auto [least, most] = std::minmax_element(table.targets.begin(), table.targets.end());
    if (*least < *most) return Ok{};
    return Error{"all " + std::to_string(table.n_rows()) + " labelled samples of " + spec.name +
                     " have the same number; a model needs samples that differ",
                 spec.label.name};
  }
  const auto positives = std::count(table.labels.begin(), table.labels.end(), std::uint8_t{1});
  if (positives != 0 && static_cast<std::size_t>(positives) != table.n_rows()) return Ok{};
  const spec::LocalizedText& meaning = positives == 0 ? spec.label.negative_means : spec.label.positive_means;
  return Error{"all " + std::to_string(table.n_rows()) + " labelled samples of " + spec.name + " are of one class ('" +
                   meaning.en + "'); a model needs samples of both",
               spec.label.name};
}

template <typename Unsigned>
void append_little_endian(std::string& bytes, Unsigned value) {
  for (std::size_t byte = 0; byte < sizeof value; ++byte)
    bytes += static_cast<char>((value >> (8 * byte)) & 0xFFU);
}

std::uint32_t canonical_bits(float value) {
  if (std::isnan(value)) return 0x7fc00000U;  // there are many NaNs, and one "not measured"
  std::uint32_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

/// Time and group of a row, as far as they are known.
std::string when_and_where(const TrainingTable& table, std::size_t row) {
  std::string text;
  if (!table.sampled_at.empty()) text += table.sampled_at[row] + '\n';
  if (!table.groups.empty()) text += table.groups[row] + '\n';
  return text;
}

/// The class, or the bits of the number.
std::string label_bytes(const TrainingTable& table, std::size_t row) {
  if (!table.is_regression()) return std::string(1, static_cast<char>(table.labels[row]));
  std::string bytes;
  append_little_endian(bytes, std::bit_cast<std::uint64_t>(table.targets[row]));
  return bytes;
}

/// As TrainingTable::n_categories has them.
std::vector<std::size_t> categories_of(const spec::DatasetSpec& spec) {
  std::vector<std::size_t> counts;
  bool any = false;
  for (const spec::FeatureSpec& feature : spec.features) {
    const bool categorical = feature.type == spec::FeatureType::categorical;
    counts.push_back(categorical ? feature.categories.size() : 0);
    any |= categorical;
  }
  return any ? counts : std::vector<std::size_t>{};
}

/// The rows without those that repeat an earlier one in all that the spec tells of it. A file imported once as it is
/// and once for a plant would else stand on both sides of a split, and the score would be a memory test.
std::vector<std::size_t> first_of_equals(const TrainingTable& table) {
  std::set<std::pair<std::string, std::vector<std::uint32_t>>> seen;
  std::vector<std::size_t> kept;
  for (std::size_t row = 0; row < table.n_rows(); ++row) {
    std::vector<std::uint32_t> content;
    for (const float value : table.row(row))
      content.push_back(canonical_bits(value));
    if (seen.emplace(when_and_where(table, row) + label_bytes(table, row), std::move(content)).second)
      kept.push_back(row);
  }
  return kept;
}

}  // namespace

double median_target(const TrainingTable& table) {
  std::vector<double> sorted = table.targets;
  std::sort(sorted.begin(), sorted.end());
  return quantile_of_sorted(sorted, 0.5);
}

Result<TrainingTable> read_training_table(store::Database& database, const spec::DatasetSpec& spec,
                                          UnknownCategory unknown) {
  const store::Rows rows = labelled_results(database, spec);
  if (rows.empty())
    return Error{"there are no labelled samples of " + spec.name + " to train on; clearwell import FILE --model " +
                     spec.name + " reads them from a file",
                 "model"};

  TrainingTable table;
  table.n_features = spec.features.size();
  table.n_categories = categories_of(spec);
  for (std::size_t line = 0; line < rows.size(); ++line) {
    if (table.sample_ids.empty() || table.sample_ids.back() != rows.integer(line, kSampleId))
      add_sample(table, rows, line, spec);
    if (rows.is_null(line, kParameter)) continue;
    if (Result<Ok> added = add_result(table, rows, line, spec, unknown); !added) return added.error();
  }
  if (Result<Ok> differ = check_labels(table, spec); !differ) return differ.error();
  if (Result<Ok> placed = check_split_columns(table, spec); !placed) return placed.error();
  table.data_origin = origin_of(rows);
  TrainingTable kept = take_rows(table, first_of_equals(table), spec);
  if (kept.is_regression()) label_halves(kept);
  kept.repeated_samples = table.n_rows() - kept.n_rows();
  return kept;
}

std::vector<std::string> models_with_labelled_samples(store::Database& database) {
  store::Transaction transaction = database.begin();
  const store::Rows rows = transaction.run(store::sql::models_with_labelled_samples);
  std::vector<std::string> names;
  for (std::size_t row = 0; row < rows.size(); ++row)
    names.push_back(rows.text(row, 0));
  return names;
}

std::string content_sha256(const TrainingTable& table, const spec::DatasetSpec& spec) {
  std::string bytes = spec.name + '\n';
  for (const spec::FeatureSpec& feature : spec.features) {
    bytes += feature.name + '\t' + feature.unit + '\n';
    for (const spec::CategorySpec& category : feature.categories)
      bytes += '\t' + category.text + '\n';
  }
  bytes += spec.label.name + '\n';
  for (std::size_t row = 0; row < table.n_rows(); ++row) {
    for (const float value : table.row(row))
      append_little_endian(bytes, canonical_bits(value));
    bytes += label_bytes(table, row);
    bytes += when_and_where(table, row);
  }
  return hash::sha256_hex(bytes);
}

TrainingTable take_rows(const TrainingTable& table, std::span<const std::size_t> rows, const spec::DatasetSpec& spec) {
  TrainingTable taken;
  taken.n_features = table.n_features;
  taken.n_categories = table.n_categories;
  taken.features.reserve(rows.size() * table.n_features);
  for (const std::size_t row : rows) {
    const std::span<const float> features = table.row(row);
    taken.features.insert(taken.features.end(), features.begin(), features.end());
    taken.labels.push_back(table.labels[row]);
    if (table.is_regression()) taken.targets.push_back(table.targets[row]);
    taken.sample_ids.push_back(table.sample_ids[row]);
    taken.source_rows.push_back(table.source_rows[row]);
    if (!table.sampled_at.empty()) taken.sampled_at.push_back(table.sampled_at[row]);
    if (!table.groups.empty()) taken.groups.push_back(table.groups[row]);
  }
  taken.data_origin = table.data_origin;
  taken.sha256 = content_sha256(taken, spec);
  return taken;
}

}  // namespace clearwell::dataset
