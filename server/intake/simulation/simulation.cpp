#include "server/intake/simulation/simulation.hpp"

#include "common/limits/limits.hpp"
#include "server/intake/content_hash.hpp"
#include "server/intake/simulation/instruments.hpp"
#include "server/intake/simulation/laboratory.hpp"
#include "server/intake/spec_view.hpp"
#include "server/store/sample_writer.hpp"
#include "server/store/table_statistics.hpp"
#include "server/store/water_store.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace clearwell::intake::simulation {
namespace {

// Hours since 1970-01-01T00:00Z; the end is not included.
struct HourSpan {
  std::int64_t first = 0;
  std::int64_t end = 0;
};

HourSpan hours_of(const SimulationOptions& options) {
  const std::int64_t end = std::chrono::floor<std::chrono::hours>(options.until.time_since_epoch()).count();
  return {end - std::int64_t{24} * options.days, end};
}

base::TimePoint at_hour(std::int64_t hour) {
  return base::TimePoint(std::chrono::hours(hour));
}

Error out_of_range(std::string_view option, std::int64_t value, std::int64_t low, std::int64_t high) {
  return Error{std::string(option) + " is " + std::to_string(value) + ", accepted: " + std::to_string(low) + " to " +
                   std::to_string(high),
               std::string(option)};
}

Result<Ok> check(const SimulationOptions& options) {
  constexpr int kMostDays = 3660;
  const auto most_plants = static_cast<int>(plant_profiles().size());
  if (options.plants < 1 || options.plants > most_plants) return out_of_range("plants", options.plants, 1, most_plants);
  if (options.days < 1 || options.days > kMostDays) return out_of_range("days", options.days, 1, kMostDays);
  if (hours_of(options).first < 0)
    return Error{"the simulation starts before 1970, accepted: a later --until or fewer --days", "until"};
  return Ok{};
}

// One simulated plant: its water, and who measures it.
struct SimulatedPlant {
  SimulatedPlant(const PlantProfile& profile, std::uint64_t seed)
      : plant(describe_plant(profile, seed)),
        random(seed, profile.code),
        water(profile, random),
        laboratory(plant.plant_id, plant.jurisdiction, water, random) {}
  SimulatedPlant(const SimulatedPlant&) = delete;  // water and laboratory refer to the members before them
  SimulatedPlant& operator=(const SimulatedPlant&) = delete;

  store::Plant plant;
  CounterRandom random;
  WaterPhysics water;
  Laboratory laboratory;
};

void write_samples(const SimulatedPlant& simulated, const SimulationOptions& options, const spec::DatasetSpec& spec,
                   store::SampleWriter& writer, SimulationReport& report) {
  constexpr std::int64_t kWeekHours = 7 * 24;
  const HourSpan hours = hours_of(options);
  for (std::int64_t week = hours.first / kWeekHours; week <= hours.end / kWeekHours; ++week) {
    std::optional<store::NewSample> sample = simulated.laboratory.take_sample(week);
    if (!sample || *sample->sampled_at < at_hour(hours.first) || *sample->sampled_at >= at_hour(hours.end)) continue;
    sample->model = spec.name;
    sample->source = "simulation, seed " + std::to_string(options.seed);
    sample->source_row = report.samples++;
    sample->content_sha256 = content_sha256(*sample);
    report.positive += *sample->label ? 1 : 0;
    writer.add(*sample);
  }
}

store::Sensor describe_sensor(const store::Plant& plant, const Instrument& instrument) {
  return {.sensor_id = plant.plant_id + "." + std::string(instrument.parameter),
          .plant_id = plant.plant_id,
          .parameter = std::string(instrument.parameter),
          .unit = limits::find_parameter(instrument.parameter)->unit,
          .simulated = true};
}

// Readings outside of what the sensor has: a pure function of time wrote the inside.
void write_readings(const SimulatedPlant& simulated, const SimulationOptions& options, store::Transaction& transaction,
                    SimulationReport& report) {
  const HourSpan hours = hours_of(options);
  std::vector<WaterState> states;
  for (std::int64_t hour = hours.first; hour < hours.end; ++hour)
    states.push_back(simulated.water.at(hour));

  for (const Instrument& instrument : instruments()) {
    const store::Sensor sensor = describe_sensor(simulated.plant, instrument);
    store::save_sensor(transaction, sensor);
    const std::optional<store::ReadingSpan> known = store::reading_span(transaction, sensor.sensor_id);
    std::vector<store::Reading> readings;
    for (std::int64_t hour = hours.first; hour < hours.end; ++hour) {
      if (known && at_hour(hour) >= known->first && at_hour(hour) <= known->last) continue;
      const Shown shown =
          read_instrument(instrument, states[static_cast<std::size_t>(hour - hours.first)], simulated.random, hour);
      if (shown.works) readings.push_back({at_hour(hour), shown.value});
    }
    store::add_readings(transaction, sensor.sensor_id, readings);
    report.readings_new += static_cast<std::int64_t>(readings.size());
  }
}

void record_simulation(store::Transaction& transaction, const SimulationOptions& options,
                       const SimulationReport& report) {
  if (report.samples_new == 0 && report.readings_new == 0) return;
  const nlohmann::ordered_json details = {
      {"plants", report.plants}, {"samples_new", report.samples_new}, {"readings_new", report.readings_new}};
  store::append_audit_entry(transaction, {.actor = options.by,
                                          .action = "plants.simulated",
                                          .object = "simulation/seed " + std::to_string(options.seed),
                                          .reason = "",
                                          .details_json = details.dump()});
}

}  // namespace

Result<SimulationReport> simulate(const SimulationOptions& options, const spec::DatasetSpec& spec,
                                  store::Database& database, const Progress& progress) {
  if (Result<Ok> checked = check(options); !checked) return checked.error();
  const auto profiles = plant_profiles().first(static_cast<std::size_t>(options.plants));
  store::Transaction transaction = database.begin();
  SimulationReport report;
  for (const PlantProfile& profile : profiles) {
    const SimulatedPlant simulated(profile, options.seed);
    store::save_plant(transaction, simulated.plant);
    write_readings(simulated, options, transaction, report);
    if (progress) progress(++report.plants, options.plants);
  }
  store::SampleWriter writer(transaction);
  for (const PlantProfile& profile : profiles)
    write_samples(SimulatedPlant(profile, options.seed), options, spec, writer, report);
  report.plants = options.plants;
  report.samples_new = writer.store();
  renew_view(transaction, spec);
  store::analyze_samples_and_readings(transaction);
  record_simulation(transaction, options, report);
  transaction.commit();
  return report;
}

}  // namespace clearwell::intake::simulation
