#include "server/store/incoming_readings.hpp"

#include "server/store/reading_writer.hpp"
#include "server/store/sql.hpp"

#include <span>
#include <utility>

namespace clearwell::store {
namespace {

constexpr std::size_t kGroupReadings = 100'000;  // as those that come over the network; a record is never cut

// Columns as in open_incoming_readings.sql.
enum Column : std::size_t { kSourceRow, kLine, kReadAt, kSensor, kValue, kReportedValue, kQuality };

/// Readings of a file on their way, and what becomes of its records.
class IncomingReadings {
 public:
  IncomingReadings(Transaction& transaction, const std::string& file,
                   const std::map<std::string, std::string, std::less<>>& units_of_sensors, std::size_t refused_max)
      : transaction_(transaction), refused_max_(refused_max) {
    batch_.file = ReadingFile{file, {}};
    for (const auto& [sensor, unit] : units_of_sensors) {
      places_.emplace(sensor, static_cast<std::int32_t>(batch_.sensors.size()));
      batch_.sensors.push_back(sensor);
      batch_.units.push_back(unit);
    }
  }

  StoredRecords store() && {
    transaction_.run(sql::open_incoming_readings);
    for (;;) {
      const Rows rows = transaction_.run(sql::next_incoming_readings);
      if (rows.empty()) break;
      for (std::size_t row = 0; row < rows.size(); ++row)
        add(rows, row);
    }
    store_group();
    name_conflicts();
    return std::move(stored_);
  }

 private:
  struct Record {
    std::int64_t source_row;
    std::size_t begin;  ///< its first reading in the batch
  };
  struct Conflict {
    std::int64_t line;
    std::string sensor;
    NewReading reading;
  };

  void add(const Rows& rows, std::size_t row) {
    const std::int64_t source_row = rows.integer(row, kSourceRow);
    if (records_.empty() || records_.back().source_row != source_row) {
      if (batch_.readings.size() >= kGroupReadings) store_group();
      records_.push_back({source_row, batch_.readings.size()});
    }
    const std::int32_t sensor = places_.find(rows.text(row, kSensor))->second;
    NewReading reading{.sensor = sensor,
                       .quality = quality_of(rows.text(row, kQuality)),
                       .read_at_us = rows.integer(row, kReadAt),
                       .value = rows.number(row, kValue)};
    if (const auto reported = rows.maybe_number(row, kReportedValue)) {
      reading.reported_value = *reported;
      reading.reported_unit = sensor;  // each has a unit of its own
    }
    batch_.readings.push_back(reading);
    batch_.file->lines.push_back(rows.integer(row, kLine));
  }

  void store_group() {
    const ReadingBatch* const batch = &batch_;
    const std::vector<ReadingOutcome> outcomes = std::move(store_readings(transaction_, {&batch, 1}).front());
    for (std::size_t i = 0; i < records_.size(); ++i) {
      const std::size_t end = i + 1 < records_.size() ? records_[i + 1].begin : outcomes.size();
      count(outcomes, records_[i].begin, end);
    }
    records_.clear();
    batch_.readings.clear();
    batch_.file->lines.clear();
  }

  /// A record of those readings.
  void count(std::span<const ReadingOutcome> outcomes, std::size_t begin, std::size_t end) {
    bool is_known = true;
    for (std::size_t i = begin; i < end; ++i) {
      if (outcomes[i] == ReadingOutcome::conflict) {
        ++stored_.conflicts;
        if (conflicts_.size() < refused_max_)
          conflicts_.push_back({batch_.file->lines[i],
                                batch_.sensors[static_cast<std::size_t>(batch_.readings[i].sensor)],
                                batch_.readings[i]});
        return;
      }
      is_known = is_known && outcomes[i] == ReadingOutcome::duplicate;
    }
    ++(is_known ? stored_.duplicates : stored_.accepted);
  }

  void name_conflicts() {
    std::vector<std::string> sensors;
    std::vector<std::int64_t> times;
    std::vector<double> values;
    std::vector<std::string> qualities;
    for (const Conflict& conflict : conflicts_) {
      sensors.push_back(conflict.sensor);
      times.push_back(conflict.reading.read_at_us);
      values.push_back(conflict.reading.value);
      qualities.emplace_back(to_string(conflict.reading.quality));
    }
    if (sensors.empty()) return;
    const Rows rows =
        transaction_.run(sql::incoming_reading_conflicts,
                         Params().add_array(sensors).add_array(times).add_array(values).add_array(qualities));
    for (std::size_t row = 0; row < rows.size(); ++row)
      stored_.refused.push_back({.line = conflicts_[row].line,
                                 .reason = RefusedRecord::Reason::conflict,
                                 .what = conflicts_[row].sensor + " at " + rows.text(row, 0),
                                 .incoming = rows.text(row, 1),
                                 .stored = "'" + rows.text(row, 2) + "'",
                                 .source = ""});
  }

  Transaction& transaction_;
  const std::size_t refused_max_;
  std::map<std::string, std::int32_t, std::less<>> places_;  ///< of sensors in the batch
  ReadingBatch batch_;
  std::vector<Record> records_;  ///< of the batch
  std::vector<Conflict> conflicts_;
  StoredRecords stored_;
};

}  // namespace

StoredRecords store_incoming_readings(Transaction& transaction, const std::string& file,
                                      const std::map<std::string, std::string, std::less<>>& units_of_sensors,
                                      std::size_t refused_max) {
  return IncomingReadings(transaction, file, units_of_sensors, refused_max).store();
}

}  // namespace clearwell::store
