#pragma once

#include "server/store/audit_trail.hpp"
#include "server/store/record_writer.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Readings of instruments on their way into the store.
namespace clearwell::store {

/// A reading that is fit to be stored.
struct NewReading {
  static constexpr std::int32_t kOwnUnit = -1;

  std::int32_t sensor = 0;  ///< place in ReadingBatch::sensors
  Quality quality = Quality::good;
  std::int64_t read_at_us = 0;            ///< microseconds since 1970, UTC
  double value = 0;                       ///< finite, in the sensor's unit
  double reported_value = 0;              ///< in the unit below; means nothing in the sensor's own
  std::int32_t reported_unit = kOwnUnit;  ///< place in ReadingBatch::units

  bool operator==(const NewReading&) const = default;
};

/// A file that readings are of.
struct ReadingFile {
  std::string name;
  std::vector<std::int64_t> lines;  ///< [readings]
};

/// What came together, from one sender.
struct ReadingBatch {
  std::vector<NewReading> readings;
  std::vector<std::string> sensors;  ///< ids
  std::vector<std::string> units;
  Actor sender;
  std::optional<ReadingFile> file = {};  ///< empty of what the sender sent over the network
};

enum class ReadingOutcome : std::uint8_t {
  accepted,   ///< new
  duplicate,  ///< known, with that value and quality
  conflict,   ///< known with another value or quality; kept beside it until somebody decides
};
std::string_view to_string(ReadingOutcome outcome);  ///< `accepted`, `duplicate`, `conflict`

/// Stores what is new, keeps conflicts beside, and tells what became of each reading: [batches], [readings of the
/// batch]. Of readings of the same moment in several batches the first one counts. Sends as many statements for one
/// reading as for a million. Then, for each sender of whom something is stored, appends one audit entry
/// `readings.received` with counts and the SHA-256 of what was accepted (README.md); not of files, whose import is one
/// entry. Conflicts name the sender, or file and line. Throws StoreError.
/// \throws UniqueViolation when somebody else stored one of them meanwhile; doing it again is right then
std::vector<std::vector<ReadingOutcome>> store_readings(Transaction& transaction,
                                                        std::span<const ReadingBatch* const> batches);

}  // namespace clearwell::store
