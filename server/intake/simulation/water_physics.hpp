#pragma once

#include "server/intake/simulation/counter_random.hpp"
#include "server/intake/simulation/plant_profile.hpp"

#include <cstdint>

namespace clearwell::intake::simulation {

/// Treated water at one hour, before anybody measures it.
struct WaterState {
  double storm = 0;  ///< 0 calm, about 1 the height of a common storm
  double temperature_c = 0;
  double ph = 0;
  double conductivity_us_cm = 0;
  double dissolved_solids_mg_l = 0;
  double hardness_mg_l = 0;
  double sulfate_mg_l = 0;
  double chloride_mg_l = 0;
  double nitrate_mg_l = 0;
  double nitrite_mg_l = 0;
  double arsenic_mg_l = 0;
  double fluoride_mg_l = 0;
  double iron_mg_l = 0;
  double manganese_mg_l = 0;
  double lead_mg_l = 0;
  double cadmium_mg_l = 0;
  double organic_carbon_mg_l = 0;
  double turbidity_ntu = 0;
  double free_chlorine_mg_l = 0;
  double chloramines_mg_l = 0;
  double trihalomethanes_ug_l = 0;
  double contamination = 0;  ///< chance that a sample holds coliforms
};

/// The water of a plant as a pure function of time.
class WaterPhysics {
 public:
  WaterPhysics(const PlantProfile& profile, const CounterRandom& random) : profile_(profile), random_(random) {}

  /// \param hour  hours since 1970-01-01T00:00Z
  WaterState at(std::int64_t hour) const;

 private:
  double storm_at(double hour) const;
  double chlorine_dose_at(double hour) const;
  void add_minerals(WaterState& water, double hour) const;
  void add_turbidity_and_carbon(WaterState& water, double hour) const;
  void add_chlorine(WaterState& water, double hour) const;
  void add_microbes(WaterState& water) const;

  const PlantProfile& profile_;
  const CounterRandom& random_;
};

}  // namespace clearwell::intake::simulation
