#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace clearwell::random {

/// A stream of pseudo-random numbers that is the same on every machine and with every standard library, which
/// std::shuffle and std::uniform_int_distribution are not: folds, simulations and vector sets must be repeatable from
/// their seed alone.
/// Source: Steele, Lea, Flood (2014), Fast splittable pseudorandom number generators, doi:10.1145/2714064.2660195.
class SplitMix64 {
 public:
  explicit SplitMix64(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15ULL;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
  }

  /// Uniform in [0, bound), without the bias of a plain remainder: draws that would favour small numbers are drawn
  /// again. \pre  bound > 0
  std::uint64_t below(std::uint64_t bound) {
    const std::uint64_t unfair = (0 - bound) % bound;  // 2^64 mod bound
    std::uint64_t drawn = next();
    while (drawn < unfair)
      drawn = next();
    return drawn % bound;
  }

  /// Uniform in [0, 1), 53 bits.
  double fraction() { return static_cast<double>(next() >> 11) * 0x1p-53; }

 private:
  std::uint64_t state_;
};

/// Fisher-Yates: every order is equally likely.
template <typename T>
void shuffle(std::vector<T>& items, SplitMix64& random) {
  for (std::size_t last = items.size(); last > 1; --last)
    std::swap(items[last - 1], items[static_cast<std::size_t>(random.below(last))]);
}

/// A seed of its own for a part of a job, so that the parts may run in any order.
inline std::uint64_t derived_seed(std::uint64_t seed, std::uint64_t part) {
  return SplitMix64(seed ^ SplitMix64(part).next()).next();
}

}  // namespace clearwell::random
