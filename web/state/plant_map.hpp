#pragma once

#include "web/i18n/language.hpp"
#include "web/state/water.hpp"

#include <optional>
#include <string>
#include <vector>

/// A drawn map of where plants are: no tiles, no borders, only a frame with its graticule.
namespace clearwell::state {

struct MapPoint {
  const Plant* plant = nullptr;
  double x = 0;  ///< 0 is the left edge, 1 the right one
  double y = 0;  ///< 0 is the upper edge, 1 the lower one
};

/// A meridian or a parallel of the graticule.
struct MapLine {
  double at = 0;      ///< share of the width or of the height, as in MapPoint
  std::string label;  ///< `32° S`, `64° O`
};

struct PlantMap {
  std::vector<MapPoint> points;
  std::vector<MapLine> meridians;  ///< from west to east
  std::vector<MapLine> parallels;  ///< from north to south
};

/// The plants whose position is known, with air around them; empty when there is none. A degree of longitude is drawn
/// as long as it is on the middle parallel (equirectangular projection). A range over the date line is not joined.
/// \param aspect  width of the frame divided by its height
std::optional<PlantMap> plant_map(const std::vector<Plant>& plants, double aspect, i18n::Language language);

}  // namespace clearwell::state
