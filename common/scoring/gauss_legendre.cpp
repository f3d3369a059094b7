#include "common/scoring/gauss_legendre.hpp"

namespace clearwell::scoring {
namespace {

struct Legendre {
  double value = 0;
  double derivative = 0;
};

/// The Legendre polynomial of that degree, -1 < x < 1, by its three-term recurrence.
Legendre legendre(std::size_t degree, double x) {
  double before = 1;
  double value = x;
  for (std::size_t k = 2; k <= degree; ++k) {
    const auto n = static_cast<double>(k);
    const double next = ((2 * n - 1) * x * value - (n - 1) * before) / n;
    before = value;
    value = next;
  }
  return {value, static_cast<double>(degree) * (before - x * value) / (1 - x * x)};
}

/// Cosine to four digits for 0 <= x <= pi/2: enough to start from. The C library's last bits would differ.
double rough_cosine(double x) {
  const double x2 = x * x;
  return 1 + x2 * (-1.0 / 2 + x2 * (1.0 / 24 + x2 * (-1.0 / 720 + x2 / 40320)));
}

}  // namespace

std::vector<QuadratureNode> gauss_legendre(std::size_t n_nodes) {
  constexpr double kPi = 3.14159265358979323846;
  std::vector<QuadratureNode> nodes(n_nodes);
  for (std::size_t i = 0; i < (n_nodes + 1) / 2; ++i) {
    // The roots lie symmetrically about 0, and close to these angles. Newton's steps square the distance.
    double x = rough_cosine(kPi * (static_cast<double>(i) + 0.75) / (static_cast<double>(n_nodes) + 0.5));
    for (int step = 0; step < 8; ++step) {
      const Legendre at = legendre(n_nodes, x);
      x -= at.value / at.derivative;
    }
    const double slope = legendre(n_nodes, x).derivative;
    const double weight = 1 / ((1 - x * x) * slope * slope);
    nodes[i] = {(1 - x) / 2, weight};
    nodes[n_nodes - 1 - i] = {(1 + x) / 2, weight};
  }
  return nodes;
}

}  // namespace clearwell::scoring
