#pragma once

#include <cstdint>
#include <optional>

namespace clearwell::evaluation {

/// Estimated numbers beside the observed ones, row by row: how far off, in the unit of the numbers.
class EstimateErrors {
 public:
  void add(double estimate, double observed);
  EstimateErrors& operator+=(const EstimateErrors& others);

  std::int64_t rows() const { return rows_; }
  // Without rows there is no evidence, and none of these.
  std::optional<double> mae() const;   ///< mean absolute error
  std::optional<double> rmse() const;  ///< root of the mean square error
  std::optional<double> bias() const;  ///< mean of estimate minus observed
  /// Share of the observed numbers' variance that is explained: 1 - Σ error² / Σ (observed - their mean)². At most 1;
  /// below 0 where their mean would have been the better estimate. Empty too where they are all alike.
  std::optional<double> r2() const;

  bool operator==(const EstimateErrors&) const = default;

 private:
  std::int64_t rows_ = 0;
  double absolute_ = 0;  // sums over the rows
  double squares_ = 0;
  double differences_ = 0;
  double mean_ = 0;        // of the observed numbers
  double deviations_ = 0;  // Σ (observed - mean)², kept up as Welford (1962), Technometrics 4(3): 419-420, does
};

}  // namespace clearwell::evaluation
