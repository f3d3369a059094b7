#include "server/training/cancellation.hpp"
#include "server/training/cholesky.hpp"
#include "server/training/families.hpp"
#include "server/training/standardisation.hpp"

#include <array>
#include <numeric>

/// Ridge regression on median-filled, standardised features. Minimises |y - Xw - b|² + alpha · |w|², the scale of
/// scikit-learn's `alpha`; the intercept is not penalised, and is the mean target, because the features' means are 0.
/// Source: Hoerl, Kennard (1970), Ridge Regression, Technometrics 12(1): 55-67.
namespace clearwell::training {
namespace {

/// XᵀX, its lower triangle, and Xᵀ(y - mean of y).
struct NormalEquations {
  std::vector<double> products;  // [n, n]
  std::vector<double> moments;   // [n]
  double mean_target = 0;
};

NormalEquations normal_equations(const std::vector<double>& x, const std::vector<double>& targets) {
  const std::size_t n = x.size() / targets.size();
  NormalEquations equations{std::vector<double>(n * n), std::vector<double>(n), 0};
  equations.mean_target = std::accumulate(targets.begin(), targets.end(), 0.0) / static_cast<double>(targets.size());
  for (std::size_t row = 0; row < targets.size(); ++row)
    for (std::size_t i = 0; i < n; ++i) {
      equations.moments[i] += x[row * n + i] * (targets[row] - equations.mean_target);
      for (std::size_t j = 0; j <= i; ++j)
        equations.products[i * n + j] += x[row * n + i] * x[row * n + j];
    }
  return equations;
}

class LinearRegression final : public Estimator {
 public:
  std::string_view family() const override { return "linear_regression"; }
  spec::Task task() const override { return spec::Task::regression; }

  std::span<const HyperParameter> hyper_parameters() const override {
    static constexpr std::array kKnobs = {
        // Strength of the penalty. Not 0: two features that say the same would have no one best pair of weights.
        HyperParameter{"alpha", 1e-6, 1e9, false, 1},
    };
    return kKnobs;
  }

  std::vector<FittedPipeline> fit(const dataset::TrainingTable& rows, std::span<const HyperParameters> candidates,
                                  const FitSettings& settings) const override {
    const scoring::Standardisation standardisation = fit_standardisation(rows);
    const NormalEquations equations = normal_equations(standardised_rows(rows, standardisation), rows.targets);
    const std::size_t n = equations.moments.size();
    std::vector<FittedPipeline> fitted;
    for (const HyperParameters& candidate : candidates) {
      throw_if_cancelled(settings.stop);
      std::vector<double> penalised = equations.products;
      for (std::size_t i = 0; i < n; ++i)
        penalised[i * n + i] += candidate.find("alpha")->second;
      fitted.emplace_back(scoring::LinearModel{standardisation, solve_positive_definite(penalised, equations.moments),
                                               equations.mean_target});
    }
    return fitted;
  }
};

}  // namespace

const Estimator& linear_regression() {
  static const LinearRegression estimator;
  return estimator;
}

}  // namespace clearwell::training
