#include "server/training/feature_bins.hpp"

#include "server/training/estimator.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace clearwell::training {
namespace {

struct Measured {
  float value = 0;
  std::uint32_t row = 0;
};

std::vector<Measured> sorted_values(const dataset::TrainingTable& rows, std::size_t feature) {
  std::vector<Measured> measured;
  for (std::size_t row = 0; row < rows.n_rows(); ++row) {
    const float value = rows.row(row)[feature];
    if (std::isnan(value)) continue;
    if (std::isinf(value))
      throw TrainingError("row " + std::to_string(row) + " has an infinite value in feature " +
                          std::to_string(feature) + "; a tree has no middle to split it at");
    measured.push_back({value, static_cast<std::uint32_t>(row)});
  }
  std::sort(measured.begin(), measured.end(), [](const Measured& a, const Measured& b) {
    return a.value < b.value || (a.value == b.value && a.row < b.row);
  });
  return measured;
}

std::size_t count_distinct(const std::vector<Measured>& sorted) {
  std::size_t distinct = 0;
  for (std::size_t i = 0; i < sorted.size(); ++i)
    distinct += i == 0 || sorted[i].value != sorted[i - 1].value ? 1 : 0;
  return distinct;
}

}  // namespace

FeatureBins::FeatureBins(const dataset::TrainingTable& rows)
    : n_rows_(rows.n_rows()), bins_(rows.n_features * rows.n_rows(), kMissing), ranges_(rows.n_features) {
  for (std::size_t feature = 0; feature < rows.n_features; ++feature)
    fill(rows, feature);
}

void FeatureBins::fill(const dataset::TrainingTable& rows, std::size_t feature) {
  const std::vector<Measured> sorted = sorted_values(rows, feature);
  const bool exact = count_distinct(sorted) <= kMaxBins;
  std::vector<Range>& ranges = ranges_[feature];
  std::size_t quantile = 0;  // of the bin being filled
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    const float value = sorted[i].value;
    // Equal values share a bin, so a bin may only begin where the value changes.
    if (i == 0 || value != sorted[i - 1].value) {
      const std::size_t here = i * kMaxBins / sorted.size();
      if (i == 0 || exact || here != quantile) {
        ranges.push_back({value, value});
        quantile = here;
      }
    }
    ranges.back().highest = value;
    bins_[feature * n_rows_ + sorted[i].row] = static_cast<Bin>(ranges.size() - 1);
  }
}

float FeatureBins::split_value(std::size_t feature, Bin below, Bin above) const {
  const float low = ranges_[feature][below].highest;
  const float high = ranges_[feature][above].lowest;
  // In double the sum neither overflows nor rounds to outside; as float32 the middle of neighbours may round to `low`.
  const auto middle = static_cast<float>((static_cast<double>(low) + static_cast<double>(high)) / 2);
  return middle > low ? middle : high;
}

}  // namespace clearwell::training
