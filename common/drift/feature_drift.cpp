#include "common/drift/feature_drift.hpp"

#include "common/drift/equal_shares.hpp"
#include "common/drift/fisher_exact.hpp"
#include "common/drift/kolmogorov_smirnov.hpp"
#include "common/drift/population_stability.hpp"
#include "common/drift/value_shares.hpp"
#include "common/drift/wasserstein.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace clearwell::drift {

using spec::FeatureType;

namespace {

/// \pre  both sides have kFewestValues
ValueDrift compare_values(FeatureType type, const Distribution& reference, std::span<const double> current) {
  const bool small = reference.measured() <= kSmallReference;
  const bool along_an_order = type != FeatureType::categorical && reference.values.size() > kFewValues;
  ValueDrift drift;
  if (!small) drift.threshold = kDistanceThreshold;
  if (along_an_order) {
    const KolmogorovSmirnov test = *kolmogorov_smirnov(reference, current);
    drift.method = small ? Method::kKolmogorovSmirnov : Method::kWasserstein;
    drift.statistic = small ? test.distance : *normed_wasserstein_distance(reference, current);
    drift.p_value = test.p_value;
  } else {
    const ChiSquared test = *chi_squared(reference, current);
    drift.method = small ? Method::kChiSquared : Method::kJensenShannon;
    drift.statistic = small ? test.statistic : *jensen_shannon_distance(reference, current);
    drift.p_value = test.p_value;
  }
  const auto stability =
      type == FeatureType::numeric ? population_stability(reference, current) : category_stability(reference, current);
  if (stability) drift.psi = stability->index;
  return drift;
}

std::optional<MissingDrift> compare_missing(const Distribution& reference, std::int64_t n_current,
                                            std::int64_t missing) {
  const std::int64_t n_before = reference.missing + reference.measured();
  const std::int64_t n_now = n_current + missing;
  if (n_before == 0 || n_now == 0) return std::nullopt;
  MissingDrift drift{.before = static_cast<double>(reference.missing) / static_cast<double>(n_before),
                     .now = static_cast<double>(missing) / static_cast<double>(n_now)};
  const auto p_value = equal_shares_p_value(reference.missing, n_before, missing, n_now);
  drift.p_value = p_value ? *p_value : fisher_exact_p_value(reference.missing, n_before, missing, n_now);
  return drift;
}

std::string_view why_not_computed(std::int64_t n_reference, std::int64_t n_current) {
  if (n_reference == 0) return "the training had no measured value";
  if (n_reference < kFewestValues) return "the training had fewer than 30 measured values";
  if (n_current == 0) return "the window has no measured value";
  if (n_current < kFewestValues) return "the window has fewer than 30 measured values";
  return {};
}

/// A comparison's p-value, what it is multiplied to, and whether its distance matters.
struct Test {
  double p_value;
  double* adjusted;
  bool* drifted;
  bool far_enough;
};

std::vector<Test> tests_of(std::span<FeatureDrift> features) {
  std::vector<Test> tests;
  for (FeatureDrift& feature : features) {
    if (feature.values) {
      ValueDrift& values = *feature.values;
      const bool far_enough = !values.threshold || values.statistic >= *values.threshold;
      tests.push_back({values.p_value, &values.adjusted_p_value, &values.drifted, far_enough});
    }
    if (feature.missing) {
      MissingDrift& missing = *feature.missing;
      if (missing.before == missing.now) continue;  // mostly no gap at all: nothing that chance could have done
      const bool small = feature.n_reference <= kSmallReference;
      const bool far_enough = small || std::fabs(missing.now - missing.before) >= kDistanceThreshold;
      tests.push_back({missing.p_value, &missing.adjusted_p_value, &missing.drifted, far_enough});
    }
  }
  return tests;
}

}  // namespace

std::string_view to_string(Method method) {
  constexpr std::string_view kNames[] = {"kolmogorov_smirnov", "chi_squared", "wasserstein", "jensen_shannon"};
  return kNames[static_cast<std::size_t>(method)];
}

FeatureDrift compare(FeatureType type, const Distribution& reference, std::span<const double> current_sorted,
                     std::int64_t current_missing) {
  FeatureDrift drift;
  drift.n_reference = reference.measured();
  drift.n_current = static_cast<std::int64_t>(current_sorted.size());
  drift.not_computed = why_not_computed(drift.n_reference, drift.n_current);
  if (drift.not_computed.empty()) drift.values = compare_values(type, reference, current_sorted);
  drift.missing = compare_missing(reference, drift.n_current, current_missing);
  return drift;
}

void judge(std::span<FeatureDrift> features, double false_alarm_rate) {
  std::vector<Test> tests = tests_of(features);
  std::stable_sort(tests.begin(), tests.end(), [](const Test& a, const Test& b) { return a.p_value < b.p_value; });
  double largest = 0;
  for (std::size_t rank = 0; rank < tests.size(); ++rank) {
    const double multiplied = tests[rank].p_value * static_cast<double>(tests.size() - rank);
    largest = std::max(largest, std::min(multiplied, 1.0));
    *tests[rank].adjusted = largest;
    *tests[rank].drifted = largest <= false_alarm_rate && tests[rank].far_enough;
  }
}

}  // namespace clearwell::drift
