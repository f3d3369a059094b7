#include "server/scheduler/daily_schedule.hpp"

#include <cctype>
#include <iterator>
#include <string>

namespace clearwell::scheduler {

base::TimePoint latest_occurrence(base::TimePoint now, std::chrono::minutes utc_time_of_day) {
  const base::TimePoint today = std::chrono::floor<std::chrono::days>(now) + utc_time_of_day;
  return today <= now ? today : today - std::chrono::days(1);
}

base::TimePoint next_occurrence(base::TimePoint moment, std::chrono::minutes utc_time_of_day) {
  return latest_occurrence(moment, utc_time_of_day) + std::chrono::days(1);
}

Result<std::optional<std::chrono::minutes>> parse_time_of_day(std::string_view text) {
  if (text == "off") return std::optional<std::chrono::minutes>();
  const auto digit = [&](std::size_t at) { return std::isdigit(static_cast<unsigned char>(text[at])) != 0; };
  if (text.size() == 5 && text[2] == ':' && digit(0) && digit(1) && digit(3) && digit(4)) {
    const int hour = (text[0] - '0') * 10 + (text[1] - '0');
    const int minute = (text[3] - '0') * 10 + (text[4] - '0');
    if (hour < 24 && minute < 60) return std::optional(std::chrono::minutes(hour * 60 + minute));
  }
  return Error{
      "'" + std::string(text) + "' is not a time of day; HH:MM in UTC from 00:00 to 23:59, or off, is accepted",
      "--retrain-at"};
}

std::optional<std::chrono::minutes> retry_after(int attempts) {
  constexpr std::chrono::minutes kWaits[] = {std::chrono::minutes(1), std::chrono::minutes(5),
                                             std::chrono::minutes(25)};
  if (attempts < 1) return std::chrono::minutes(0);
  if (attempts > static_cast<int>(std::size(kWaits))) return std::nullopt;
  return kWaits[attempts - 1];
}

}  // namespace clearwell::scheduler
