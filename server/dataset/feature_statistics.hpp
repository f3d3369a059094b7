#pragma once

#include "common/drift/distribution.hpp"
#include "server/dataset/class_counts.hpp"
#include "server/dataset/histogram.hpp"
#include "server/dataset/quantiles.hpp"
#include "server/dataset/training_table.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace clearwell::dataset {

/// What was measured of a feature, all but the counts.
struct MeasuredSummary {
  double mean = 0;
  std::optional<double> sd;  ///< sample standard deviation (n - 1); empty below two values
  double min = 0;
  double max = 0;
  Quantiles quantiles;

  bool operator==(const MeasuredSummary&) const = default;
};

/// Values outside Tukey's fences, which rest on quartiles, so that outliers do not hide themselves by stretching them.
/// Of normally distributed values 0.7 % lie outside the inner fences and 0.0002 % outside the outer ones; of skewed
/// ones more do, and are no errors for that. Source: Tukey (1977), Exploratory Data Analysis, section 2E: quartiles
/// -+ 1.5 and 3 times their distance.
struct Outliers {
  double lower_fence = 0;
  double upper_fence = 0;
  ClassCounts outside;      ///< beyond the inner fences above
  ClassCounts far_outside;  ///< beyond the outer fences

  bool operator==(const Outliers&) const = default;
};

/// A value that several rows have.
struct RepeatedValue {
  float value = 0;
  ClassCounts rows;

  bool operator==(const RepeatedValue&) const = default;
};

/// One feature of a training table. Of a feature that is no number there are its categories; what is said of a
/// quantity, from the summary to the repeated values, is empty.
struct FeatureStatistics {
  ClassCounts measured;
  ClassCounts missing;
  std::vector<ClassCounts> categories;     ///< [n_categories] rows of each
  std::optional<MeasuredSummary> summary;  ///< empty where nothing was measured
  std::int64_t distinct = 0;
  std::int64_t implausible = 0;  ///< outside the spec's plausible range
  bool counts_upwards = false;   ///< whole numbers, each greater than the one before, as an id
  Histogram histogram;
  std::optional<Outliers> outliers;     ///< empty where the quartiles are one value
  std::vector<RepeatedValue> repeated;  ///< the values that most rows have, at most three, of two rows and more
  /// Of the bare value as a score for the positive class; of a categorical feature see category_signal.hpp.
  std::optional<double> roc_auc;
  std::optional<double> missing_p_value;  ///< of missing shares this different between the classes by chance alone
  drift::Distribution distribution;

  bool operator==(const FeatureStatistics&) const = default;
};

/// \param feature  position in the table and in the spec
FeatureStatistics describe_feature(const TrainingTable& table, const spec::FeatureSpec& spec, std::size_t feature);

}  // namespace clearwell::dataset
