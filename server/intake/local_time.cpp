#include "server/intake/local_time.hpp"

#include <array>
#include <chrono>
#include <cstdio>
#include <optional>

namespace clearwell::intake {
namespace {

struct Parts {
  int year = 0;
  int month = 1;
  int day = 1;
  int hour = 0;
  int minute = 0;
  int second = 0;
  std::string fraction;
  std::optional<bool> afternoon;
  std::optional<int> offset_minutes;
  bool half_day = false;  ///< the hour is one of 1 to 12
};

/// Takes a text apart by a format. Every step says whether the text went on as the format wants it.
class FormatReader {
 public:
  FormatReader(std::string_view text, std::string_view format) : text_(text), format_(format) {}

  std::optional<Parts> read() {
    while (!format_.empty()) {
      const char token = take(format_);
      const bool fits = token == '%' && !format_.empty() ? read_part(take(format_)) : take_if(token);
      if (!fits) return std::nullopt;
    }
    if (!text_.empty() || !find_hour()) return std::nullopt;
    return parts_;
  }

 private:
  static char take(std::string_view& from) {
    const char first = from.front();
    from.remove_prefix(1);
    return first;
  }
  bool take_if(char wanted) {
    if (text_.empty() || text_.front() != wanted) return false;
    text_.remove_prefix(1);
    return true;
  }
  bool at_digit() const { return !text_.empty() && text_.front() >= '0' && text_.front() <= '9'; }

  bool read_digits(int at_least, int at_most, int& number) {
    number = 0;
    int n = 0;
    for (; n < at_most && at_digit(); ++n)
      number = number * 10 + (take(text_) - '0');
    return n >= at_least;
  }

  bool read_part(char part) {
    switch (part) {
      case 'Y':
        return read_digits(4, 4, parts_.year);
      case 'm':
        return read_digits(1, 2, parts_.month);
      case 'd':
        return read_digits(1, 2, parts_.day);
      case 'I':
        parts_.half_day = true;
        return read_digits(1, 2, parts_.hour);
      case 'H':
        return read_digits(1, 2, parts_.hour);
      case 'M':
        return read_digits(1, 2, parts_.minute);
      case 'S':
        return read_digits(1, 2, parts_.second) && read_fraction();
      case 'p':
        return read_half();
      case 'z':
        return read_offset();
      case '%':
        return take_if('%');
      default:
        return false;
    }
  }

  bool read_fraction() {
    if (!take_if('.')) return true;
    constexpr std::size_t kMicroseconds = 6;  // what PostgreSQL keeps
    bool any = false;
    for (; at_digit(); any = true) {
      const char digit = take(text_);
      if (parts_.fraction.size() < kMicroseconds) parts_.fraction += digit;
    }
    return any;
  }

  bool read_half() {
    if (text_.size() < 2 || (text_[1] != 'M' && text_[1] != 'm')) return false;
    const char half = text_[0];
    if (half != 'A' && half != 'a' && half != 'P' && half != 'p') return false;
    parts_.afternoon = half == 'P' || half == 'p';
    text_.remove_prefix(2);
    return true;
  }

  bool read_offset() {
    parts_.offset_minutes = 0;
    if (take_if('Z') || take_if('z')) return true;
    const bool west = take_if('-');
    int hours = 0;
    int minutes = 0;
    if ((!west && !take_if('+')) || !read_digits(2, 2, hours)) return false;
    take_if(':');
    if (at_digit() && !read_digits(2, 2, minutes)) return false;
    if (hours > 15 || minutes > 59) return false;
    parts_.offset_minutes = (west ? -1 : 1) * (hours * 60 + minutes);
    return true;
  }

  bool find_hour() {
    if (!parts_.half_day) return true;
    if (parts_.hour < 1 || parts_.hour > 12 || !parts_.afternoon) return false;
    parts_.hour = parts_.hour % 12 + (*parts_.afternoon ? 12 : 0);
    return true;
  }

