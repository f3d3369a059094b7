#include "server/intake/reading_request.hpp"

#include "server/base/time_text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <optional>
#include <span>
#include <unordered_map>

namespace clearwell::intake {
namespace {

constexpr std::size_t kTextMax = 128;

enum class Field { sensor, link, read_at, value, unit, quality };

/// A member of a reading: its name, the code of a value that it cannot have, and what it can.
struct Member {
  Field field;
  std::string_view name;
  std::string_view code;
  std::string_view wanted;
};
constexpr std::string_view kTime = "a time with its offset from UTC, such as 2026-03-12T08:00:00Z";
constexpr std::string_view kQuality = "\"good\", \"uncertain\" or \"bad\"";
constexpr std::string_view kSensor = "a text of 1 to 128 bytes";

constexpr Member kPlain[] = {{Field::sensor, "sensor_id", "invalid_sensor", kSensor},
                             {Field::read_at, "read_at", "not_a_time", kTime},
                             {Field::value, "value", "not_a_number", "a number"},
                             {Field::unit, "unit", "unknown_unit", "a text of at most 128 bytes"},
                             {Field::quality, "quality", "unknown_quality", kQuality}};
constexpr Member kObservation[] = {{Field::link, "Datastream", "invalid_sensor", "an object with \"@iot.id\""},
                                   {Field::read_at, "phenomenonTime", "not_a_time", kTime},
                                   {Field::value, "result", "not_a_number", "a number"},
                                   {Field::quality, "resultQuality", "unknown_quality", kQuality}};
constexpr Member kLinkId = {Field::sensor, "Datastream.@iot.id", "invalid_sensor", kSensor};
constexpr std::string_view kLinkIdKey = "@iot.id";
/// The standard's too, so no error; nothing here could hold them.
constexpr std::string_view kNotKept[] = {"resultTime", "validTime", "parameters", "FeatureOfInterest", "@iot.id"};

std::span<const Member> members_of(ReadingForm form) {
  if (form == ReadingForm::plain) return kPlain;
  return kObservation;
}

std::string accepted_keys(ReadingForm form) {
  std::string names;
  const auto add = [&](std::string_view name) { names += (names.empty() ? "" : ", ") + std::string(name); };
  for (const Member& member : members_of(form))
    add(member.name);
  if (form == ReadingForm::observation) std::ranges::for_each(kNotKept, add);
  return names;
}

std::string in_quotes(std::string_view text) {
  constexpr std::size_t kShown = 64;
  return text.size() <= kShown ? '"' + std::string(text) + '"' : '"' + std::string(text.substr(0, kShown)) + "…\"";
}

bool is_plain_text(std::string_view text) {
  return text.size() <= kTextMax && std::ranges::none_of(text, [](unsigned char c) { return c < 0x20 || c == 0x7F; });
}

/// Texts by their place. The same one often comes many times in a row.
class Texts {
 public:
  std::uint32_t place_of(const std::string& text) {
    if (!texts.empty() && texts[last_] == text) return last_;
    const auto [found, is_new] = places_.try_emplace(text, static_cast<std::uint32_t>(texts.size()));
    if (is_new) texts.push_back(text);
    last_ = found->second;
    return last_;
  }

  std::vector<std::string> texts;

 private:
  std::unordered_map<std::string, std::uint32_t> places_;
  std::uint32_t last_ = 0;
};

/// Consumes the parser's events. Every event function answers false to stop; then `refused` says why.
class ReadingReader {
 public:
  ReadingReader(ReadingForm form, const std::string& sensor_id) : sensor_id_(sensor_id) { request.form = form; }

  bool null() { return other_value("null"); }
  bool boolean(bool value) { return other_value(value ? "true" : "false"); }
  bool number_integer(std::int64_t value) {
    return number(static_cast<double>(value)) || other_value(std::to_string(value));
  }
  bool number_unsigned(std::uint64_t value) {
    return number(static_cast<double>(value)) || other_value(std::to_string(value));
  }
  bool number_float(double value, const std::string& text) { return number(value) || other_value(text); }
  bool string(const std::string& text) {
    if (place_ == Place::member && member_ != nullptr && take_text(text)) {
      leave_member();
      return true;
    }
    return other_value(in_quotes(text));
  }
  static bool binary(const nlohmann::json::binary_t&) { return false; }  // never comes from text

