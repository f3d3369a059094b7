#include "web/state/civil_time.hpp"

#include <array>
#include <chrono>
#include <cstdio>

namespace clearwell::state {
namespace {

using i18n::Language;

constexpr std::array<std::string_view, 12> kMonthsEn = {"January",   "February", "March",    "April",
                                                        "May",       "June",     "July",     "August",
                                                        "September", "October",  "November", "December"};
constexpr std::array<std::string_view, 12> kMonthsEs = {"enero",      "febrero", "marzo",     "abril",
                                                        "mayo",       "junio",   "julio",     "agosto",
                                                        "septiembre", "octubre", "noviembre", "diciembre"};

std::string_view month_name(unsigned month, Language language) {
  return (language == Language::es ? kMonthsEs : kMonthsEn)[month - 1];
}

struct CivilDate {
  int year = 1970;
  unsigned month = 1;
  unsigned day = 1;
};

std::int64_t days_of(const CivilDate& date) {
  using namespace std::chrono;
  return sys_days{year{date.year} / month{date.month} / day{date.day}}.time_since_epoch().count();
}

std::int64_t floor_days(std::int64_t time) {
  return (time >= 0 ? time : time - (kDaySeconds - 1)) / kDaySeconds;
}

CivilDate civil(std::int64_t time) {
  using namespace std::chrono;
  const year_month_day date{sys_days{days{static_cast<int>(floor_days(time))}}};
  return {static_cast<int>(date.year()), static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day())};
}

/// The digits text[at, at + length) as a number; -1 when one of them is none.
int digits(std::string_view text, std::size_t at, std::size_t length) {
  if (at + length > text.size()) return -1;
  int value = 0;
  for (const char c : text.substr(at, length)) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

/// Steps of an axis, finest first. Either days or months is not 0.
struct Step {
  int days;
  int months;
};
constexpr std::array<Step, 13> kSteps = {
    {{1, 0}, {2, 0}, {7, 0}, {14, 0}, {0, 1}, {0, 2}, {0, 3}, {0, 6}, {0, 12}, {0, 24}, {0, 60}, {0, 120}, {0, 600}}};

std::string tick_label(const CivilDate& date, const Step& step, Language language) {
  if (step.months >= 12) return std::to_string(date.year);
  if (step.months > 0 && date.month == 1) return std::to_string(date.year);
  const std::string month(month_name(date.month, language).substr(0, 3));
  return step.months > 0 ? month : std::to_string(date.day) + " " + month;
}

std::vector<TimeTick> day_ticks(std::int64_t from, std::int64_t to, const Step& step, Language language) {
  std::vector<TimeTick> ticks;
  std::int64_t day = floor_days(from + kDaySeconds - 1);
  day += (step.days - day % step.days) % step.days;
  for (; day * kDaySeconds <= to; day += step.days) {
    ticks.push_back({day * kDaySeconds, tick_label(civil(day * kDaySeconds), step, language)});
  }
  return ticks;
}

std::vector<TimeTick> month_ticks(std::int64_t from, std::int64_t to, const Step& step, Language language) {
  std::vector<TimeTick> ticks;
  const CivilDate first = civil(from);
  int month = first.year * 12 + static_cast<int>(first.month) - 1;
  month += (step.months - month % step.months) % step.months;
  for (;; month += step.months) {
    const CivilDate date{month / 12, static_cast<unsigned>(month % 12) + 1, 1};
    const std::int64_t time = days_of(date) * kDaySeconds;
    if (time > to) return ticks;
    if (time >= from) ticks.push_back({time, tick_label(date, step, language)});
  }
}

}  // namespace

std::optional<std::int64_t> parse_utc(std::string_view text) {
  const int year = digits(text, 0, 4);
  const int month = digits(text, 5, 2);
  const int day = digits(text, 8, 2);
  if (year < 0 || month < 1 || month > 12 || day < 1 || day > 31 || text[4] != '-' || text[7] != '-')
    return std::nullopt;
  const std::int64_t midnight = days_of({year, static_cast<unsigned>(month), static_cast<unsigned>(day)}) * kDaySeconds;
  if (text.size() == 10) return midnight;
  const int hour = digits(text, 11, 2);
  const int minute = digits(text, 14, 2);
  const int second = digits(text, 17, 2);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60 || text.back() != 'Z')
    return std::nullopt;
  return midnight + hour * 3600 + minute * 60 + second;
}

std::string utc_text(std::int64_t time) {
  const CivilDate date = civil(time);
  const auto second = static_cast<int>(time - floor_days(time) * kDaySeconds);
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02dZ", date.year, date.month, date.day,
                second / 3600, second / 60 % 60, second % 60);
  return text.data();
}

std::string date_in_words(std::int64_t time, Language language) {
  const CivilDate date = civil(time);
  const std::string between = language == Language::es ? " de " : " ";
  return std::to_string(date.day) + between + std::string(month_name(date.month, language)) + between +
         std::to_string(date.year);
}

std::string short_date(std::int64_t time, Language language) {
  const CivilDate date = civil(time);
  const std::string gap = "\u00A0";
  return std::to_string(date.day) + gap + std::string(month_name(date.month, language).substr(0, 3)) + gap +
         std::to_string(date.year);
}

std::vector<TimeTick> time_ticks(std::int64_t from, std::int64_t to, int most, Language language) {
  if (to <= from) return {};
  for (const Step& step : kSteps) {
    // Cheap estimate first, so that a hundred years are not counted in days.
    const std::int64_t step_seconds = (step.days + step.months * 30) * kDaySeconds;
    if ((to - from) / step_seconds > most) continue;
    std::vector<TimeTick> ticks =
        step.days > 0 ? day_ticks(from, to, step, language) : month_ticks(from, to, step, language);
    if (static_cast<int>(ticks.size()) <= most) return ticks;
  }
  return {};
}

}  // namespace clearwell::state
