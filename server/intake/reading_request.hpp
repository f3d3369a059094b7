#pragma once

#include "server/store/reading_writer.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace clearwell::intake {

/// How readings are written in JSON.
enum class ReadingForm {
  plain,        ///< `{"sensor_id", "read_at", "value", "unit", "quality"}`; one, an array, or `{"readings": […]}`
  observation,  ///< OGC SensorThings: `{"Datastream": {"@iot.id"}, "phenomenonTime", "result", "resultQuality"}`; one
                ///< or an array
};

/// A reading as it was sent. Its texts are numbers, because the same few come a thousand times.
struct SentReading {
  std::uint32_t index = 0;   ///< of the element in the body
  std::uint32_t sensor = 0;  ///< place in ReadingRequest::sensors
  std::uint32_t unit = 0;    ///< place in ReadingRequest::units; an empty unit where none was sent
  store::Quality quality = store::Quality::good;
  std::int64_t read_at_us = 0;  ///< microseconds since 1970, UTC
  double value = 0;             ///< finite, in that unit

  bool operator==(const SentReading&) const = default;
};

/// One element that is not taken, while others are.
struct RejectedReading {
  std::size_t index = 0;
  std::string code;  ///< for programs, such as `not_a_number`
  std::string message;
  std::string field;  ///< `readings[3].value`

  bool operator==(const RejectedReading&) const = default;
};

/// A body, taken apart.
struct ReadingRequest {
  ReadingForm form = ReadingForm::plain;
  bool is_array = false;
  std::size_t n_elements = 0;             ///< taken and rejected ones
  std::vector<SentReading> readings;      ///< in the order of the body
  std::vector<std::string> sensors;       ///< ids
  std::vector<std::string> units;         ///< as sent
  std::vector<RejectedReading> rejected;  ///< in the order of the body

  /// `readings[3].value`, of a single one `value`. \param field  empty: the whole element
  std::string path_of(std::size_t index, std::string_view field) const;
};

/// A body of which nothing is taken.
struct RejectedBody {
  std::string code;  ///< `invalid_json`, `invalid_body`, `unknown_key`, `number_out_of_range`, `no_readings`,
                     ///< `too_many_readings`
  std::string message;
  std::string field;

  bool operator==(const RejectedBody&) const = default;
};

/// More than this in one body are refused.
constexpr std::size_t kReadingsMax = 100'000;

/// What the form calls a reading's value, its time, …: the names of messages and paths.
struct ReadingFieldNames {
  std::string_view sensor, read_at, value, unit;
};
const ReadingFieldNames& field_names(ReadingForm form);

/// Takes a body apart, element by element: one that is no reading does not hold up the others. Pure.
/// \param sensor_id  of readings that name no sensor; empty: they have to
std::variant<ReadingRequest, RejectedBody> read_readings(std::string_view json_text, ReadingForm form,
                                                         const std::string& sensor_id = "");

}  // namespace clearwell::intake
