#include "server/store/reading_writer.hpp"

#include "common/hash/sha256.hpp"
#include "server/store/sql.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <iterator>
#include <limits>
#include <map>
#include <optional>
#include <tuple>

namespace clearwell::store {
namespace {

constexpr std::array<std::string_view, 6> kColumns = {"sensor_id", "quality",        "read_at",
                                                      "value",     "reported_value", "reported_unit"};
constexpr double kNull = std::numeric_limits<double>::quiet_NaN();  // Params writes it as NULL

/// Where a reading stands, and what it is sorted by.
struct Place {
  std::int32_t sensor;  ///< place among the group's
  std::uint32_t batch;
  std::int64_t read_at_us;
  std::uint32_t row;

  bool same_moment(const Place& other) const { return sensor == other.sensor && read_at_us == other.read_at_us; }
};
bool operator<(const Place& a, const Place& b) {
  return std::tie(a.sensor, a.read_at_us, a.batch, a.row) < std::tie(b.sensor, b.read_at_us, b.batch, b.row);
}

/// The value and quality of a moment.
struct Stored {
  double value;
  Quality quality;
};

/// `2026-03-12 08:00:00.123456+00`, and the day once for many.
class TimeText {
 public:
  std::string_view of(std::int64_t us) {
    using namespace std::chrono;
    const sys_time<microseconds> moment{microseconds(us)};
    if (const auto day = floor<days>(moment); day != day_) {
      day_ = day;
      const year_month_day date(day);
      std::snprintf(text_.data(), text_.size(), "%04d-%02u-%02u ", static_cast<int>(date.year()),
                    static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    }
    const std::int64_t of_day = (moment - day_).count();
    char* end = text_.data() + 11;
    const auto digits = [&end](std::int64_t value, int n) {
      for (int i = n - 1; i >= 0; --i, value /= 10)
        end[i] = static_cast<char>('0' + value % 10);
      end += n;
    };
    const std::int64_t second = of_day / 1'000'000;
    digits(second / 3600, 2);
    *end++ = ':';
    digits(second / 60 % 60, 2);
    *end++ = ':';
    digits(second % 60, 2);
    *end++ = '.';
    digits(of_day % 1'000'000, 6);
    for (const char c : {'+', '0', '0'})
      *end++ = c;
    return {text_.data(), end};
  }

 private:
  std::array<char, 48> text_{};
  std::chrono::sys_days day_ = std::chrono::sys_days::min();
};

/// What one sender's batches come to, for the audit trail.
class SenderTally {
 public:
  explicit SenderTally(const Actor& sender) : sender_(sender) {}

  const Actor& sender() const { return sender_; }
  void count(ReadingOutcome outcome) { ++counts_[static_cast<std::size_t>(outcome)]; }
  /// \pre  by sensor and time
  void add_accepted(std::string_view sensor_id, const NewReading& reading,
                    std::optional<std::string_view> reported_unit) {
    sha256_.update(sensor_id);
    add(reading.read_at_us);
    add(reading.value);
    sha256_.update(to_string(reading.quality));
    if (!reported_unit) return;
    add(reading.reported_value);
    sha256_.update(*reported_unit);
  }

  void append_to_audit_trail(Transaction& transaction) {
    const auto n = [this](ReadingOutcome outcome) {
      return std::to_string(counts_[static_cast<std::size_t>(outcome)]);
    };
    if (n(ReadingOutcome::accepted) == "0" && n(ReadingOutcome::conflict) == "0") return;  // nothing is stored
    append_audit_entry(transaction, {.actor = sender_,
                                     .action = "readings.received",
                                     .object = "readings",
                                     .details_json = "{\"accepted\":" + n(ReadingOutcome::accepted) +
                                                     ",\"duplicates\":" + n(ReadingOutcome::duplicate) +
                                                     ",\"conflicts\":" + n(ReadingOutcome::conflict) +
                                                     ",\"sha256\":\"" + hash::to_hex(sha256_.finish()) + "\"}"});
  }

 private:
  /// Big-endian, as int4send, int8send and float8send of PostgreSQL.
  template <typename Number>
  void add(Number number) {
    std::array<char, sizeof(Number)> bytes{};
    std::memcpy(bytes.data(), &number, sizeof number);
    if constexpr (std::endian::native == std::endian::little) std::reverse(bytes.begin(), bytes.end());
    sha256_.update({bytes.data(), bytes.size()});
  }

  const Actor& sender_;
  std::array<std::int64_t, 3> counts_{};  ///< [ReadingOutcome]
  hash::Sha256 sha256_;
};

/// Readings sorted by sensor and time, on their way.
class Group {
  static constexpr std::size_t kNoTally = std::numeric_limits<std::size_t>::max();

