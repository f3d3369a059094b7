#include "common/scoring/portable_math.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>
#include <random>

namespace portable = clearwell::scoring::portable;

BOOST_AUTO_TEST_SUITE(portable_math)

BOOST_AUTO_TEST_CASE(exp_agrees_with_the_c_library_to_two_ulp) {
  std::mt19937_64 random(1);
  std::uniform_real_distribution<double> wide(-700, 700);
  std::uniform_real_distribution<double> narrow(-1, 1);
  for (int i = 0; i < 200'000; ++i) {
    const double x = i % 2 == 0 ? wide(random) : narrow(random);
    BOOST_REQUIRE_SMALL(portable::exp(x) / std::exp(x) - 1, 4.5e-16);
  }
}

BOOST_AUTO_TEST_CASE(exp_at_the_ends) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  BOOST_TEST(portable::exp(0) == 1);
  BOOST_TEST(portable::exp(kInfinity) == kInfinity);
  BOOST_TEST(portable::exp(-kInfinity) == 0);
  BOOST_TEST(portable::exp(710) == kInfinity);
  BOOST_TEST(portable::exp(-746) == 0);
  BOOST_TEST(portable::exp(-740) > 0);
  BOOST_TEST(std::isnan(portable::exp(std::nan(""))));
}

BOOST_AUTO_TEST_CASE(log_agrees_with_the_c_library) {
  std::mt19937_64 random(2);
  std::uniform_real_distribution<double> exponent(-300, 300);
  for (int i = 0; i < 200'000; ++i) {
    const double x = std::pow(10, exponent(random));
    BOOST_REQUIRE_SMALL(portable::log(x) - std::log(x), 4e-16 * std::fmax(1, std::fabs(std::log(x))));
  }
  BOOST_TEST(portable::log(1) == 0);
  BOOST_TEST(portable::log(0) == -std::numeric_limits<double>::infinity());
  BOOST_TEST(std::isnan(portable::log(-1)));
  BOOST_CHECK_CLOSE(portable::log(std::numeric_limits<double>::denorm_min()),
                    std::log(std::numeric_limits<double>::denorm_min()), 1e-10);
}

BOOST_AUTO_TEST_CASE(sigmoid_never_decreases) {
  float last = 0;
  for (float x = -110; x < 110; x = std::nextafter(x + 1e-3F, 200.0F)) {
    const float p = portable::sigmoid(x);
    BOOST_REQUIRE(p >= last);
    last = p;
  }
  BOOST_TEST(portable::sigmoid(0) == 0.5F);
  BOOST_TEST(portable::sigmoid(std::numeric_limits<float>::max()) == 1.0F);
  BOOST_TEST(portable::sigmoid(std::numeric_limits<float>::lowest()) == 0.0F);
  // Beside one margin, float by float.
  last = 0;
  for (float x = 1.0F; x < 1.001F; x = std::nextafter(x, 2.0F)) {
    BOOST_REQUIRE(portable::sigmoid(x) >= last);
    last = portable::sigmoid(x);
  }
}

BOOST_AUTO_TEST_CASE(logit_undoes_the_sigmoid) {
  for (const double p : {0.01, 0.3, 0.5, 0.71, 0.99})
    BOOST_CHECK_SMALL(static_cast<double>(portable::sigmoid(static_cast<float>(portable::logit(p)))) - p, 1e-7);
}

BOOST_AUTO_TEST_SUITE_END()
