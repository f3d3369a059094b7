#pragma once

#include "common/scoring/predictor.hpp"

#include <boost/test/unit_test.hpp>

#include <limits>
#include <random>
#include <string>
#include <utility>
#include <vector>

/// A predictor of a file that a test holds to be sound, and rows for it.
namespace clearwell::tests {

inline scoring::Predictor loaded(const std::string& bytes) {
  auto predictor = scoring::Predictor::load(bytes);
  BOOST_REQUIRE_MESSAGE(predictor, (predictor ? "" : predictor.error().message));
  return std::move(*predictor);
}

/// Values from -limit to limit, one in six not measured.
inline std::vector<float> random_row(std::size_t width, float limit, std::mt19937_64& random) {
  std::uniform_real_distribution<float> value(-limit, limit);
  std::vector<float> row;
  for (std::size_t i = 0; i < width; ++i)
    row.push_back(random() % 6 == 0 ? std::numeric_limits<float>::quiet_NaN() : value(random));
  return row;
}

}  // namespace clearwell::tests