 public:
  Group(Transaction& transaction, std::span<const ReadingBatch* const> batches)
      : transaction_(transaction), batches_(batches) {
    sort_by_sensor_and_time();
    for (const ReadingBatch* batch : batches) {
      outcomes_.emplace_back(batch->readings.size(), ReadingOutcome::accepted);
      if (batch->file) {
        tally_of_batch_.push_back(kNoTally);
        continue;
      }
      const auto known = std::find_if(tallies_.begin(), tallies_.end(),
                                      [&](const SenderTally& tally) { return tally.sender() == batch->sender; });
      tally_of_batch_.push_back(static_cast<std::size_t>(known - tallies_.begin()));
      if (known == tallies_.end()) tallies_.emplace_back(batch->sender);
    }
  }

  std::vector<std::vector<ReadingOutcome>> store() && {
    if (places_.empty()) return std::move(outcomes_);
    judge(look_up(sensors_with_readings_between()));
    copy_accepted();
    insert_conflicts();
    tell_audit_trail();
    return std::move(outcomes_);
  }

 private:
  const NewReading& reading(const Place& place) const { return batches_[place.batch]->readings[place.row]; }
  /// Null of a file.
  SenderTally* tally(const Place& place) {
    const std::size_t tally = tally_of_batch_[place.batch];
    return tally == kNoTally ? nullptr : &tallies_[tally];
  }
  ReadingOutcome& outcome(const Place& place) { return outcomes_[place.batch][place.row]; }

  /// By id, and not by the batch's number of the sensor: so that two servers come to the same rows in the same order.
  void sort_by_sensor_and_time() {
    std::map<std::string_view, std::int32_t> place_of_sensor;
    for (const ReadingBatch* batch : batches_)
      for (const NewReading& reading : batch->readings)
        place_of_sensor.try_emplace(batch->sensors[static_cast<std::size_t>(reading.sensor)], 0);
    for (auto& [id, place] : place_of_sensor) {
      place = static_cast<std::int32_t>(sensors_.size());
      sensors_.emplace_back(id);
    }
    for (std::uint32_t batch = 0; batch < batches_.size(); ++batch) {
      std::vector<std::int32_t> places;
      for (const std::string& id : batches_[batch]->sensors)
        places.push_back(place_of_sensor[id]);
      const std::vector<NewReading>& readings = batches_[batch]->readings;
      for (std::uint32_t row = 0; row < readings.size(); ++row)
        places_.push_back(
            {places[static_cast<std::size_t>(readings[row].sensor)], batch, readings[row].read_at_us, row});
    }
    std::sort(places_.begin(), places_.end());
  }
  const std::string& sensor_id(const Place& place) const { return sensors_[static_cast<std::size_t>(place.sensor)]; }

  /// Most readings are newer than all that their sensor has: then there is nothing to compare them with.
  /// \return [sensors, rising]
  std::vector<std::int32_t> sensors_with_readings_between() {
    std::vector<std::int64_t> first;
    std::vector<std::int64_t> last;
    for (const Place& place : places_) {
      if (first.size() == static_cast<std::size_t>(place.sensor)) {
        first.push_back(place.read_at_us);
        last.push_back(0);
      }
      last.back() = place.read_at_us;
    }
    const Rows rows = transaction_.run_planned(sql::lock_sensors_of_readings,
                                               Params().add_array(sensors_).add_array(first).add_array(last));
    if (rows.size() != sensors_.size()) throw StoreError("readings: one of the sensors is no longer there");
    std::vector<std::int32_t> overlapping;
    for (std::size_t row = 0; row < rows.size(); ++row)
      if (rows.boolean(row, 1)) overlapping.push_back(static_cast<std::int32_t>(rows.integer(row, 0)));
    std::sort(overlapping.begin(), overlapping.end());
    return overlapping;
  }

  /// [places]: what is stored of the same sensor and moment.
  std::vector<std::optional<Stored>> look_up(const std::vector<std::int32_t>& sensors) {
    std::vector<std::optional<Stored>> stored(places_.size());
    std::vector<std::size_t> asked;  // places
    std::vector<std::string> sensor_ids;
    std::vector<std::int64_t> times;
    for (std::size_t i = 0; i < places_.size() && !sensors.empty(); ++i) {
      if (!std::binary_search(sensors.begin(), sensors.end(), places_[i].sensor)) continue;
      asked.push_back(i);
      sensor_ids.push_back(sensor_id(places_[i]));
      times.push_back(places_[i].read_at_us);
    }
    if (asked.empty()) return stored;
    const Rows rows = transaction_.run(sql::stored_readings, Params().add_array(sensor_ids).add_array(times));
    for (std::size_t row = 0; row < rows.size(); ++row)
      stored[asked[static_cast<std::size_t>(rows.integer(row, 0))]] =
          Stored{rows.number(row, 1), quality_of(rows.text(row, 2))};
    return stored;
  }

