#include "common/scoring/portable_math.hpp"

#include <array>
#include <cstdint>
#include <cstring>
#include <limits>

namespace clearwell::scoring::portable {
namespace {

// ln 2 in two parts: the high one has 21 trailing zero bits, so that k * kLn2High is exact for every exponent k.
constexpr double kLn2High = 6.93147180369123816490e-01;
constexpr double kLn2Low = 1.90821492927058770002e-10;
constexpr double kInverseLn2 = 1.44269504088896338700;
constexpr int kExponentBias = 1023;
constexpr int kMantissaBits = 52;

/// 2^k for a normal result.
double power_of_two(int k) {
  const std::uint64_t bits = static_cast<std::uint64_t>(k + kExponentBias) << kMantissaBits;
  double value = 0;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

/// 1/0!, 1/1!, … 1/13!: on |r| <= ln2/2 the term left out is below 2^-57.
constexpr std::array<double, 14> inverse_factorials() {
  std::array<double, 14> values{};
  double factorial = 1;
  for (std::size_t n = 0; n < values.size(); ++n) {
    if (n > 0) factorial *= static_cast<double>(n);
    values[n] = 1 / factorial;
  }
  return values;
}
constexpr std::array<double, 14> kInverseFactorials = inverse_factorials();

}  // namespace

double exp(double x) {
  if (x != x) return x;
  if (x > 709.79) return std::numeric_limits<double>::infinity();
  if (x < -745.2) return 0;
  const auto k = static_cast<int>(x * kInverseLn2 + (x < 0 ? -0.5 : 0.5));
  const double r = (x - k * kLn2High) - k * kLn2Low;
  double sum = kInverseFactorials.back();
  for (std::size_t n = kInverseFactorials.size() - 1; n-- > 0;)
    sum = sum * r + kInverseFactorials[n];
  // Two steps, so that neither factor leaves the range of normal numbers.
  const int half = k / 2;
  return sum * power_of_two(half) * power_of_two(k - half);
}

double log(double x) {
  if (x != x || x < 0) return std::numeric_limits<double>::quiet_NaN();
  if (x == 0) return -std::numeric_limits<double>::infinity();
  if (x > std::numeric_limits<double>::max()) return x;
  int exponent = 0;
  if (x < std::numeric_limits<double>::min()) {  // subnormal
    x *= power_of_two(kMantissaBits + 2);
    exponent = -(kMantissaBits + 2);
  }
  std::uint64_t bits = 0;
  std::memcpy(&bits, &x, sizeof bits);
  exponent += static_cast<int>(bits >> kMantissaBits) - kExponentBias;
  bits = (bits & ((std::uint64_t{1} << kMantissaBits) - 1)) | (std::uint64_t{kExponentBias} << kMantissaBits);
  double mantissa = 0;  // 1 <= mantissa < 2
  std::memcpy(&mantissa, &bits, sizeof mantissa);
  if (mantissa > 1.4142135623730951) {
    mantissa /= 2;
    exponent += 1;
  }
  // log m = 2 artanh s; |s| < 0.172, so that s^25 is below the last bit.
  const double s = (mantissa - 1) / (mantissa + 1);
  const double s2 = s * s;
  double series = 0;
  for (int n = 23; n >= 3; n -= 2)
    series = (series + 1.0 / n) * s2;
  return exponent * kLn2High + (2 * s + (2 * s * series + exponent * kLn2Low));
}

float sigmoid(float x) {
  const double e = exp(x < 0 ? static_cast<double>(x) : -static_cast<double>(x));
  return static_cast<float>(x < 0 ? e / (1 + e) : 1 / (1 + e));
}

double logit(double p) {
  return log(p) - log(1 - p);
}

}  // namespace clearwell::scoring::portable
