#pragma once

#include "common/result.hpp"
#include "common/spec/dataset_spec.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace clearwell::store {
class Database;
}

namespace clearwell::dataset {

/// The labelled samples of a data set, as a model sees them: one row a sample, in the order of their ids.
struct TrainingTable {
  std::size_t n_features = 0;
  /// [n_rows, n_features], row by row; float32 as the model file takes them, a category as its position in the spec's
  /// list; NaN where not measured
  std::vector<float> features;
  /// [n_features], of a categorical feature how many categories the spec has, 0 of any other; no elements where no
  /// feature is categorical.
  std::vector<std::size_t> n_categories = {};
  /// [n_rows], 1 for the spec's positive class. Of a regression: 1 where the target is above their median, for what is
  /// told by classes; nothing is fitted to it.
  std::vector<std::uint8_t> labels;
  std::vector<std::int64_t> sample_ids;         ///< [n_rows], ascending
  std::vector<std::optional<int>> source_rows;  ///< [n_rows], 0-based data row of the file a sample came from
  /// [n_rows] by the clock of the spec's zone, `2025-03-30T13:50:00`, which sorts as a text; a row of unknown time has
  /// an empty one. No elements at all where the spec has no sampled_at.
  std::vector<std::string> sampled_at = {};
  std::vector<std::string> groups = {};  ///< [n_rows], empty where not known; no elements where the spec has no group
  std::vector<double> targets = {};      ///< [n_rows], the numbers of a regression; no elements where there are classes
  std::size_t repeated_samples = 0;      ///< left out, since they repeat a row in all that the spec tells of it
  std::string data_origin;               ///< `laboratory`: each sample is a plant's; `imported`: not each; `simulated`
  /// Of names, units, categories, values, labels, dates, groups: equal for equal data in any database.
  std::string sha256;

  std::size_t n_rows() const { return labels.size(); }
  bool is_regression() const { return !targets.empty(); }
  bool is_categorical(std::size_t feature) const { return !n_categories.empty() && n_categories[feature] > 0; }
  std::span<const float> row(std::size_t index) const {
    return std::span(features).subspan(index * n_features, n_features);
  }
};

/// What becomes of a text that is none of the spec's categories, or stands where the spec has a number.
enum class UnknownCategory {
  refused,  ///< nobody trains on what the spec does not describe
  gap,      ///< as scoring takes it: a model of an earlier spec is judged on samples that it was not made for
};

/// Reads the samples that carry a label of this spec.
///
/// A non-detect (`<`) enters as half its detection limit, the common substitution of US EPA QA/G-9; a value above the
/// range of its method (`>`) enters as that limit; a result without any number (not detected, and nobody says below
/// what) is a gap. A result in another unit is converted, where the catalogue knows the parameter. Of several results
/// of one parameter the first that has a value counts, in the order of their result_key: one without a key before any
/// other. Where there is any sample that was not simulated, simulated ones are left out: simulated water never trains
/// beside real water. A sample that repeats an earlier one in every feature and the label (and the time and the group,
/// where the spec has them) is left out, so that no twin stands on the other side of a split. Errors: no labelled
/// sample; labels of one class only, or one number; a result in a unit that does not become the feature's; a category
/// that the spec does not have, or a number where it has categories, unless those are gaps; a sample without the date
/// or the group that the spec's split goes by. \throws store::StoreError
Result<TrainingTable> read_training_table(store::Database& database, const spec::DatasetSpec& spec,
                                          UnknownCategory unknown = UnknownCategory::refused);

/// Names of the specs that have labelled samples, sorted. \throws store::StoreError
std::vector<std::string> models_with_labelled_samples(store::Database& database);

/// SHA-256 of the table's content in a canonical form, which sha256 above holds.
std::string content_sha256(const TrainingTable& table, const spec::DatasetSpec& spec);

/// What lies between the lower and the upper half of the table's targets. \pre  a regression's table with a row
double median_target(const TrainingTable& table);

/// The rows of these indices, in this order, as a table of their own (with its own sha256).
TrainingTable take_rows(const TrainingTable& table, std::span<const std::size_t> rows, const spec::DatasetSpec& spec);

}  // namespace clearwell::dataset