  bool start_object(std::size_t) {
    if (place_ == Place::document || place_ == Place::array) {
      is_whole_body_ = place_ == Place::document;
      begin_element();
      return true;
    }
    if (place_ == Place::member && member_ != nullptr && member_->field == Field::link) {
      place_ = Place::link;
      return true;
    }
    return skip("an object");
  }
  bool end_object() {
    if (place_ == Place::skipped) return leave_skipped();
    if (place_ == Place::link)
      place_ = Place::element;
    else if (place_ == Place::element)
      end_element();
    return true;
  }
  bool start_array(std::size_t) {
    if (place_ != Place::document && place_ != Place::readings) return skip("an array");
    request.is_array = true;
    place_ = Place::array;
    return true;
  }
  bool end_array() {
    if (place_ == Place::skipped) return leave_skipped();
    place_ = Place::wrapper;
    return true;
  }
  bool key(const std::string& name) {
    switch (place_) {
      case Place::element:
        if (is_whole_body_ && seen_ == 0 && request.form == ReadingForm::plain && name == "readings") {
          place_ = Place::readings;
          request.n_elements = 0;
          return true;
        }
        return enter_member(name);
      case Place::link:
        member_ = name == kLinkIdKey ? &kLinkId : nullptr;
        is_in_link_ = true;
        place_ = Place::member;
        return true;
      case Place::wrapper:
        return refuse("unknown_key", "unknown key " + in_quotes(name) + " beside readings", name);
      default:
        return true;  // of something skipped
    }
  }

  bool parse_error(std::size_t, const std::string& token, const nlohmann::json::exception& error) {
    constexpr int kNumberOverflow = 406;
    if (error.id == kNumberOverflow)
      return refuse("number_out_of_range",
                    "the number " + token.substr(0, 40) + " is beyond what a 64-bit float can hold",
                    request.path_of(element_, place_ == Place::member && member_ != nullptr ? member_->name : ""));
    constexpr std::string_view kPrefix = "parse error at ";
    std::string_view what = error.what();
    if (const std::size_t start = what.find(kPrefix); start != std::string_view::npos)
      what.remove_prefix(start + kPrefix.size());
    return refuse("invalid_json", "the body is not JSON: " + std::string(what), "");
  }

  /// After the last event.
  void finish() {
    request.sensors = std::move(sensors_.texts);
    request.units = std::move(units_.texts);
    if (request.n_elements == 0)
      refuse("no_readings", "the body has no readings: 1 to " + std::to_string(kReadingsMax) + " are accepted", "");
  }

  ReadingRequest request;
  std::optional<RejectedBody> refused;

 private:
  /// `readings`: the array of that name is expected; `wrapper`: behind it. `member`: the value of one.
  enum class Place { document, readings, wrapper, array, element, member, link, skipped };

  void begin_element() {
    element_ = request.n_elements++;
    place_ = Place::element;
    seen_ = 0;
    faulty_ = false;
    reading_ = {};
    reading_.index = static_cast<std::uint32_t>(element_);
    reading_.unit = units_.place_of("");
    if (sensor_id_.empty()) return;
    reading_.sensor = sensors_.place_of(sensor_id_);
    seen_ |= bit(Field::sensor);
  }

  void end_element() {
    place_ = is_whole_body_ ? Place::document : Place::array;
    for (const Member& member : members_of(request.form)) {
      const bool is_there = (seen_ & bit(member.field == Field::link ? Field::sensor : member.field)) != 0;
      const bool is_needed = member.field != Field::unit && member.field != Field::quality;
      if (is_needed && !is_there)
        fault("missing", std::string(member.name) + " is missing; it must be " + std::string(member.wanted),
              member.name);
    }
    if (!faulty_) request.readings.push_back(reading_);
  }

  bool enter_member(const std::string& name) {
    place_ = Place::member;
    is_in_link_ = false;
    member_ = nullptr;
    const auto members = members_of(request.form);
    const auto found = std::ranges::find(members, name, &Member::name);
    if (found == members.end()) {
      if (request.form == ReadingForm::plain || std::ranges::find(kNotKept, name) == std::end(kNotKept))
        fault("unknown_key", "unknown key " + in_quotes(name) + "; accepted: " + accepted_keys(request.form), name);
      return true;
    }
    member_ = &*found;
    if ((seen_ & bit(member_->field)) != 0) fault("duplicate_key", "the key " + in_quotes(name) + " comes twice", name);
    seen_ |= bit(member_->field);
    return true;
  }
  void leave_member() { place_ = is_in_link_ ? Place::link : Place::element; }

  bool number(double value) {
    if (place_ != Place::member || member_ == nullptr || member_->field != Field::value) return false;
    reading_.value = value;
    leave_member();
    return true;
  }

