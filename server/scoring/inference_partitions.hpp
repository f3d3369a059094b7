#pragma once

#include "server/base/clock.hpp"

#include <cstdint>
#include <mutex>
#include <set>

namespace clearwell::store {
class Database;
}

namespace clearwell::scoring {

/// The months of water.water_inferences, of which each is a partition. Safe for use by many threads.
class InferencePartitions {
 public:
  explicit InferencePartitions(store::Database& database) : database_(database) {}

  /// Makes the partition of the month of a moment where it is missing; asks the database only of months that it has not
  /// asked of before. Not inside the transaction that needs it: what that one makes is gone again when it fails.
  /// \throws store::StoreError
  void ensure(base::TimePoint moment);
  /// Somebody may have taken partitions away: asks anew.
  void forget();

 private:
  store::Database& database_;
  std::mutex mutex_;
  std::set<std::int64_t> months_;  ///< that have one: 12 times the year and the number of the month
};

}  // namespace clearwell::scoring
