#include "server/intake/simulation/plant_profile.hpp"

#include <array>

namespace clearwell::intake::simulation {
namespace {

constexpr std::array<PlantProfile, 8> kProfiles = {{
    // Reservoir in the hills: soft, clear, well run.
    {.code = "arroyo-claro", .name = "Planta Arroyo Claro (simulada)", .place = "Arroyo Claro, sierra ficticia",
     .latitude = -31.42, .longitude = -64.61, .population_served = 41000, .temperature_mean_c = 16,
     .temperature_swing_c = 6, .ph = 7.5, .dissolved_solids_mg_l = 260, .solids_per_conductivity = 0.62,
     .hardness_share = 0.40, .sulfate_share = 0.10, .chloride_share = 0.08, .nitrate_mg_l = 5, .arsenic_mg_l = 0.003,
     .fluoride_mg_l = 0.6, .iron_mg_l = 0.05, .organic_carbon_mg_l = 2.2, .turbidity_ntu = 0.4,
     .storm_turbidity_ntu = 3.0, .storm_organic_carbon_mg_l = 1.5, .storm_dilution = 0.12, .chlorine_dose_mg_l = 1.1,
     .chloramine_dose_mg_l = 0.3, .hours_to_tap = 10, .contamination = 0.01},
    // Large turbid river: storms are its trouble.
    {.code = "rio-pardo", .name = "Planta Río Pardo (simulada)", .place = "Puerto del Pardo, litoral ficticio",
     .latitude = -32.06, .longitude = -60.63, .population_served = 128000, .temperature_mean_c = 19,
     .temperature_swing_c = 7, .ph = 7.2, .dissolved_solids_mg_l = 340, .solids_per_conductivity = 0.58,
     .hardness_share = 0.25, .sulfate_share = 0.16, .chloride_share = 0.18, .nitrate_mg_l = 7, .arsenic_mg_l = 0.002,
     .fluoride_mg_l = 0.3, .iron_mg_l = 0.09, .organic_carbon_mg_l = 3.4, .turbidity_ntu = 1.4,
     .storm_turbidity_ntu = 7.5, .storm_organic_carbon_mg_l = 3, .storm_dilution = 0.2, .chlorine_dose_mg_l = 1.8,
     .chloramine_dose_mg_l = 0.6, .hours_to_tap = 14, .contamination = 0.02},
    // Wells in the loess of the plain: alkaline, salty, arsenic close to the limit.
    {.code = "loma-serena", .name = "Planta Loma Serena (simulada)", .place = "Loma Serena, llanura ficticia",
     .latitude = -35.61, .longitude = -59.84, .population_served = 23000, .temperature_mean_c = 18,
     .temperature_swing_c = 2, .ph = 8.0, .dissolved_solids_mg_l = 820, .solids_per_conductivity = 0.64,
     .hardness_share = 0.18, .sulfate_share = 0.17, .chloride_share = 0.14, .nitrate_mg_l = 26, .arsenic_mg_l = 0.0095,
     .fluoride_mg_l = 1.1, .iron_mg_l = 0.04, .organic_carbon_mg_l = 0.9, .turbidity_ntu = 0.3,
     .storm_turbidity_ntu = 0.2, .storm_organic_carbon_mg_l = 0.2, .storm_dilution = 0.01, .chlorine_dose_mg_l = 0.8,
     .chloramine_dose_mg_l = 0.15, .hours_to_tap = 9, .contamination = 0.01},
    // Brackish wells and old mains: clearly the worst.
    {.code = "salitral-viejo", .name = "Planta Salitral Viejo (simulada)", .place = "Salitral Viejo, monte ficticio",
     .latitude = -37.12, .longitude = -65.33, .population_served = 6800, .temperature_mean_c = 17,
     .temperature_swing_c = 3, .ph = 8.2, .dissolved_solids_mg_l = 1480, .solids_per_conductivity = 0.66,
     .hardness_share = 0.26, .sulfate_share = 0.26, .chloride_share = 0.19, .nitrate_mg_l = 34, .arsenic_mg_l = 0.007,
     .fluoride_mg_l = 1.3, .iron_mg_l = 0.16, .organic_carbon_mg_l = 1.6, .turbidity_ntu = 1.4,
     .storm_turbidity_ntu = 1.2, .storm_organic_carbon_mg_l = 0.8, .storm_dilution = 0.03, .chlorine_dose_mg_l = 0.6,
     .chloramine_dose_mg_l = 0.2, .hours_to_tap = 26, .contamination = 0.06},
    // Desert oasis fed by snow melt: hard and gypsum-rich.
    {.code = "oasis-las-yeseras", .name = "Planta Las Yeseras (simulada)", .place = "Las Yeseras, oasis ficticio",
     .latitude = -32.77, .longitude = -68.41, .population_served = 52000, .temperature_mean_c = 16,
     .temperature_swing_c = 8, .ph = 7.8, .dissolved_solids_mg_l = 1010, .solids_per_conductivity = 0.67,
     .hardness_share = 0.36, .sulfate_share = 0.36, .chloride_share = 0.11, .nitrate_mg_l = 9, .arsenic_mg_l = 0.004,
     .fluoride_mg_l = 0.7, .iron_mg_l = 0.05, .organic_carbon_mg_l = 1.4, .turbidity_ntu = 0.6,
     .storm_turbidity_ntu = 2.2, .storm_organic_carbon_mg_l = 0.9, .storm_dilution = 0.1, .chlorine_dose_mg_l = 1.0,
     .chloramine_dose_mg_l = 0.25, .hours_to_tap = 11, .contamination = 0.012},
    // Warm, brown river: organic carbon, chlorine that does not last, trihalomethanes.
    {.code = "puerto-ceibo", .name = "Planta Puerto Ceibo (simulada)", .place = "Puerto Ceibo, chaco ficticio",
     .latitude = -27.21, .longitude = -58.97, .population_served = 74000, .temperature_mean_c = 22,
     .temperature_swing_c = 6, .ph = 6.75, .dissolved_solids_mg_l = 210, .solids_per_conductivity = 0.57,
     .hardness_share = 0.24, .sulfate_share = 0.12, .chloride_share = 0.14, .nitrate_mg_l = 4, .arsenic_mg_l = 0.001,
     .fluoride_mg_l = 0.2, .iron_mg_l = 0.14, .organic_carbon_mg_l = 5.2, .turbidity_ntu = 1.3,
     .storm_turbidity_ntu = 6.0, .storm_organic_carbon_mg_l = 4, .storm_dilution = 0.18, .chlorine_dose_mg_l = 2.6,
     .chloramine_dose_mg_l = 0.9, .hours_to_tap = 12, .contamination = 0.02},
    // Cold lake: the easiest water.
    {.code = "lago-quieto", .name = "Planta Lago Quieto (simulada)", .place = "Villa Lago Quieto, cordillera ficticia",
     .latitude = -42.05, .longitude = -71.39, .population_served = 17500, .temperature_mean_c = 9,
     .temperature_swing_c = 5, .ph = 7.3, .dissolved_solids_mg_l = 110, .solids_per_conductivity = 0.66,
     .hardness_share = 0.45, .sulfate_share = 0.06, .chloride_share = 0.03, .nitrate_mg_l = 1.5, .arsenic_mg_l = 0.001,
     .fluoride_mg_l = 0.15, .iron_mg_l = 0.03, .organic_carbon_mg_l = 1.3, .turbidity_ntu = 0.3,
     .storm_turbidity_ntu = 1.8, .storm_organic_carbon_mg_l = 0.7, .storm_dilution = 0.08, .chlorine_dose_mg_l = 0.9,
     .chloramine_dose_mg_l = 0.2, .hours_to_tap = 8, .contamination = 0.008},
    // Wells among fields: nitrate creeps up.
    {.code = "colonia-trigal", .name = "Planta Colonia Trigal (simulada)", .place = "Colonia Trigal, pampa ficticia",
     .latitude = -33.28, .longitude = -61.94, .population_served = 9200, .temperature_mean_c = 17,
     .temperature_swing_c = 2, .ph = 7.7, .dissolved_solids_mg_l = 690, .solids_per_conductivity = 0.63,
     .hardness_share = 0.34, .sulfate_share = 0.14, .chloride_share = 0.15, .nitrate_mg_l = 40, .arsenic_mg_l = 0.006,
     .fluoride_mg_l = 0.8, .iron_mg_l = 0.03, .organic_carbon_mg_l = 0.8, .turbidity_ntu = 0.3,
     .storm_turbidity_ntu = 0.3, .storm_organic_carbon_mg_l = 0.3, .storm_dilution = 0.01, .chlorine_dose_mg_l = 0.8,
     .chloramine_dose_mg_l = 0.15, .hours_to_tap = 10, .contamination = 0.01},
}};

}  // namespace

std::span<const PlantProfile> plant_profiles() { return kProfiles; }

store::Plant describe_plant(const PlantProfile& profile, std::uint64_t seed) {
  return {.plant_id = "sim" + std::to_string(seed) + "-" + std::string(profile.code),
          .name = std::string(profile.name),
          .place = std::string(profile.place),
          .operator_name = "Operador ficticio (datos simulados)",
          .latitude = profile.latitude,
          .longitude = profile.longitude,
          .time_zone = "America/Argentina/Buenos_Aires",
          .jurisdiction = "AR",
          .population_served = profile.population_served,
          .simulated = true,
          .last_sample_at = std::nullopt};
}

}  // namespace clearwell::intake::simulation
