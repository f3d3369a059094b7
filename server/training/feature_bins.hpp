#pragma once

#include "server/dataset/training_table.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace clearwell::training {

/// The features of a training table as trees look at them: each value replaced by the number of its bin, bins in
/// ascending order. Built once for all trees and candidates of a fit.
///
/// A feature of at most kMaxBins distinct values has a bin for each of them, so that no split is lost; one of more has
/// at most kMaxBins bins of about equally many rows.
class FeatureBins {
 public:
  using Bin = std::uint16_t;
  static constexpr Bin kMaxBins = 4096;
  static constexpr Bin kMissing = kMaxBins;  ///< of a value that was not measured

  /// \throws TrainingError  for an infinite value
  explicit FeatureBins(const dataset::TrainingTable& rows);

  std::size_t n_rows() const { return n_rows_; }
  std::size_t n_features() const { return ranges_.size(); }

  /// \return  [n_rows], the bin of each row
  std::span<const Bin> column(std::size_t feature) const {
    return std::span(bins_).subspan(feature * n_rows_, n_rows_);
  }

  /// The value t halfway between two bins: x < t holds for every value of `below` and for none of `above`.
  /// \pre  below < above
  float split_value(std::size_t feature, Bin below, Bin above) const;

 private:
  struct Range {
    float lowest = 0;
    float highest = 0;
  };

  void fill(const dataset::TrainingTable& rows, std::size_t feature);

  std::size_t n_rows_ = 0;
  std::vector<Bin> bins_;                   // [n_features, n_rows]
  std::vector<std::vector<Range>> ranges_;  // [n_features][n_bins]
};

}  // namespace clearwell::training
