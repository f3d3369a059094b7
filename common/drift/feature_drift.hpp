#pragma once

#include "common/drift/distribution.hpp"
#include "common/spec/dataset_spec.hpp"

#include <optional>
#include <span>
#include <string_view>

/// Whether what a model is asked about is still what it was trained on.
namespace clearwell::drift {

enum class Method { kKolmogorovSmirnov, kChiSquared, kWasserstein, kJensenShannon };

/// `kolmogorov_smirnov`, `chi_squared`, `wasserstein`, `jensen_shannon`.
std::string_view to_string(Method method);

/// A reference of up to so many values is compared by significance alone, a larger one, where every trifle is
/// significant, also by distance.
inline constexpr std::int64_t kSmallReference = 1000;
/// A feature of up to so many distinct values is compared value by value, one whose values have no order always.
inline constexpr std::size_t kFewValues = 5;
/// Distance of a large reference from which on it matters: of Wasserstein and Jensen-Shannon, and of missing shares.
inline constexpr double kDistanceThreshold = 0.1;

/// The values of one feature against those of the training. Which test: by size and kind of the reference.
///
/// | reference          | more than 5 distinct values in an order          | up to 5, or categorical             |
/// |--------------------|--------------------------------------------------|-------------------------------------|
/// | up to 1,000 values | Kolmogorov-Smirnov                               | chi-squared (two: z-test)           |
/// | more               | Wasserstein >= 0.1 and Kolmogorov-Smirnov's p    | Jensen-Shannon >= 0.1 and chi-squared's p
/// |
///
/// Of a categorical feature a value is a position in a list whose order means nothing: no comparison depends on it.
/// Source: the defaults of Evidently (legacy/calculations/stattests/registry.py), which takes the distance alone. Of a
/// small window the distance is large by chance alone, so we ask for both.
struct ValueDrift {
  Method method = Method::kKolmogorovSmirnov;
  double statistic = 0;             ///< of the method
  std::optional<double> threshold;  ///< of the statistic; empty where significance decides alone
  double p_value = 1;               ///< of values as different by chance alone
  std::optional<double> psi;        ///< population stability index, beside it; empty: not computed
  double adjusted_p_value = 1;      ///< set by judge
  bool drifted = false;             ///< set by judge

  bool operator==(const ValueDrift&) const = default;
};

/// The share of rows without a value against that of the training: gaps have no distribution, so no test of values
/// sees them.
struct MissingDrift {
  double before = 0;
  double now = 0;
  double p_value = 1;
  double adjusted_p_value = 1;  ///< set by judge
  bool drifted = false;         ///< set by judge

  bool operator==(const MissingDrift&) const = default;
};

struct FeatureDrift {
  std::int64_t n_reference = 0;         ///< measured values
  std::int64_t n_current = 0;           ///< measured values
  std::optional<ValueDrift> values;     ///< empty: not computed
  std::string_view not_computed;        ///< why there is no `values`; empty where there are
  std::optional<MissingDrift> missing;  ///< empty: not computed, without a row on a side

  bool drifted() const { return (values && values->drifted) || (missing && missing->drifted); }
  bool operator==(const FeatureDrift&) const = default;
};

/// \param type             of the feature; a score is numeric
/// \param reference        of every value (distribution_of with as many points as values)
/// \param current_sorted   the measured values of the window, ascending, none NaN
/// \param current_missing  rows of the window without a value
FeatureDrift compare(spec::FeatureType type, const Distribution& reference, std::span<const double> current_sorted,
                     std::int64_t current_missing);

/// Decides which features have drifted, so that in a window in which nothing moved no feature is named with the
/// probability 1 - false_alarm_rate at least, however many are looked at. Fills the members that say so.
/// Source: Holm (1979), Scand. J. Statist. 6(2): 65-70.
void judge(std::span<FeatureDrift> features, double false_alarm_rate);

}  // namespace clearwell::drift
