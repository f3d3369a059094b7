#pragma once

#include "server/store/result_conflicts.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace clearwell::store {

/// A reading that came again with another value or quality, kept beside the stored one.
struct ReadingConflict {
  struct Shown {
    double value = 0;  ///< in the sensor's unit
    std::string quality;
  };

  std::int64_t conflict_id = 0;
  std::string plant_id;
  std::string sensor_id;
  std::string parameter;
  std::string unit;
  std::string read_at;
  std::optional<Shown> stored;  ///< now; empty where it is there no more
  Shown incoming;
  std::string source;  ///< file, or name of the token, that it came from
  std::int64_t source_line = 0;
  std::string recorded_at;
  std::optional<std::string> decision;
  std::string reason;
  std::string decided_by;
  std::string decided_at;
};

/// Readings in conflict, and the decision about them. What the decision is against stays beside as a decided conflict,
/// so whoever sends it again raises nothing. Safe for use by many threads. Throws StoreError.
class ReadingConflicts {
 public:
  explicit ReadingConflicts(Database& database) : database_(database) {}

  /// By number.
  std::vector<ReadingConflict> list(const ConflictFilter& filter, int limit) const;

  /// \param decision  kNew: what came takes the place of what is stored. A moment has one reading: not kBoth
  /// \param reason  not empty
  SampleOutcome<ReadingConflict> decide(std::int64_t conflict_id, ConflictDecision decision, std::string_view reason,
                                        const Actor& by) const;

 private:
  Database& database_;
};

}  // namespace clearwell::store
