#include "server/training/calibration_fit.hpp"

#include "common/scoring/portable_math.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace clearwell::training {
namespace {

namespace portable = scoring::portable;  // so that the same margins give the same file on every machine

constexpr double kLeastSlope = 0.01;  // of a log-odds, on standardised margins

struct Line {
  double slope = 0;
  double intercept = 0;
};

/// The log-loss of sigmoid(slope · z + intercept) against Platt's targets.
class Loss {
 public:
  Loss(std::span<const double> z, std::span<const std::uint8_t> labels) : z_(z), labels_(labels) {
    const auto positives =
        static_cast<double>(std::count_if(labels.begin(), labels.end(), [](auto y) { return y != 0; }));
    positive_target_ = (positives + 1) / (positives + 2);
    negative_target_ = 1 / (static_cast<double>(labels.size()) - positives + 2);
  }

  double value(Line line) const {
    double sum = 0;
    for (std::size_t row = 0; row < z_.size(); ++row) {
      const double f = line.slope * z_[row] + line.intercept;
      sum += std::max(f, 0.0) - target(row) * f + portable::log(1 + portable::exp(-std::abs(f)));
    }
    return sum;
  }

  struct Derivatives {
    double slope = 0, intercept = 0;                       // first
    double slope_slope = 0, both = 0, intercept_only = 0;  // second
  };
  Derivatives derivatives(Line line) const {
    Derivatives d;
    for (std::size_t row = 0; row < z_.size(); ++row) {
      const double p = 1 / (1 + portable::exp(-(line.slope * z_[row] + line.intercept)));
      const double residual = p - target(row);
      const double curvature = p * (1 - p);
      d.slope += residual * z_[row];
      d.intercept += residual;
      d.slope_slope += curvature * z_[row] * z_[row];
      d.both += curvature * z_[row];
      d.intercept_only += curvature;
    }
    return d;
  }

 private:
  double target(std::size_t row) const { return labels_[row] != 0 ? positive_target_ : negative_target_; }

  std::span<const double> z_;
  std::span<const std::uint8_t> labels_;
  double positive_target_ = 0;
  double negative_target_ = 0;
};

/// Newton's step downhill; only the intercept moves where the slope is held.
Line newton_step(const Loss::Derivatives& d, bool hold_slope) {
  constexpr double kRidge = 1e-12;  // keeps the matrix invertible where all probabilities are at an end
  if (hold_slope) return {0, -d.intercept / (d.intercept_only + kRidge)};
  const double a = d.slope_slope + kRidge;
  const double c = d.intercept_only + kRidge;
  const double determinant = a * c - d.both * d.both;
  return {-(c * d.slope - d.both * d.intercept) / determinant, -(a * d.intercept - d.both * d.slope) / determinant};
}

Line minimise(const Loss& loss, Line at, bool hold_slope) {
  for (int iteration = 0; iteration < 100; ++iteration) {
    const Loss::Derivatives d = loss.derivatives(at);
    const Line step = newton_step(d, hold_slope);
    const double descent = step.slope * d.slope + step.intercept * d.intercept;  // not above 0
    const double value = loss.value(at);
    if (-descent <= 1e-12 * (1 + value)) return at;
    double scale = 1;
    const auto moved = [&] { return Line{at.slope + scale * step.slope, at.intercept + scale * step.intercept}; };
    while (scale > 1e-10 && loss.value(moved()) > value + 1e-4 * scale * descent)
      scale /= 2;
    if (scale <= 1e-10) return at;  // rounding hides what is left to gain
    at = moved();
  }
  return at;
}

}  // namespace

scoring::Calibration fit_calibration(std::span<const float> margins, std::span<const std::uint8_t> labels) {
  const auto n = static_cast<double>(margins.size());
  double mean = 0;
  for (const float margin : margins)
    mean += static_cast<double>(margin) / n;
  double variance = 0;
  for (const float margin : margins)
    variance += (static_cast<double>(margin) - mean) * (static_cast<double>(margin) - mean) / n;
  const double sd = variance > 0 ? std::sqrt(variance) : 1;

  std::vector<double> z;
  z.reserve(margins.size());
  for (const float margin : margins)
    z.push_back((static_cast<double>(margin) - mean) / sd);
  const Loss loss(z, labels);
  Line line = minimise(loss, {kLeastSlope, 0}, false);
  if (!(line.slope >= kLeastSlope)) line = minimise(loss, {kLeastSlope, 0}, true);
  return {line.slope / sd, line.intercept - line.slope * mean / sd};
}

}  // namespace clearwell::training
