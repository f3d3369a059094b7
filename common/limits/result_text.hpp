#pragma once

#include "common/limits/limits.hpp"
#include "common/result.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace clearwell::limits {

/// What a laboratory's cell states. Nothing of it is ever silently 0.
enum class Finding {
  value,         ///< a number, or a bound of one
  not_detected,  ///< looked for and not found; the detection limit stands elsewhere, or nowhere
  present,       ///< found, not counted
  absent,        ///< not found in the volume tested
  not_measured,  ///< nobody looked
};
std::string_view to_string(Finding finding);  ///< `value`, `not_detected`, …

/// A laboratory's cell, understood.
struct ResultText {
  Finding finding = Finding::not_measured;
  MeasuredValue measured;  ///< of a value, in the unit of the cell or of its column
  std::string unit;        ///< what follows the number or the word: `mg/L`, `/100 ml`; often empty

  bool operator==(const ResultText&) const = default;
};

/// Reads a cell as laboratories of the Spanish and English speaking world write it: `7.1`, `< 0,01`, `>200.5`,
/// `1.5E-3`, `1.234,5 mg/L`, `N.D.`, `<LQ`, `ausencia en 100 ml`, `menor que 1 por 100 ml`, `-`. \param decimal_mark
/// `.` or `,`; the other one may part thousands, in groups of three, and nothing else: which of
///                      the two a `1,234` means cannot be told from the cell
/// Errors name the text and what is accepted.
Result<ResultText> read_result_text(std::string_view text, char decimal_mark);

/// The result as something that can be judged, where it says enough: absence of organisms is fewer than one, presence
/// more than none; a non-detect needs its detection limit.
/// \param detection_limit  in the same unit, where one is known from elsewhere
std::optional<MeasuredValue> measured_value(const ResultText& result, const Parameter& parameter,
                                            std::optional<double> detection_limit);

}  // namespace clearwell::limits
