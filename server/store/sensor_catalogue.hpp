#pragma once

#include "server/store/water_store.hpp"

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

namespace clearwell::store {

/// The sensors of one database, remembered for a while, because each reading asks for one. A sensor is never changed;
/// one that was removed and made again by hand is found after kTrustedFor. Safe for use by many threads.
class SensorCatalogue {
 public:
  static constexpr std::chrono::seconds kTrustedFor{10};

  explicit SensorCatalogue(Database& database) : database_(database) {}

  /// [ids]: null for an unknown sensor, which is asked for again each time. Throws StoreError.
  std::vector<std::shared_ptr<const Sensor>> find(std::span<const std::string> sensor_ids);

 private:
  using Sensors = std::map<std::string, std::shared_ptr<const Sensor>, std::less<>>;

  void read(const std::vector<std::string>& sensor_ids);

  Database& database_;
  std::mutex mutex_;
  Sensors sensors_;                                        ///< guarded by mutex_, as is
  std::chrono::steady_clock::time_point trusted_until_{};  ///< then all are forgotten
};

}  // namespace clearwell::store
