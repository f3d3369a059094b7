#pragma once

#include "server/base/localized_text.hpp"
#include "server/report/svg.hpp"

/// What the plots of a run have in common: a title and a note over a square that curves or dots are drawn in.
namespace clearwell::report::figure {

constexpr double kWidth = 460;
constexpr double kHeight = 470;
constexpr double kTop = 62;    ///< of the square
constexpr double kSide = 350;  ///< of the square

/// A drawing that says what it shows: as text over the square and to those who cannot see it.
Svg begun(const base::LocalizedText& title, const base::LocalizedText& note, base::Language language,
          double height = kHeight);

}  // namespace clearwell::report::figure
