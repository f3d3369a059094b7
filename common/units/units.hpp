#pragma once

#include "common/result.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What a unit text of a laboratory sheet means, and how its values become those of another unit. The factors are data:
/// units.json beside this file, and the bases in limits/parameters.json.
namespace clearwell::units {

/// times / over, kept apart: a division by 1000 is correctly rounded, a multiplication by 0.001 is not.
struct Ratio {
  double times = 1;
  double over = 1;

  bool operator==(const Ratio&) const = default;
};

/// A unit of a quantity: (value + shift) · times / over gives the value in the quantity's first unit.
struct Unit {
  std::string name;
  std::vector<std::string> aliases;  ///< compared without regard to case, blanks and the two kinds of µ
  double shift = 0;
  Ratio ratio;

  bool operator==(const Unit&) const = default;
};

/// What the number is a number of: nitrate may be weighed as NO3 or as its nitrogen alone, conductivity be referred to
/// 20 or 25 °C. times / over turns a value on this basis into one on the first.
struct Basis {
  std::string name;
  std::vector<std::string> aliases;
  Ratio ratio;
  bool assumed = false;  ///< meant where a text names none

  bool operator==(const Basis&) const = default;
};

/// Units that convert into one another, for example `mass_concentration`.
struct Quantity {
  std::string code;
  std::vector<Unit> units;  ///< at least one

  bool operator==(const Quantity&) const = default;
};

/// A unit text, understood.
class Conversion {
 public:
  const std::string& unit() const { return unit_; }    ///< the unit's own name, whatever alias was written
  const std::string& basis() const { return basis_; }  ///< empty where the parameter has none

  /// A value in the text's unit and basis, as one of the parameter's canonical unit.
  double to_canonical(double value) const { return (value + shift_) * ratio_.times / ratio_.over - canonical_shift_; }
  double from_canonical(double value) const { return (value + canonical_shift_) * ratio_.over / ratio_.times - shift_; }
  /// Whether the two are the same, number by number.
  bool is_identity() const { return ratio_ == Ratio{} && shift_ == canonical_shift_; }

 private:
  friend Result<Conversion> understand(std::string_view, std::string_view, const Quantity&, std::span<const Basis>);
  std::string unit_;
  std::string basis_;
  double shift_ = 0;
  double canonical_shift_ = 0;
  Ratio ratio_;
};

/// Reads a unit text such as `mg/L as N`, `ug/l`, `uS/cm @25C`, `MPN/100mL`.
/// \param text       as the sheet has it
/// \param canonical  the unit text that values are wanted in, with its basis
/// Errors name the text and what is accepted; a text without a basis is one where none may be assumed, since the two
/// readings of nitrate differ by a factor of four.
Result<Conversion> understand(std::string_view text, std::string_view canonical, const Quantity& quantity,
                              std::span<const Basis> bases);

/// Reads units.json. Errors name the JSON path.
Result<std::vector<Quantity>> parse_quantities(std::string_view units_json);
/// The quantities of the embedded file.
std::span<const Quantity> quantities();
/// The quantity of that code, null when there is none.
const Quantity* find_quantity(std::string_view code);

}  // namespace clearwell::units
