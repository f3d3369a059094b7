#pragma once

#include "common/limits/result_text.hpp"
#include "server/store/database.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// Records of laboratories' and plants' files on their way into the store.
namespace clearwell::store {

/// How exactly a source says when. What is coarser than a moment is kept as its beginning.
enum class TimePrecision { moment, day, month, year };
std::string_view to_string(TimePrecision precision);

/// A time as the source's clock shows it. PostgreSQL makes it a moment.
struct LocalTime {
  std::string text;          ///< `2016-10-30 02:00:00`
  std::string zone = "UTC";  ///< a name such as Europe/Berlin or an abbreviation such as EDT
  TimePrecision precision = TimePrecision::moment;

  bool operator==(const LocalTime&) const = default;
};

/// Where water was sampled, as its source names it; empty where it does not.
struct NewSamplingPoint {
  std::string key;
  std::string name;
  std::string site;  ///< the water system or water body that it belongs to
  std::string kind;  ///< `raw`, `treated`, `network`
  std::optional<double> latitude;
  std::optional<double> longitude;

  bool operator==(const NewSamplingPoint&) const = default;
};

/// A result of a laboratory: as reported, and as understood.
struct ReportedResult {
  std::string parameter;      ///< code in common/limits; the source's own name of what is not known there
  std::string result_key;     ///< tells results of one parameter of one sample apart
  std::string reported_name;  ///< of the parameter
  std::string fraction;
  limits::Finding finding = limits::Finding::value;
  std::optional<double> value;  ///< in `unit`; the detection limit where the qualifier is not `=`
  limits::Qualifier qualifier = limits::Qualifier::equal;
  std::optional<double> detection_limit;  ///< in `unit`
  std::string unit;                       ///< as reported
  std::string result_text;                ///< as reported
  std::optional<double> canonical_value;  ///< `value` in the parameter's own unit
  std::string stated_verdict;             ///< of the laboratory or the authority
  std::string remarks;

  bool operator==(const ReportedResult&) const = default;
};

/// One record of a file of samples: a whole sample, or one result of one.
struct SampleRecord {
  std::string sample_key;
  NewSamplingPoint point;
  std::optional<LocalTime> time;
  std::string laboratory;
  std::string stated_verdict;
  std::vector<ReportedResult> results;

  bool operator==(const SampleRecord&) const = default;
};

enum class Quality { good, uncertain, bad };
std::string_view to_string(Quality quality);
Quality quality_of(std::string_view text);  ///< of another text `bad`

/// A value of an instrument.
struct ReportedReading {
  std::string sensor_id;
  double value = 0;                           ///< in the sensor's unit
  std::optional<double> reported_value = {};  ///< where that is another number
  std::string reported_unit = {};             ///< of the reported value; one a sensor and file
  Quality quality = Quality::good;

  bool operator==(const ReportedReading&) const = default;
};

/// One record of a file of readings: what some instruments showed at one time.
struct ReadingRecord {
  std::string stream;  ///< records of one stream follow one another in time
  LocalTime time;
  std::vector<ReportedReading> readings;

  bool operator==(const ReadingRecord&) const = default;
};

/// What becomes of a file's records.
enum class RecordKind { samples, readings, sampling_points };

/// Where records come from.
struct RecordOrigin {
  std::string origin;                   ///< who gives keys of samples and points their meaning
  std::string source;                   ///< name of the file
  std::optional<std::string> plant_id;  ///< plant whose water it was; of readings always

  bool operator==(const RecordOrigin&) const = default;
};

/// Why a record did not come in.
struct RefusedRecord {
  enum class Reason { unknown_time_zone, skipped_hour, conflict };
  std::int64_t line = 0;
  Reason reason = Reason::conflict;
  std::string what;      ///< the zone; the sample, sensor or point
  std::string incoming;  ///< the local time; the value
  std::string stored;    ///< of a conflict: the value that is known, or the moment where that differs
  std::string source;    ///< of a conflict: the file that it came from

  bool operator==(const RefusedRecord&) const = default;
};

/// What became of the records. Refused records are counted in full and named up to the number asked for.
struct StoredRecords {
  std::int64_t accepted = 0;
  std::int64_t duplicates = 0;
  std::int64_t conflicts = 0;
  std::int64_t without_time = 0;       ///< refused because their time is none
  std::vector<RefusedRecord> refused;  ///< by line

  bool operator==(const StoredRecords&) const = default;
};

/// Brings the records of one file into one transaction by COPY, in constant memory: until store() nothing else may run
/// in it. A record that is known by its key, with the same values, is a duplicate; with other values it is a conflict,
/// which is kept beside what is stored and changes nothing. Throws StoreError.
class RecordWriter {
 public:
  RecordWriter(Transaction& transaction, RecordKind kind, RecordOrigin origin);

  /// \param source_row  0-based, rising   \param line  for refusals
  /// \pre  the writer is of that kind of records
  void add(std::int64_t source_row, std::int64_t line, const SampleRecord& record);
  void add(std::int64_t source_row, std::int64_t line, const ReadingRecord& record);
  void add(std::int64_t source_row, std::int64_t line, const NewSamplingPoint& point);

  /// Ends the writing. \pre  sensors of readings are saved \param refused_max  how many refused records to name
  StoredRecords store(std::size_t refused_max);

 private:
  void finish_copying();
  std::vector<std::string> verdicts_on(const SampleRecord& record) const;
  void store_points(StoredRecords& stored, std::size_t refused_max);
  void store_samples(StoredRecords& stored, std::size_t refused_max);
  void store_readings(StoredRecords& stored, std::size_t refused_max);
  void find_times(StoredRecords& stored, std::size_t refused_max);

  Transaction& transaction_;
  RecordKind kind_;
  RecordOrigin origin_;
  std::string jurisdiction_;                                          ///< of the plant
  std::map<std::string, std::string, std::less<>> units_of_sensors_;  ///< as reported; of readings
  std::optional<Copy> copy_;
};

}  // namespace clearwell::store
