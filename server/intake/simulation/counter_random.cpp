#include "server/intake/simulation/counter_random.hpp"

#include "common/random/split_mix.hpp"

#include <cmath>

namespace clearwell::intake::simulation {
namespace {

// SplitMix64's first number: every input bit reaches every output bit.
std::uint64_t mix(std::uint64_t x) {
  return random::SplitMix64(x).next();
}

std::uint64_t mix_text(std::uint64_t key, std::string_view text) {
  for (const char letter : text)
    key = mix(key ^ static_cast<unsigned char>(letter));
  return key;
}

}  // namespace

CounterRandom::CounterRandom(std::uint64_t seed, std::string_view name) : key_(mix_text(mix(seed), name)) {}

std::uint64_t CounterRandom::bits(std::string_view stream, std::int64_t index, std::uint64_t part) const {
  return mix(mix(mix_text(key_, stream) ^ static_cast<std::uint64_t>(index)) + part);
}

double CounterRandom::uniform(std::string_view stream, std::int64_t index) const {
  return static_cast<double>(bits(stream, index, 0) >> 11) * 0x1p-53;
}

double CounterRandom::normal(std::string_view stream, std::int64_t index) const {
  std::int64_t sum = 0;  // of twelve uniforms on 0 to 65535
  for (std::uint64_t part = 1; part <= 3; ++part)
    for (std::uint64_t word = bits(stream, index, part); word != 0; word >>= 16)
      sum += static_cast<std::int64_t>(word & 0xFFFF);
  return (static_cast<double>(sum) - 6 * 65535) / 65536;
}

double CounterRandom::smooth(std::string_view stream, double time, double period) const {
  const double knots = time / period;
  const double before = std::floor(knots);
  const double fraction = knots - before;
  const double weight = fraction * fraction * (3 - 2 * fraction);
  const auto knot = static_cast<std::int64_t>(before);
  return (1 - weight) * normal(stream, knot) + weight * normal(stream, knot + 1);
}

}  // namespace clearwell::intake::simulation
