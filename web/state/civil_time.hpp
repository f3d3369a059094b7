#pragma once

#include "web/i18n/language.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Dates for people. Times are seconds since 1970 UTC; what is shown is the plant's own day, so callers add its offset.
namespace clearwell::state {

inline constexpr std::int64_t kDaySeconds = 86'400;

/// `2026-03-12T08:00:00Z`, seconds may have a fraction, which is dropped; also a bare date. Empty for anything else.
std::optional<std::int64_t> parse_utc(std::string_view text);

/// `2026-03-12T00:00:00Z`
std::string utc_text(std::int64_t time);

/// `12 March 2026`, `12 de marzo de 2026`
std::string date_in_words(std::int64_t time, i18n::Language language);

/// `12 Mar 2026`, `12 mar 2026`; no line breaks inside it
std::string short_date(std::int64_t time, i18n::Language language);

/// A mark on a time axis.
struct TimeTick {
  std::int64_t time = 0;
  std::string label;

  bool operator==(const TimeTick&) const = default;
};

/// At most `most` marks at whole days, months or years; a new year carries its number.
/// \pre  most >= 1
std::vector<TimeTick> time_ticks(std::int64_t from, std::int64_t to, int most, i18n::Language language);

}  // namespace clearwell::state
