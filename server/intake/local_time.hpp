#pragma once

#include "common/result.hpp"
#include "server/store/record_writer.hpp"

#include <span>
#include <string>
#include <string_view>

namespace clearwell::intake {

/// Reads a time by the first format that fits the whole text. A format holds `%Y` (four digits), `%m` `%d` `%H` `%M`
/// (one or two), `%S` (and a fraction, where the text has one), `%I` with `%p` (AM, PM), `%z` (an offset such as
/// `+02:00` or `Z`), `%%`, and otherwise the characters themselves. How exact the time is, is what the format names.
/// The zone is empty but for `%z`, where the time is turned into UTC. Errors: no format fits, or no calendar has it.
Result<store::LocalTime> parse_local_time(std::string_view text, std::span<const std::string> formats);

/// Whether the format is one, and names a year at least. The error says what is wrong with it.
Result<Ok> check_time_format(std::string_view format);

}  // namespace clearwell::intake
