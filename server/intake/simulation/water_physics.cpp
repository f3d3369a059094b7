#include "server/intake/simulation/water_physics.hpp"

#include "common/scoring/portable_math.hpp"

#include <algorithm>
#include <cmath>

namespace clearwell::intake::simulation {
namespace {

using scoring::portable::exp;

constexpr double kDay = 24;
constexpr double kYear = 365.25 * kDay;

// -1 in mid July, 1 in mid January: summer is where the plants are, in the south. Bhaskara's sine, within 0.002: the
// C library's own differs between machines.
double season(double hour) {
  const double turn = hour / kYear - 15.0 / 365.25 + 0.25;  // a sine that peaks on 15 January
  const double fraction = turn - std::floor(turn);
  const double half = fraction < 0.5 ? 2 * fraction : 2 * fraction - 1;
  const double arc = 16 * half * (1 - half) / (5 - 4 * half * (1 - half));
  return fraction < 0.5 ? arc : -arc;
}

}  // namespace

// Every five days may bring one storm. It rises within six hours and is felt for about ten days.
double WaterPhysics::storm_at(double hour) const {
  constexpr double kSlot = 5 * kDay;
  const auto slot = static_cast<std::int64_t>(std::floor(hour / kSlot));
  double intensity = 0;
  for (std::int64_t k = slot - 2; k <= slot; ++k) {
    const double start = (static_cast<double>(k) + random_.uniform("storm start", k)) * kSlot;
    const double chance = 0.28 + 0.14 * season(start);
    if (hour < start || random_.uniform("storm", k) >= chance) continue;
    const double size = random_.uniform("storm size", k);
    const double rise = std::min(1.0, (hour - start) / 6);
    intensity += (0.35 + 1.1 * size * size) * rise * exp(-(hour - start) / 60);
  }
  return intensity;
}

// Once in a while a dosing pump fails for a day or two.
double WaterPhysics::chlorine_dose_at(double hour) const {
  constexpr double kSlot = 20 * kDay;
  const auto slot = static_cast<std::int64_t>(std::floor(hour / kSlot));
  const double start = (static_cast<double>(slot) + 0.8 * random_.uniform("pump start", slot)) * kSlot;
  const double hours = 12 + 40 * random_.uniform("pump hours", slot);
  const bool failed = random_.uniform("pump", slot) < 0.06 && hour >= start && hour < start + hours;
  const double regulated = profile_.chlorine_dose_mg_l * (1 + 0.08 * random_.smooth("dose", hour, 3 * kDay));
  return failed ? 0.12 * regulated : regulated;
}

void WaterPhysics::add_minerals(WaterState& water, double hour) const {
  // Drought and pumping concentrate a source over months; rain dilutes it for days.
  const double drought = random_.smooth("drought", hour, 70 * kDay);
  const double salt = (1 + 0.09 * drought + 0.02 * random_.smooth("salt", hour, 4 * kDay)) *
                      (1 - profile_.storm_dilution * std::min(water.storm, 1.5));
  const auto varied = [&](const char* stream, double spread) {
    return 1 + spread * random_.smooth(stream, hour, 12 * kDay);
  };
  water.dissolved_solids_mg_l = profile_.dissolved_solids_mg_l * salt;
  const double factor = profile_.solids_per_conductivity + 0.008 * random_.smooth("ion mix", hour, 30 * kDay);
  water.conductivity_us_cm = water.dissolved_solids_mg_l / std::clamp(factor, 0.505, 0.695);
  water.hardness_mg_l = water.dissolved_solids_mg_l * profile_.hardness_share * varied("hardness", 0.04);
  water.sulfate_mg_l = water.dissolved_solids_mg_l * profile_.sulfate_share * varied("sulfate", 0.06);
  water.chloride_mg_l = water.dissolved_solids_mg_l * profile_.chloride_share * varied("chloride", 0.06);
  water.ph = profile_.ph + 0.1 * random_.smooth("ph", hour, 15 * kDay) - 0.12 * water.storm + 0.06 * drought;
  // Arsenic is let go from the sediment by alkaline, concentrated water.
  water.arsenic_mg_l = profile_.arsenic_mg_l * salt * (1 + 0.6 * (water.ph - profile_.ph)) * varied("arsenic", 0.06);
  water.fluoride_mg_l = profile_.fluoride_mg_l * salt * varied("fluoride", 0.05);
  water.nitrate_mg_l =
      profile_.nitrate_mg_l * (1 + 0.1 * random_.smooth("nitrate", hour, 50 * kDay) + 0.1 * water.storm);
  water.nitrite_mg_l = 0.008 * std::max(0.0, 1 + random_.smooth("nitrite", hour, 6 * kDay));
  water.lead_mg_l = 0.0012 * std::max(0.0, 1 + random_.smooth("lead", hour, 9 * kDay));
  water.cadmium_mg_l = 0.0002 * std::max(0.0, 1 + random_.smooth("cadmium", hour, 9 * kDay));
}

void WaterPhysics::add_turbidity_and_carbon(WaterState& water, double hour) const {
  const double filter_run = 1 + 0.25 * random_.smooth("filter", hour, 2 * kDay);
  water.turbidity_ntu =
      std::max(0.05, profile_.turbidity_ntu * filter_run + profile_.storm_turbidity_ntu * water.storm);
  water.organic_carbon_mg_l = std::max(
      0.2, profile_.organic_carbon_mg_l * (1 + 0.12 * season(hour) + 0.08 * random_.smooth("toc", hour, 10 * kDay)) +
               profile_.storm_organic_carbon_mg_l * water.storm);
  // Iron and manganese travel with the particles.
  water.iron_mg_l = profile_.iron_mg_l * (0.8 + 0.3 * water.turbidity_ntu / profile_.turbidity_ntu);
  water.manganese_mg_l = 0.25 * water.iron_mg_l;
}

// Free chlorine decays by first order on its way to the tap, faster in warm water and with more organic carbon.
// Source of the form: Clark (1998); the rate is 0.05 per hour at 20 °C and 2 mg/L, doubling every 9 °C.
void WaterPhysics::add_chlorine(WaterState& water, double hour) const {
  const double dose = chlorine_dose_at(hour);
  const double rate_per_h = 0.05 * exp(0.077 * (water.temperature_c - 20)) * (0.4 + 0.3 * water.organic_carbon_mg_l);
  water.free_chlorine_mg_l = dose * exp(-rate_per_h * profile_.hours_to_tap);
  water.chloramines_mg_l =
      std::max(0.02, profile_.chloramine_dose_mg_l * (1 + 0.15 * random_.smooth("chloramines", hour, 6 * kDay)) +
                         0.08 * (dose - water.free_chlorine_mg_l));
  // What the chlorine lost to the carbon, warm water turns into trihalomethanes.
  water.trihalomethanes_ug_l = 3.2 * water.organic_carbon_mg_l * dose * (1 + 0.045 * (water.temperature_c - 15)) *
                               (1 + 0.08 * random_.smooth("thm", hour, 8 * kDay));
}

// Coliforms pass where the water is turbid and the chlorine gone.
void WaterPhysics::add_microbes(WaterState& water) const {
  const double unprotected = std::max(0.0, 0.2 - water.free_chlorine_mg_l) / 0.2;
  const double particles = std::max(0.0, water.turbidity_ntu - 1);
  water.contamination =
      std::min(0.9, profile_.contamination + 0.12 * unprotected + 0.35 * unprotected * std::min(particles, 2.0));
}

WaterState WaterPhysics::at(std::int64_t hour) const {
  const auto time = static_cast<double>(hour);
  WaterState water;
  water.storm = storm_at(time);
  water.temperature_c =
      std::max(1.0, profile_.temperature_mean_c + profile_.temperature_swing_c * season(time - 20 * kDay) +
                        0.15 * profile_.temperature_swing_c * random_.smooth("temperature", time, 8 * kDay));
  add_minerals(water, time);
  add_turbidity_and_carbon(water, time);
  add_chlorine(water, time);
  add_microbes(water);
  return water;
}

}  // namespace clearwell::intake::simulation
