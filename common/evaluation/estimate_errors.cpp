#include "common/evaluation/estimate_errors.hpp"

#include <cmath>

namespace clearwell::evaluation {
namespace {

std::optional<double> mean_of(double sum, std::int64_t rows) {
  if (rows == 0) return std::nullopt;
  return sum / static_cast<double>(rows);
}

}  // namespace

void EstimateErrors::add(double estimate, double observed) {
  const double error = estimate - observed;
  ++rows_;
  absolute_ += std::fabs(error);
  squares_ += error * error;
  differences_ += error;
  const double from_old_mean = observed - mean_;
  mean_ += from_old_mean / static_cast<double>(rows_);
  deviations_ += from_old_mean * (observed - mean_);
}

EstimateErrors& EstimateErrors::operator+=(const EstimateErrors& others) {
  if (others.rows_ == 0) return *this;
  const auto n = static_cast<double>(rows_);
  const auto n_others = static_cast<double>(others.rows_);
  const double between = others.mean_ - mean_;
  deviations_ += others.deviations_ + between * between * n * n_others / (n + n_others);
  mean_ += between * n_others / (n + n_others);
  rows_ += others.rows_;
  absolute_ += others.absolute_;
  squares_ += others.squares_;
  differences_ += others.differences_;
  return *this;
}

std::optional<double> EstimateErrors::mae() const {
  return mean_of(absolute_, rows_);
}

std::optional<double> EstimateErrors::rmse() const {
  if (rows_ == 0) return std::nullopt;
  return std::sqrt(squares_ / static_cast<double>(rows_));
}

std::optional<double> EstimateErrors::bias() const {
  return mean_of(differences_, rows_);
}

std::optional<double> EstimateErrors::r2() const {
  if (!(deviations_ > 0)) return std::nullopt;
  return 1 - squares_ / deviations_;
}

}  // namespace clearwell::evaluation