  std::string_view text_;
  std::string_view format_;
  Parts parts_;
};

bool is_of_calendar(const Parts& parts) {
  const std::chrono::year_month_day date{std::chrono::year(parts.year),
                                         std::chrono::month(static_cast<unsigned>(parts.month)),
                                         std::chrono::day(static_cast<unsigned>(parts.day))};
  return date.ok() && parts.year >= 1800 && parts.hour <= 23 && parts.minute <= 59 && parts.second <= 59;
}

bool names(std::string_view format, char part) {
  return format.find(std::string{'%', part}) != std::string_view::npos;
}

store::TimePrecision precision_of(std::string_view format) {
  if (names(format, 'H') || names(format, 'I')) return store::TimePrecision::moment;
  if (names(format, 'd')) return store::TimePrecision::day;
  return names(format, 'm') ? store::TimePrecision::month : store::TimePrecision::year;
}

std::string as_text(const Parts& parts) {
  std::array<char, 96> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02d-%02d %02d:%02d:%02d", parts.year, parts.month, parts.day,
                parts.hour, parts.minute, parts.second);
  return text.data() + (parts.fraction.empty() ? "" : "." + parts.fraction);
}

/// The same time by the clock of UTC.
Parts in_utc(Parts parts) {
  using std::chrono::sys_days;
  const sys_days day =
      std::chrono::year_month_day{std::chrono::year(parts.year), std::chrono::month(static_cast<unsigned>(parts.month)),
                                  std::chrono::day(static_cast<unsigned>(parts.day))};
  const auto minute = day + std::chrono::minutes(parts.hour * 60 + parts.minute - *parts.offset_minutes);
  const auto utc_day = std::chrono::floor<std::chrono::days>(minute);
  const std::chrono::year_month_day date(utc_day);
  const auto of_day = static_cast<int>((minute - utc_day).count());
  parts.year = static_cast<int>(date.year());
  parts.month = static_cast<int>(static_cast<unsigned>(date.month()));
  parts.day = static_cast<int>(static_cast<unsigned>(date.day()));
  parts.hour = of_day / 60;
  parts.minute = of_day % 60;
  return parts;
}

}  // namespace

Result<store::LocalTime> parse_local_time(std::string_view text, std::span<const std::string> formats) {
  std::string accepted;
  for (const std::string& format : formats) {
    accepted += (accepted.empty() ? "" : " or ") + format;
    const std::optional<Parts> parts = FormatReader(text, format).read();
    if (!parts) continue;
    if (!is_of_calendar(*parts)) return Error{"is a time that no calendar has (read as " + format + ")", ""};
    if (parts->offset_minutes) return store::LocalTime{as_text(in_utc(*parts)), "UTC", precision_of(format)};
    return store::LocalTime{as_text(*parts), "", precision_of(format)};
  }
  return Error{"is not a time (accepted: " + accepted + ")", ""};
}

Result<Ok> check_time_format(std::string_view format) {
  constexpr std::string_view kParts = "YmdHMSIpz%";
  for (std::size_t i = 0; i < format.size(); ++i) {
    if (format[i] != '%') continue;
    if (++i == format.size() || kParts.find(format[i]) == std::string_view::npos)
      return Error{"the time format \"" + std::string(format) +
                       "\" holds a % that means nothing (accepted: %Y %m %d %H %M %S %I %p %z %%)",
                   ""};
  }
  if (!names(format, 'Y')) return Error{"the time format \"" + std::string(format) + "\" names no year (%Y)", ""};
  if (names(format, 'd') && !names(format, 'm'))
    return Error{"the time format \"" + std::string(format) + "\" names a day without its month (%m)", ""};
  if (names(format, 'I') != names(format, 'p'))
    return Error{"the time format \"" + std::string(format) + "\" needs both or none of %I and %p", ""};
  return Ok{};
}

}  // namespace clearwell::intake
