#include "server/intake/reading_intake.hpp"

#include "common/limits/limits.hpp"
#include "server/intake/parameter_reader.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace clearwell::intake {
namespace {

using store::NewReading;

/// What a unit text says of one sensor's values.
struct SensorUnit {
  UnderstoodParameter understood;
  std::string fault;  ///< why values in it are refused
  bool can_judge = false;
  std::int32_t reported_unit = NewReading::kOwnUnit;  ///< place in the batch's units
};

SensorUnit understand(const store::Sensor& sensor, const std::string& unit) {
  SensorUnit read;
  read.understood.known = limits::find_parameter(sensor.parameter);
  read.understood.unit = unit.empty() ? sensor.unit : unit;
  if (read.understood.known == nullptr) {
    if (!unit.empty() && unit != sensor.unit)
      read.fault = "the unit \"" + unit + "\" is not the sensor's own, \"" + sensor.unit + "\", and nothing converts " +
                   sensor.parameter;
    return read;
  }
  const limits::Parameter& parameter = *read.understood.known;
  const Result<units::Conversion> conversion =
      units::understand(read.understood.unit, sensor.unit, *units::find_quantity(parameter.quantity), parameter.bases);
  if (!conversion) {
    read.fault = sensor.parameter + ": " + conversion.error().message;
    return read;
  }
  read.understood.conversion = *conversion;
  read.can_judge = sensor.unit == parameter.unit;
  return read;
}

/// Makes readings of known sensors, in their units, out of what was sent.
class ReadingCheck {
 public:
  ReadingCheck(const ReadingRequest& request, const std::vector<std::shared_ptr<const store::Sensor>>& sensors)
      : request_(request), sensors_(sensors), names_(field_names(request.form)) {}

  void check(const SentReading& sent) {
    const store::Sensor* const sensor = sensors_[sent.sensor].get();
    if (sensor == nullptr) {
      reject(sent, "unknown_sensor", "there is no sensor \"" + request_.sensors[sent.sensor] + "\"", names_.sensor);
      return;
    }
    const SensorUnit& unit = unit_of(sent, *sensor);
    if (!unit.fault.empty()) {
      reject(sent, "unknown_unit", unit.fault, names_.unit);
      return;
    }
    const std::optional<double> value = unit.understood.converted(sent.value);
    if (!value) {
      reject(sent, "number_out_of_range",
             std::string(names_.value) + " is beyond what a 64-bit float can hold in " + sensor->unit, names_.value);
      return;
    }
    if (unit.can_judge && sent.quality != store::Quality::bad) {
      if (const std::string fault = unit.understood.fault_of(sent.value); !fault.empty()) {
        reject(sent, "impossible_value",
               std::string(names_.value) + " " + fault + " (of an instrument at fault send the quality \"bad\")",
               names_.value);
        return;
      }
    }
    batch.readings.push_back({.sensor = static_cast<std::int32_t>(sent.sensor),
                              .quality = sent.quality,
                              .read_at_us = sent.read_at_us,
                              .value = *value,
                              .reported_value = sent.value,
                              .reported_unit = unit.reported_unit});
    elements.push_back(sent.index);
  }

  store::ReadingBatch batch;
  std::vector<std::uint32_t> elements;    ///< [readings of the batch]: which of the request it is
  std::vector<RejectedReading> rejected;  ///< rising

 private:
  void reject(const SentReading& sent, std::string code, std::string message, std::string_view field) {
    rejected.push_back({sent.index, std::move(code), std::move(message), request_.path_of(sent.index, field)});
  }

  const SensorUnit& unit_of(const SentReading& sent, const store::Sensor& sensor) {
    const auto key = std::pair(sent.sensor, sent.unit);
    if (last_ == nullptr || last_key_ != key) {
      const auto [found, is_new] = units_.try_emplace(key);
      if (is_new) {
        SensorUnit& unit = found->second;
        const std::string& text = request_.units[sent.unit];
        unit = understand(sensor, text);
        if (unit.understood.conversion && !unit.understood.conversion->is_identity()) {
          unit.reported_unit = static_cast<std::int32_t>(batch.units.size());
          batch.units.push_back(text);
        }
      }
      last_key_ = key;
      last_ = &found->second;
    }
    return *last_;
  }

  const ReadingRequest& request_;
  const std::vector<std::shared_ptr<const store::Sensor>>& sensors_;
  const ReadingFieldNames& names_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, SensorUnit> units_;
  std::pair<std::uint32_t, std::uint32_t> last_key_;
  const SensorUnit* last_ = nullptr;
};

/// The first reading of a sensor that the sender has no say in.
std::optional<RejectedBody> find_foreign(const ReadingRequest& request,
                                         const std::vector<std::shared_ptr<const store::Sensor>>& sensors,
                                         const ReadingSender& sender) {
  if (!sender.plant_id) return std::nullopt;
  for (const SentReading& sent : request.readings) {
    const store::Sensor* const sensor = sensors[sent.sensor].get();
    if (sensor == nullptr || sensor->plant_id == *sender.plant_id) continue;
    return RejectedBody{"wrong_plant",
                        "this token is of the plant \"" + *sender.plant_id + "\", and the sensor \"" +
                            sensor->sensor_id + "\" is of another; nothing was stored",
                        request.path_of(sent.index, field_names(request.form).sensor)};
  }
  return std::nullopt;
}

}  // namespace

ReadingIntake::ReadingIntake(const std::shared_ptr<store::Database>& database, store::GroupCommitBounds bounds)
    : sensors_(*database), commits_(database, store::store_readings, bounds) {}

std::variant<TakenReadings, RejectedBody> ReadingIntake::take(const ReadingRequest& request,
                                                              const ReadingSender& sender) {
  const std::vector<std::shared_ptr<const store::Sensor>> sensors = sensors_.find(request.sensors);
  if (auto foreign = find_foreign(request, sensors, sender)) return *std::move(foreign);
  ReadingCheck check(request, sensors);
  check.batch.readings.reserve(request.readings.size());
  check.batch.sensors = request.sensors;
  check.batch.sender = sender.actor;
  for (const SentReading& sent : request.readings)
    check.check(sent);

  std::vector<store::ReadingOutcome> stored;
  if (!check.batch.readings.empty()) stored = commits_.commit(check.batch, check.batch.readings.size());

  TakenReadings taken{.is_array = request.is_array, .outcomes = {}, .counts = {}, .rejected = request.rejected};
  taken.rejected.insert(taken.rejected.end(), check.rejected.begin(), check.rejected.end());
  std::ranges::sort(taken.rejected, {}, &RejectedReading::index);
  taken.outcomes.assign(request.n_elements, TakenReadings::kRejected);
  for (std::size_t i = 0; i < stored.size(); ++i)
    taken.outcomes[check.elements[i]] = static_cast<std::uint8_t>(stored[i]);
  for (const std::uint8_t outcome : taken.outcomes)
    ++taken.counts[outcome];
  return taken;
}

}  // namespace clearwell::intake
