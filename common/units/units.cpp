#include "common/units/units.hpp"

#include "common/units/unit_text.hpp"

#include <cmath>
#include <cstdint>
#include <numeric>
#include <optional>

namespace clearwell::units {
namespace {

/// A unit text taken apart.
struct Reading {
  const Unit* unit = nullptr;
  const Basis* basis = nullptr;  // null: none was named
};

bool means(std::string_view folded, const std::string& name, const std::vector<std::string>& aliases) {
  if (folded == fold(name)) return true;
  for (const std::string& alias : aliases)
    if (folded == fold(alias)) return true;
  return false;
}

const Unit* find_unit(std::string_view folded, const Quantity& quantity) {
  for (const Unit& unit : quantity.units)
    if (means(folded, unit.name, unit.aliases)) return &unit;
  return nullptr;
}

const Basis* find_basis(std::string_view folded, std::span<const Basis> bases) {
  for (const Basis& basis : bases)
    if (means(folded, basis.name, basis.aliases)) return &basis;
  return nullptr;
}

/// Every way to cut the text into a unit and a basis; the first that fits.
std::optional<Reading> read(std::string_view text, const Quantity& quantity, std::span<const Basis> bases) {
  for (const UnitText& cut : cuts(text)) {
    const Unit* const unit = find_unit(cut.unit, quantity);
    if (unit == nullptr) continue;
    if (cut.basis.empty()) return Reading{unit, nullptr};
    if (const Basis* const basis = find_basis(cut.basis, bases)) return Reading{unit, basis};
  }
  return std::nullopt;
}

const Basis* assumed(std::span<const Basis> bases) {
  for (const Basis& basis : bases)
    if (basis.assumed) return &basis;
  return nullptr;
}

std::string joined_names(const auto& items, std::string_view last_word) {
  std::string names;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) names += i + 1 < items.size() ? ", " : " " + std::string(last_word) + " ";
    names += items[i].name.empty() ? "no unit" : items[i].name;
  }
  return names;
}

bool is_whole(double value) {
  return std::floor(value) == value && std::fabs(value) < 1e15;
}

/// The same ratio in lowest terms, so that a unit turned into itself leaves every number as it is.
Ratio reduced(Ratio ratio) {
  if (ratio.times == ratio.over) return {};
  if (!is_whole(ratio.times) || !is_whole(ratio.over)) return ratio;
  const auto divisor =
      static_cast<double>(std::gcd(static_cast<std::int64_t>(ratio.times), static_cast<std::int64_t>(ratio.over)));
  return {ratio.times / divisor, ratio.over / divisor};
}

/// a divided by b, whole numbers kept whole.
Ratio quotient(Ratio a, Ratio b) {
  return reduced({a.times * b.over, a.over * b.times});
}

}  // namespace

Result<Conversion> understand(std::string_view text, std::string_view canonical, const Quantity& quantity,
                              std::span<const Basis> bases) {
  const std::optional<Reading> wanted = read(canonical, quantity, bases);
  if (!wanted) return Error{"\"" + std::string(canonical) + "\" is no unit of " + quantity.code, "unit"};
  const std::optional<Reading> stated = read(text, quantity, bases);
  if (!stated)
    return Error{"the unit \"" + std::string(text) +
                     "\" is not known (accepted: " + joined_names(quantity.units, "or") +
                     (bases.empty() ? "" : ", as " + joined_names(bases, "or")) + ")",
                 "unit"};
  const Basis* const basis = stated->basis != nullptr ? stated->basis : assumed(bases);
  if (basis == nullptr && !bases.empty())
    return Error{"the unit \"" + std::string(text) + "\" does not say whether as " + joined_names(bases, "or"), "unit"};

  const Ratio units = quotient(stated->unit->ratio, wanted->unit->ratio);
  const Basis* const wanted_basis = wanted->basis != nullptr ? wanted->basis : assumed(bases);
  const Ratio by_basis = basis == wanted_basis ? Ratio{} : quotient(basis->ratio, wanted_basis->ratio);
  Conversion conversion;
  conversion.unit_ = stated->unit->name;
  conversion.basis_ = basis == nullptr ? "" : basis->name;
  conversion.shift_ = stated->unit->shift;
  conversion.canonical_shift_ = wanted->unit->shift;
  conversion.ratio_ = reduced({units.times * by_basis.times, units.over * by_basis.over});
  return conversion;
}

const Quantity* find_quantity(std::string_view code) {
  for (const Quantity& quantity : quantities())
    if (quantity.code == code) return &quantity;
  return nullptr;
}

}  // namespace clearwell::units
