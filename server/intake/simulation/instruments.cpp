#include "server/intake/simulation/instruments.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

namespace clearwell::intake::simulation {
namespace {

constexpr std::array<Instrument, 4> kInstruments = {{
    {.parameter = "turbidity",
     .quantity = &WaterState::turbidity_ntu,
     .noise_relative = 0.03,
     .noise_absolute = 0.01,
     .decimals = 3},
    {.parameter = "ph", .quantity = &WaterState::ph, .noise_relative = 0, .noise_absolute = 0.02, .decimals = 2},
    {.parameter = "free_chlorine",
     .quantity = &WaterState::free_chlorine_mg_l,
     .noise_relative = 0.03,
     .noise_absolute = 0.01,
     .decimals = 2},
    {.parameter = "conductivity",
     .quantity = &WaterState::conductivity_us_cm,
     .noise_relative = 0.005,
     .noise_absolute = 0.5,
     .decimals = 0},
}};

// Every twelve days may bring an outage: a few hours of cleaning, or days of waiting for a spare part.
bool is_out_of_service(const std::string& stream, const CounterRandom& random, std::int64_t hour) {
  constexpr std::int64_t kSlot = 12 * 24;
  const std::int64_t slot = hour / kSlot;
  if (random.uniform(stream + " outage", slot) >= 0.3) return false;
  const double length = random.uniform(stream + " outage hours", slot);
  const double hours = 2 + 120 * length * length * length;
  const double start = random.uniform(stream + " outage start", slot) * (kSlot - hours);
  const auto into_slot = static_cast<double>(hour % kSlot);
  return into_slot >= start && into_slot < start + hours;
}

}  // namespace

std::span<const Instrument> instruments() {
  return kInstruments;
}

Shown read_instrument(const Instrument& instrument, const WaterState& water, const CounterRandom& random,
                      std::int64_t hour) {
  const std::string stream = "instrument " + std::string(instrument.parameter);
  const bool message_lost = random.uniform(stream, hour) < 0.003;
  if (message_lost || is_out_of_service(stream, random, hour)) return {.works = false, .value = 0};
  const double truth = water.*instrument.quantity;
  const double noise = random.normal(stream, hour) * (instrument.noise_relative * truth + instrument.noise_absolute);
  const double scale = std::array{1.0, 10.0, 100.0, 1000.0}[static_cast<std::size_t>(instrument.decimals)];
  return {.works = true, .value = std::round(std::max(truth + noise, 0.0) * scale) / scale};
}

}  // namespace clearwell::intake::simulation
