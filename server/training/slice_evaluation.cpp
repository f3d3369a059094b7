#include "server/training/slice_evaluation.hpp"

#include "server/dataset/column_values.hpp"
#include "server/dataset/quantiles.hpp"

#include <algorithm>
#include <cmath>

namespace clearwell::training {
namespace {

/// The feature's slices, still without rows.
std::vector<SliceScores> slices_of(const std::string& name, const std::vector<double>& sorted) {
  std::vector<SliceScores> slices(1);
  slices[0].feature = name;
  double from = sorted.front();
  for (const double share : {0.25, 0.5, 0.75, 1.0}) {
    const double to = dataset::quantile_of_sorted(sorted, share);
    slices.push_back({name, from, to, 0, 0, 0, 0, std::nullopt, {}, {}});
    from = to;
  }
  return slices;
}

/// The same of a feature that is no number.
std::vector<SliceScores> slices_of(const spec::FeatureSpec& feature) {
  std::vector<SliceScores> slices(1);
  slices[0].feature = feature.name;
  for (std::size_t category = 0; category < feature.categories.size(); ++category) {
    const auto position = static_cast<double>(category);
    slices.push_back(
        {feature.name, position, position, 0, 0, 0, 0, std::nullopt, {}, feature.categories[category].text});
  }
  return slices;
}

/// Position of the slice a value belongs to: the first whose upper end it does not exceed.
std::size_t slice_of(const std::vector<SliceScores>& slices, float value) {
  if (std::isnan(value)) return 0;
  for (std::size_t slice = 1; slice + 1 < slices.size(); ++slice)
    if (static_cast<double>(value) <= *slices[slice].to) return slice;
  return slices.size() - 1;
}

}  // namespace

std::optional<double> SliceScores::precision() const {
  if (predicted_positives == 0) return std::nullopt;
  return true_positives / predicted_positives;
}

std::optional<double> SliceScores::recall() const {
  if (positives == 0) return std::nullopt;
  return true_positives / positives;
}

std::vector<SliceScores> evaluate_slices(const FamilyEvaluation& evaluation, const dataset::Folds& folds,
                                         const dataset::TrainingTable& table, const spec::DatasetSpec& spec) {
  std::vector<SliceScores> all;
  std::vector<std::size_t> judged;
  for (std::size_t row = 0; row < table.n_rows(); ++row)
    if (folds.is_judged(row)) judged.push_back(row);
  const double weight = 1.0 / static_cast<double>(evaluation.out_of_fold.size());
  for (std::size_t feature = 0; feature < spec.features.size(); ++feature) {
    const std::vector<double> sorted = dataset::sorted_values(table, feature, judged);
    if (sorted.empty()) continue;
    std::vector<SliceScores> slices = spec.features[feature].is_number()
                                          ? slices_of(spec.features[feature].name, sorted)
                                          : slices_of(spec.features[feature]);
    for (const std::size_t row : judged) {
      SliceScores& slice = slices[slice_of(slices, table.row(row)[feature])];
      slice.rows += 1;
      if (table.is_regression()) {
        for (const std::vector<scoring::Prediction>& repeat : evaluation.out_of_fold)
          slice.errors.add(static_cast<double>(repeat[row].margin), table.targets[row]);
        continue;
      }
      const bool actual = table.labels[row] != 0;
      slice.positives += actual ? 1 : 0;
      for (const std::vector<scoring::Prediction>& repeat : evaluation.out_of_fold) {
        slice.predicted_positives += repeat[row].positive ? weight : 0;
        slice.true_positives += repeat[row].positive && actual ? weight : 0;
      }
    }
    for (SliceScores& slice : slices) {
      if (slice.rows == 0) continue;
      slice.precision_interval = evaluation::wilson_interval(std::min(slice.true_positives, slice.predicted_positives),
                                                             slice.predicted_positives);
      all.push_back(std::move(slice));
    }
  }
  return all;
}

}  // namespace clearwell::training
