#pragma once

#include "server/store/water_store.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace clearwell::intake::simulation {

/// What makes a simulated plant's water its own. Levels are those of treated water in a quiet spring.
struct PlantProfile {
  std::string_view code;  ///< last part of the plant's id
  // Proper names only: that the plant is simulated is a flag, which each reader is told in a language of theirs.
  std::string_view name;
  std::string_view place;
  double latitude = 0;
  double longitude = 0;
  std::int64_t population_served = 0;

  double temperature_mean_c = 16;
  double temperature_swing_c = 6;  ///< half the way from July to January
  double ph = 7.4;
  double dissolved_solids_mg_l = 400;
  double solids_per_conductivity = 0.6;  ///< mg/L per µS/cm; 0.5 (chlorides) to 0.7 (sulfates, carbonates)
  double hardness_share = 0.35;          ///< of the dissolved solids, as CaCO3
  double sulfate_share = 0.15;
  double chloride_share = 0.12;
  double nitrate_mg_l = 10;  ///< as NO3
  double arsenic_mg_l = 0.002;
  double fluoride_mg_l = 0.5;
  double iron_mg_l = 0.05;
  double organic_carbon_mg_l = 2;
  double turbidity_ntu = 0.4;
  double storm_turbidity_ntu = 1;  ///< what a full storm adds behind the filters
  double storm_organic_carbon_mg_l = 1;
  double storm_dilution = 0.1;  ///< share of the dissolved solids that a full storm washes out
  double chlorine_dose_mg_l = 1.2;
  double chloramine_dose_mg_l = 0.3;
  double hours_to_tap = 12;     ///< from dosing to sampling
  double contamination = 0.01;  ///< chance of coliforms in a sample of well-chlorinated, clear water
};

/// All profiles, in the order in which `clearwell simulate --plants N` takes them.
std::span<const PlantProfile> plant_profiles();

/// The plant as the store keeps it: the seed is part of its id, because another seed is other water.
store::Plant describe_plant(const PlantProfile& profile, std::uint64_t seed);

}  // namespace clearwell::intake::simulation
