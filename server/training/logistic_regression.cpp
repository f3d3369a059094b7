#include "server/training/families.hpp"

#include "common/scoring/portable_math.hpp"
#include "server/training/cancellation.hpp"
#include "server/training/cholesky.hpp"
#include "server/training/standardisation.hpp"

#include <algorithm>
#include <array>
#include <cmath>

/// L2-penalised logistic regression on median-filled, standardised features. Minimises ½|w|² + C · Σ log-loss, the
/// scale of scikit-learn's and LIBLINEAR's `C`; the intercept is not penalised.
/// Source: Hastie, Tibshirani, Friedman, The Elements of Statistical Learning (2009), section 4.4.1 (Newton's method).
namespace clearwell::training {
namespace {

namespace portable = scoring::portable;  // so that the same data give the same file on every machine

/// [n_rows, n_columns + 1], row by row; the last column is 1, for the intercept.
std::vector<double> design_matrix(const dataset::TrainingTable& rows, const scoring::Standardisation& standardisation) {
  std::vector<double> design;
  design.reserve(rows.n_rows() * (standardisation.n_columns() + 1));
  for (std::size_t row = 0; row < rows.n_rows(); ++row) {
    for (std::size_t column = 0; column < standardisation.n_columns(); ++column)
      design.push_back(standardisation.standardised(column, rows.row(row)));
    design.push_back(1);
  }
  return design;
}

/// The penalised log-loss as a function of the coefficients, intercept last.
class Objective {
 public:
  Objective(const std::vector<double>& design, const std::vector<std::uint8_t>& labels, double c)
      : design_(design), labels_(labels), c_(c), n_(design.size() / labels.size()) {}

  std::size_t n_coefficients() const { return n_; }

  double value(const std::vector<double>& coefficients) const {
    double loss = 0;
    for (std::size_t row = 0; row < labels_.size(); ++row) {
      const double m = margin(coefficients, row);
      const double against = labels_[row] != 0 ? -m : m;
      loss += std::max(against, 0.0) + portable::log(1 + portable::exp(-std::abs(m)));
    }
    double penalty = 0;
    for (std::size_t i = 0; i + 1 < n_; ++i)
      penalty += coefficients[i] * coefficients[i];
    return penalty / 2 + c_ * loss;
  }

  /// \param hessian  [n, n], the lower triangle is filled
  void derivatives(const std::vector<double>& coefficients, std::vector<double>& gradient,
                   std::vector<double>& hessian) const {
    gradient.assign(n_, 0);
    hessian.assign(n_ * n_, 0);
    for (std::size_t row = 0; row < labels_.size(); ++row) {
      const double* x = &design_[row * n_];
      const double p = 1 / (1 + portable::exp(-margin(coefficients, row)));
      const double residual = c_ * (p - (labels_[row] != 0 ? 1.0 : 0.0));
      const double curvature = c_ * p * (1 - p);
      for (std::size_t i = 0; i < n_; ++i) {
        gradient[i] += residual * x[i];
        for (std::size_t j = 0; j <= i; ++j)
          hessian[i * n_ + j] += curvature * x[i] * x[j];
      }
    }
    for (std::size_t i = 0; i + 1 < n_; ++i) {
      gradient[i] += coefficients[i];
      hessian[i * n_ + i] += 1;
    }
  }

 private:
  double margin(const std::vector<double>& coefficients, std::size_t row) const {
    double sum = 0;
    for (std::size_t i = 0; i < n_; ++i)
      sum += coefficients[i] * design_[row * n_ + i];
    return sum;
  }

  const std::vector<double>& design_;
  const std::vector<std::uint8_t>& labels_;
  double c_;
  std::size_t n_;
};

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    sum += a[i] * b[i];
  return sum;
}

std::vector<double> moved_by(std::vector<double> at, const std::vector<double>& step, double scale) {
  for (std::size_t i = 0; i < at.size(); ++i)
    at[i] -= scale * step[i];
  return at;
}

/// The first of the step, half of it, a quarter, … that lowers the objective enough (Armijo's rule).
double step_scale(const Objective& objective, const std::vector<double>& at, const std::vector<double>& step,
                  double decrement) {
  const double value = objective.value(at);
  for (double scale = 1; scale > 1e-10; scale /= 2)
    if (objective.value(moved_by(at, step, scale)) <= value - 1e-4 * scale * decrement) return scale;
  throw TrainingError("logistic_regression: no step lowers the objective");
}

/// Newton's method. The objective is strictly convex, so it ends at the one minimum.
std::vector<double> minimise(const Objective& objective) {
  std::vector<double> at(objective.n_coefficients(), 0);
  std::vector<double> gradient;
  std::vector<double> hessian;
  int full_steps_left = 3;
  for (int iteration = 0; iteration < 200; ++iteration) {
    objective.derivatives(at, gradient, hessian);
    const std::vector<double> step = solve_positive_definite(hessian, gradient);
    const double decrement = dot(gradient, step);  // Newton's: twice what is left to gain
    // Close to the minimum each full step squares the error, so three of them reach the last bit. Values are not
    // compared there: what they still differ by drowns in the rounding of their sums.
    if (decrement <= 1e-8 * (1 + objective.value(at))) {
      at = moved_by(std::move(at), step, 1);
      if (--full_steps_left == 0) return at;
    } else {
      at = moved_by(at, step, step_scale(objective, at, step, decrement));
    }
  }
  throw TrainingError("logistic_regression: Newton's method did not converge");
}

class LogisticRegression final : public Estimator {
 public:
  std::string_view family() const override { return "logistic_regression"; }

  std::span<const HyperParameter> hyper_parameters() const override {
    static constexpr std::array kKnobs = {
        HyperParameter{"c", 1e-6, 1e6, false, 1},  // inverse strength of the penalty
    };
    return kKnobs;
  }

  std::vector<FittedPipeline> fit(const dataset::TrainingTable& rows, std::span<const HyperParameters> candidates,
                                  const FitSettings& settings) const override {
    const scoring::Standardisation standardisation = fit_standardisation(rows);
    const std::vector<double> design = design_matrix(rows, standardisation);
    std::vector<FittedPipeline> fitted;
    for (const HyperParameters& candidate : candidates) {
      throw_if_cancelled(settings.stop);
      const double c = candidate.find("c")->second;
      std::vector<double> weights = minimise(Objective(design, rows.labels, c));
      const double bias = weights.back();
      weights.pop_back();
      fitted.emplace_back(scoring::LinearModel{standardisation, std::move(weights), bias});
    }
    return fitted;
  }
};

}  // namespace

const Estimator& logistic_regression() {
  static const LogisticRegression estimator;
  return estimator;
}

}  // namespace clearwell::training
