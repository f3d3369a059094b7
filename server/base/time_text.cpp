#include "server/base/time_text.hpp"

#include <charconv>
#include <cstdint>
#include <cstdio>
#include <optional>

namespace clearwell::base {
namespace {

using std::chrono::floor;

/// Takes the text apart from left to right. After the first mismatch every further call fails too.
class Cursor {
 public:
  explicit Cursor(std::string_view rest) : rest_(rest) {}

  /// Exactly `count` digits.
  int digits(int count) {
    int number = 0;
    for (int i = 0; i < count; ++i) {
      if (!at_digit()) return fail();
      number = number * 10 + (take() - '0');
    }
    return number;
  }
  bool one_of(std::string_view characters) {
    if (!ok_ || rest_.empty() || characters.find(rest_.front()) == std::string_view::npos) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void expect(std::string_view characters) {
    if (!one_of(characters)) fail();
  }
  /// Digits after the decimal point, as nanoseconds.
  std::chrono::nanoseconds fraction() {
    if (!at_digit()) fail();
    std::int64_t nanoseconds = 0;
    for (std::int64_t unit = 100'000'000; at_digit(); unit /= 10)
      nanoseconds += (take() - '0') * unit;
    return std::chrono::nanoseconds(nanoseconds);
  }
  bool ended_well() const { return ok_ && rest_.empty(); }
  bool at_end() const { return rest_.empty(); }
  int fail() {
    ok_ = false;
    return 0;
  }

 private:
  bool at_digit() const { return ok_ && !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; }
  char take() {
    const char first = rest_.front();
    rest_.remove_prefix(1);
    return first;
  }

  std::string_view rest_;
  bool ok_ = true;
};

/// `Z`, `+01:00`, `+0100` or `+01`, as the time to subtract.
std::chrono::minutes parse_offset(Cursor& cursor) {
  if (cursor.one_of("Zz")) return std::chrono::minutes(0);
  const bool negative = cursor.one_of("-");
  if (!negative) cursor.expect("+");
  const int hours = cursor.digits(2);
  cursor.one_of(":");
  const int minutes = cursor.at_end() ? 0 : cursor.digits(2);
  if (hours > 23 || minutes > 59) cursor.fail();
  const std::chrono::minutes offset = std::chrono::hours(hours) + std::chrono::minutes(minutes);
  return negative ? -offset : offset;
}

std::optional<TimePoint> parse(std::string_view text) {
  Cursor cursor(text);
  const int year = cursor.digits(4);
  cursor.expect("-");
  const int month = cursor.digits(2);
  cursor.expect("-");
  const int day = cursor.digits(2);
  cursor.expect("Tt ");
  const int hour = cursor.digits(2);
  cursor.expect(":");
  const int minute = cursor.digits(2);
  cursor.expect(":");
  const int second = cursor.digits(2);
  const std::chrono::nanoseconds fraction = cursor.one_of(".") ? cursor.fraction() : std::chrono::nanoseconds(0);
  const std::chrono::minutes offset = parse_offset(cursor);
  if (!cursor.ended_well()) return std::nullopt;

  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok() || year < 1970 || year > 2261 || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  return TimePoint(std::chrono::duration_cast<TimePoint::duration>(
      std::chrono::sys_days(date).time_since_epoch() + std::chrono::hours(hour) + std::chrono::minutes(minute) +
      std::chrono::seconds(second) + fraction - offset));
}

}  // namespace

std::string format_time_seconds(TimePoint time) {
  const auto day = floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(floor<std::chrono::seconds>(time - day));
  char text[64];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return text;
}

std::string format_day(TimePoint time) {
  return format_time_seconds(time).substr(0, std::string_view("2026-03-12").size());
}

std::string add_days(std::string_view day, int days) {
  const auto number = [&](std::size_t first, std::size_t length) {
    int value = 0;
    std::from_chars(day.data() + first, day.data() + first + length, value);
    return value;
  };
  const std::chrono::year_month_day date(std::chrono::year(number(0, 4)),
                                         std::chrono::month(static_cast<unsigned>(number(5, 2))),
                                         std::chrono::day(static_cast<unsigned>(number(8, 2))));
  const std::chrono::year_month_day moved(std::chrono::sys_days(date) + std::chrono::days(days));
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(moved.year()),
                static_cast<unsigned>(moved.month()), static_cast<unsigned>(moved.day()));
  return text;
}

std::string format_time(TimePoint time) {
  const auto second = floor<std::chrono::seconds>(time);
  char fraction[16];
  std::snprintf(fraction, sizeof fraction, ".%03dZ",
                static_cast<int>(floor<std::chrono::milliseconds>(time - second).count()));
  std::string text = format_time_seconds(second);
  text.pop_back();
  return text + fraction;
}

Result<TimePoint> parse_time(std::string_view text) {
  if (const std::optional<TimePoint> time = parse(text)) return *time;
  return Error{
      "time: \"" + std::string(text) + "\" is not a time with its offset from UTC, such as 2026-03-12T08:00:00Z", ""};
}

}  // namespace clearwell::base