  void judge(const std::vector<std::optional<Stored>>& stored) {
    std::optional<Stored> known;
    for (std::size_t i = 0; i < places_.size(); ++i) {
      const bool goes_on = i > 0 && places_[i].same_moment(places_[i - 1]);
      if (!goes_on) known = stored[i];
      const NewReading& came = reading(places_[i]);
      if (!known) {
        known = Stored{came.value, came.quality};  // accepted
      } else {
        const bool is_same = known->value == came.value && known->quality == came.quality;
        outcome(places_[i]) = is_same ? ReadingOutcome::duplicate : ReadingOutcome::conflict;
      }
    }
  }

  void copy_accepted() {
    const auto is_accepted = [this](const Place& place) { return outcome(place) == ReadingOutcome::accepted; };
    if (std::none_of(places_.begin(), places_.end(), is_accepted)) return;
    Copy copy = transaction_.copy_into("water.readings", kColumns);
    TimeText time;
    for (const Place& place : places_) {
      if (!is_accepted(place)) continue;
      const NewReading& r = reading(place);
      const std::optional<std::string_view> unit = unit_of(place);
      Params row;
      row.add(sensor_id(place)).add(to_string(r.quality)).add(time.of(r.read_at_us)).add(r.value);
      row.add(unit ? std::optional(r.reported_value) : std::nullopt).add(unit);
      copy.row(row);
      if (SenderTally* const tally = this->tally(place)) tally->add_accepted(sensor_id(place), r, unit);
    }
    copy.finish();
  }

  void tell_audit_trail() {
    for (const Place& place : places_)
      if (SenderTally* const tally = this->tally(place)) tally->count(outcome(place));
    for (SenderTally& tally : tallies_)
      tally.append_to_audit_trail(transaction_);
  }

  void insert_conflicts() {
    std::vector<std::string> sensor_ids;
    std::vector<std::int64_t> times;
    std::vector<double> values;
    std::vector<double> reported_values;
    std::vector<std::string> qualities;
    std::vector<std::string> units;
    std::vector<std::string> sources;
    std::vector<std::int64_t> lines;
    for (const Place& place : places_) {
      if (outcome(place) != ReadingOutcome::conflict) continue;
      const NewReading& r = reading(place);
      const auto unit = unit_of(place);
      sensor_ids.push_back(sensor_id(place));
      qualities.emplace_back(to_string(r.quality));
      times.push_back(r.read_at_us);
      values.push_back(r.value);
      reported_values.push_back(unit ? r.reported_value : kNull);
      units.emplace_back(unit.value_or(""));
      const ReadingBatch& batch = *batches_[place.batch];
      sources.push_back(batch.file ? batch.file->name : batch.sender.subject);
      lines.push_back(batch.file ? batch.file->lines[place.row] : 0);
    }
    if (sensor_ids.empty()) return;
    transaction_.run(sql::insert_reading_conflicts, Params()
                                                        .add_array(sensor_ids)
                                                        .add_array(qualities)
                                                        .add_array(times)
                                                        .add_array(values)
                                                        .add_array(reported_values)
                                                        .add_array(units)
                                                        .add_array(sources)
                                                        .add_array(lines));
  }

  /// Empty where the reading came in the sensor's own.
  std::optional<std::string_view> unit_of(const Place& place) const {
    const std::int32_t unit = reading(place).reported_unit;
    if (unit == NewReading::kOwnUnit) return std::nullopt;
    return batches_[place.batch]->units[static_cast<std::size_t>(unit)];
  }

  Transaction& transaction_;
  std::span<const ReadingBatch* const> batches_;
  std::vector<std::string> sensors_;  ///< ids, rising
  std::vector<Place> places_;         ///< by sensor and time
  std::vector<std::vector<ReadingOutcome>> outcomes_;
  std::vector<SenderTally> tallies_;
  std::vector<std::size_t> tally_of_batch_;  ///< [batches]
};

}  // namespace

std::string_view to_string(ReadingOutcome outcome) {
  switch (outcome) {
    case ReadingOutcome::accepted:
      return "accepted";
    case ReadingOutcome::duplicate:
      return "duplicate";
    case ReadingOutcome::conflict:
      return "conflict";
  }
  return "";
}

std::vector<std::vector<ReadingOutcome>> store_readings(Transaction& transaction,
                                                        std::span<const ReadingBatch* const> batches) {
  return Group(transaction, batches).store();
}

}  // namespace clearwell::store