  /// Whether the text is what the member wants.
  bool take_text(const std::string& text) {
    switch (member_->field) {
      case Field::sensor:
        if (text.empty() || !is_plain_text(text)) return false;
        reading_.sensor = sensors_.place_of(text);
        seen_ |= bit(Field::sensor);
        return true;
      case Field::read_at:
        if (const Result<base::TimePoint> time = base::parse_time(text)) {
          reading_.read_at_us = std::chrono::floor<std::chrono::microseconds>(time->time_since_epoch()).count();
          return true;
        }
        return false;
      case Field::unit:
        if (!is_plain_text(text)) return false;
        reading_.unit = units_.place_of(text);
        return true;
      case Field::quality:
        for (const store::Quality quality : {store::Quality::good, store::Quality::uncertain, store::Quality::bad}) {
          if (text != store::to_string(quality)) continue;
          reading_.quality = quality;
          return true;
        }
        return false;
      case Field::link:
      case Field::value:
        return false;
    }
    return false;
  }

  /// A value that nobody has taken. \param seen  how a message shows it
  bool other_value(const std::string& seen) {
    switch (place_) {
      case Place::skipped:
        return true;
      case Place::member:
        not_taken(seen);
        leave_member();
        return true;
      case Place::array:
        element_ = request.n_elements++;
        faulty_ = false;
        fault("invalid_reading", "a reading must be an object, but is " + seen, "");
        return true;
      case Place::readings:
        return refuse("invalid_body", "readings must be an array, but is " + seen, "readings");
      default:
        return refuse("invalid_body", "the body must be a reading or an array of readings, but is " + seen, "");
    }
  }
  void not_taken(const std::string& seen) {
    if (member_ == nullptr) return;
    seen_ |= bit(member_->field == Field::link ? Field::sensor : member_->field);  // there, if wrong
    fault(std::string(member_->code),
          std::string(member_->name) + " must be " + std::string(member_->wanted) + ", but is " + seen, member_->name);
  }

  /// An object or array that nothing is read from.
  bool skip(const std::string& seen) {
    if (place_ != Place::skipped) {
      if (!other_value(seen)) return false;
      place_after_ = place_;
      place_ = Place::skipped;
    }
    ++depth_;
    return true;
  }
  bool leave_skipped() {
    if (--depth_ == 0) place_ = place_after_;
    return true;
  }

  /// The first fault of an element is the one that is told.
  void fault(std::string code, std::string message, std::string_view field) {
    if (!faulty_)
      request.rejected.push_back({element_, std::move(code), std::move(message), request.path_of(element_, field)});
    faulty_ = true;
  }
  bool refuse(std::string code, std::string message, std::string field) {
    refused = RejectedBody{std::move(code), std::move(message), std::move(field)};
    return false;
  }

  static unsigned bit(Field field) { return 1U << static_cast<unsigned>(field); }

  const std::string& sensor_id_;
  Place place_ = Place::document;
  Place place_after_ = Place::document;  ///< what is skipped
  std::size_t depth_ = 0;                ///< of what is skipped
  const Member* member_ = nullptr;       ///< null: not kept
  bool is_in_link_ = false;
  std::size_t element_ = 0;
  bool is_whole_body_ = false;  ///< the element
  unsigned seen_ = 0;           ///< fields of the element
  bool faulty_ = false;
  SentReading reading_;
  Texts sensors_;
  Texts units_;
};

}  // namespace

const ReadingFieldNames& field_names(ReadingForm form) {
  static constexpr ReadingFieldNames kPlainNames = {"sensor_id", "read_at", "value", "unit"};
  static constexpr ReadingFieldNames kObservationNames = {"Datastream", "phenomenonTime", "result", "result"};
  return form == ReadingForm::plain ? kPlainNames : kObservationNames;
}

std::string ReadingRequest::path_of(std::size_t index, std::string_view field) const {
  if (!is_array) return std::string(field);
  const std::string element =
      (form == ReadingForm::plain ? "readings[" : "observations[") + std::to_string(index) + "]";
  return field.empty() ? element : element + "." + std::string(field);
}

std::variant<ReadingRequest, RejectedBody> read_readings(std::string_view json_text, ReadingForm form,
                                                         const std::string& sensor_id) {
  // The library's own words for nothing differ from version to version.
  if (json_text.empty())
    return RejectedBody{"invalid_json", "the body is empty: a reading or an array of readings is expected", ""};
  ReadingReader reader(form, sensor_id);
  if (nlohmann::json::sax_parse(json_text.begin(), json_text.end(), &reader)) reader.finish();
  if (reader.refused) return *std::move(reader.refused);
  if (reader.request.n_elements > kReadingsMax)
    return RejectedBody{"too_many_readings",
                        std::to_string(reader.request.n_elements) + " readings came: at most " +
                            std::to_string(kReadingsMax) + " are accepted at once",
                        ""};
  return std::move(reader.request);
}

}  // namespace clearwell::intake
