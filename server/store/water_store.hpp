#pragma once

#include "server/base/clock.hpp"
#include "server/store/database.hpp"
#include "server/store/plant_history.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Plants, their certified results and their instruments' readings, as the public may see them.
namespace clearwell::store {

/// A treatment plant or a place where its water is sampled.
struct Plant {
  std::string plant_id;
  std::string name;
  std::string place;
  std::string operator_name;
  std::optional<double> latitude;
  std::optional<double> longitude;
  std::string time_zone = "UTC";
  std::string jurisdiction;  ///< code in common/limits
  std::optional<std::int64_t> population_served;
  bool simulated = false;
  std::optional<base::TimePoint> last_sample_at;  ///< filled by reading; ignored by save_plant

  bool operator==(const Plant&) const = default;
};

struct Sensor {
  std::string sensor_id;
  std::string plant_id;
  std::string parameter;
  std::string unit;
  bool simulated = false;

  bool operator==(const Sensor&) const = default;
};

/// Newest laboratory result of a parameter.
struct LatestResult {
  double value = 0;       ///< the number, or the detection limit where the qualifier is `<` or `>`
  std::string qualifier;  ///< `=`, `<` or `>`
  std::string unit;
  std::string result_text;  ///< as the laboratory wrote it
  base::TimePoint sampled_at;
  std::string laboratory;  ///< empty where it is not known

  bool operator==(const LatestResult&) const = default;
};

/// Newest reading of a parameter over all the plant's instruments.
struct LatestReading {
  double value = 0;
  base::TimePoint read_at;

  bool operator==(const LatestReading&) const = default;
};

/// What a plant measures. One of the two is filled at least, and tells the source.
struct PlantParameter {
  std::string parameter;
  std::optional<LatestResult> latest_result;    ///< laboratory
  std::optional<LatestReading> latest_reading;  ///< instrument

  bool operator==(const PlantParameter&) const = default;
};

/// A laboratory result on the day of the plant's own clock.
struct ResultOfDay {
  std::string parameter;
  std::string day;    ///< `YYYY-MM-DD`
  std::string place;  ///< sampling point; empty where it is not known
  std::string finding;
  std::optional<double> value;  ///< as of LatestResult; none where nothing but the finding is known
  std::string qualifier;
  std::string unit;

  bool operator==(const ResultOfDay&) const = default;
};

/// Safe for use by many threads. Throws StoreError.
class WaterStore {
 public:
  explicit WaterStore(Database& database) : database_(database) {}

  /// Ordered by name.
  std::vector<Plant> plants() const;
  std::optional<Plant> find_plant(std::string_view plant_id) const;
  /// The plant as it was described at a moment; empty where it was not known yet.
  std::optional<Plant> find_plant_at(std::string_view plant_id, base::TimePoint at) const;
  /// Ordered by code; empty for an unknown plant.
  std::vector<PlantParameter> parameters_of(std::string_view plant_id) const;
  /// The laboratory's results that the public could see at a moment, the newest of each parameter.
  std::vector<PlantParameter> results_at(std::string_view plant_id, base::TimePoint at) const;

  /// Published results of the days in [from, to), `YYYY-MM-DD`, ordered by parameter, then time.
  std::vector<ResultOfDay> results_by_day(std::string_view plant_id, std::string_view from, std::string_view to) const;

  /// As read_history().
  History history(std::string_view plant_id, std::string_view parameter, TimeRange range, int points) const;
  /// As read_hourly_history().
  History hourly_history(std::string_view plant_id, std::string_view parameter, TimeRange range) const;

 private:
  Database& database_;
};

/// Inserts the plant; false where one of that id exists, which stays as it is.
bool add_plant(Transaction& transaction, const Plant& plant);
/// Inserts the plant or brings its description up to date.
void save_plant(Transaction& transaction, const Plant& plant);
/// Inserts the sensor; one that exists stays as it is. \return  whether the stored one is of that plant, parameter and
/// unit
bool save_sensor(Transaction& transaction, const Sensor& sensor);
/// The day, `YYYY-MM-DD`, that a moment is on in a time zone.
std::string local_day(Transaction& transaction, std::string_view time_zone, base::TimePoint moment);
/// Whether there is a time zone of that name.
bool knows_time_zone(Transaction& transaction, std::string_view name);

}  // namespace clearwell::store
