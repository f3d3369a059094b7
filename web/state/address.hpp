#pragma once

#include "web/state/water.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// What the part of the address after `#` can say, so that a view can be kept and sent.
namespace clearwell::state {

enum class Section { plants, try_it, model, replay };
/// What the section of the model shows.
enum class ModelView { card, figures, data, history };
enum class ChartSpan { month, year, five_years, all };

/// `section=plants&plant=north&parameter=turbidity&range=1y&with=ph&from=2026-01-03&to=2026-02-10&list=open&find=north`;
/// `section=try&plant=north&sample=12`, `section=model&view=figures`,
/// `section=replay&inference=7`; every part may be missing.
struct Address {
  std::optional<Section> section;
  std::string plant_id;
  std::string parameter;
  std::optional<ChartSpan> span;
  std::string compared = {};                   ///< parameter beneath the first on the chart
  std::optional<DateRange> dates = {};         ///< on the chart, in whole days
  bool list_open = false;                      ///< the list of plants, on a phone
  std::string query = {};                      ///< in the search field
  std::optional<std::int64_t> sample_id = {};  ///< whose values are tried
  std::optional<ModelView> model_view = {};
  std::optional<std::int64_t> inference_id = {};  ///< that is computed again

  bool operator==(const Address&) const = default;
};

/// Reads `#…` or `…`; what is unknown or misspelt is ignored, because an address may be old.
Address parse_address(std::string_view hash);

/// Without the leading `#`. Dates that are no whole days are widened to them.
std::string to_hash(const Address& address);

/// Percent-encoding of all but letters, digits, `-`, `_`, `.` and `~` (RFC 3986, section 2.3).
std::string percent_encoded(std::string_view text);

}  // namespace clearwell::state
