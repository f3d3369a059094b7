#pragma once

#include <cstdint>
#include <string_view>

namespace clearwell::intake::simulation {

/// Random numbers by name, not by turn: the same (seed, stream, index) always gives the same number, whatever was asked
/// before. So the weather of a day does not depend on where a simulation starts, and simulating one day more changes no
/// day already stored. Integer arithmetic, additions and polynomials only: equal bits on every machine.
class CounterRandom {
 public:
  CounterRandom(std::uint64_t seed, std::string_view name);

  /// Uniform in [0, 1).
  double uniform(std::string_view stream, std::int64_t index) const;
  /// Normal with mean 0 and standard deviation 1, as the sum of twelve uniforms; never beyond 6.
  double normal(std::string_view stream, std::int64_t index) const;
  /// Smooth noise over time: normal values every `period`, joined without corners; about 0.8 of their spread between.
  double smooth(std::string_view stream, double time, double period) const;

 private:
  std::uint64_t bits(std::string_view stream, std::int64_t index, std::uint64_t part) const;

  std::uint64_t key_;
};

}  // namespace clearwell::intake::simulation
