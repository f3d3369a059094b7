#pragma once

#include "server/intake/simulation/water_physics.hpp"
#include "server/store/sample_writer.hpp"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace clearwell::intake::simulation {

/// An instrument on the outlet of every simulated plant.
struct Instrument {
  std::string_view parameter;
  double WaterState::*quantity = nullptr;
  double noise_relative = 0;
  double noise_absolute = 0;
  int decimals = 2;
};

/// Turbidity, pH, free chlorine and conductivity.
std::span<const Instrument> instruments();

/// What the instrument shows at that hour (since 1970-01-01T00:00Z); false in `works` while it is out of service.
struct Shown {
  bool works = true;
  double value = 0;
};
Shown read_instrument(const Instrument& instrument, const WaterState& water, const CounterRandom& random,
                      std::int64_t hour);

}  // namespace clearwell::intake::simulation
