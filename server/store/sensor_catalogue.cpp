#include "server/store/sensor_catalogue.hpp"

#include "server/store/sql.hpp"

namespace clearwell::store {

std::vector<std::shared_ptr<const Sensor>> SensorCatalogue::find(std::span<const std::string> sensor_ids) {
  std::vector<std::shared_ptr<const Sensor>> found;
  const auto look_up = [&] {
    const std::lock_guard lock(mutex_);
    if (const auto now = std::chrono::steady_clock::now(); now >= trusted_until_) {
      sensors_.clear();
      trusted_until_ = now + kTrustedFor;
    }
    std::vector<std::string> missing;
    found.clear();
    for (const std::string& id : sensor_ids) {
      const auto known = sensors_.find(id);
      found.push_back(known == sensors_.end() ? nullptr : known->second);
      if (!found.back()) missing.push_back(id);
    }
    return missing;
  };
  const std::vector<std::string> missing = look_up();
  if (missing.empty()) return found;
  read(missing);
  look_up();
  return found;
}

void SensorCatalogue::read(const std::vector<std::string>& sensor_ids) {
  const Rows rows = database_.begin().run(sql::find_sensors, Params().add_array(sensor_ids));
  const std::lock_guard lock(mutex_);
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const auto sensor = std::make_shared<const Sensor>(Sensor{.sensor_id = rows.text(row, 0),
                                                              .plant_id = rows.text(row, 1),
                                                              .parameter = rows.text(row, 2),
                                                              .unit = rows.text(row, 3),
                                                              .simulated = rows.boolean(row, 4)});
    sensors_.insert_or_assign(sensor->sensor_id, sensor);
  }
}

}  // namespace clearwell::store
