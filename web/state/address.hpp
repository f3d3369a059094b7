#pragma once

#include <optional>
#include <string>
#include <string_view>

/// What the part of the address after `#` can say, so that a view can be kept and sent.
namespace clearwell::state {

enum class Section { plants, try_it, model };
enum class ChartSpan { month, year, five_years, all };

/// `section=try&plant=north&parameter=turbidity&range=1y`; every part may be missing.
struct Address {
  std::optional<Section> section;
  std::string plant_id;
  std::string parameter;
  std::optional<ChartSpan> span;

  bool operator==(const Address&) const = default;
};

/// Reads `#…` or `…`; what is unknown or misspelt is ignored, because an address may be old.
Address parse_address(std::string_view hash);

/// Without the leading `#`.
std::string to_hash(const Address& address);

/// Percent-encoding of all but letters, digits, `-`, `_`, `.` and `~` (RFC 3986, section 2.3).
std::string percent_encoded(std::string_view text);

}  // namespace clearwell::state
