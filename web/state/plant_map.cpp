#include "web/state/plant_map.hpp"

#include "web/state/number_text.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace clearwell::state {
namespace {

constexpr double kRadians = 3.14159265358979323846 / 180;
constexpr double kAir = 1.35;          // of the plants' own extent
constexpr double kLeastDegrees = 0.5;  // of latitude; below, one town would look like a country

/// Degrees of one axis.
struct Axis {
  double middle = 0;
  double length = 0;

  double low() const { return middle - length / 2; }
  double high() const { return middle + length / 2; }
  double share(double degrees) const { return (degrees - low()) / length; }
};

Axis around(double low, double high) {
  return {(low + high) / 2, (high - low) * kAir};
}

/// The finest round step that leaves at most `most` lines.
double step_of(const Axis& axis, int most) {
  constexpr std::array<double, 10> kSteps = {0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 45};
  for (const double step : kSteps) {
    if (axis.length / step <= most) return step;
  }
  return 90;
}

std::string degrees_text(double degrees, double step, char positive, char negative, i18n::Language language) {
  std::string text = number_text(std::abs(degrees), step < 1 ? 1 : 0, language) + "°";
  if (std::abs(degrees) < step / 2) return text;
  return text + "\u00A0" + (degrees > 0 ? positive : negative);
}

}  // namespace

std::optional<PlantMap> plant_map(const std::vector<Plant>& plants, double aspect, i18n::Language language) {
  std::vector<const Plant*> placed;
  for (const Plant& plant : plants) {
    if (plant.latitude && plant.longitude) placed.push_back(&plant);
  }
  if (placed.empty()) return std::nullopt;
  const auto [south, north] = std::minmax_element(
      placed.begin(), placed.end(), [](const Plant* a, const Plant* b) { return *a->latitude < *b->latitude; });
  const auto [west, east] = std::minmax_element(
      placed.begin(), placed.end(), [](const Plant* a, const Plant* b) { return *a->longitude < *b->longitude; });
  Axis latitude = around(*(*south)->latitude, *(*north)->latitude);
  Axis longitude = around(*(*west)->longitude, *(*east)->longitude);
  // At the poles a degree of longitude has no length.
  const double shortening = std::max(std::cos(latitude.middle * kRadians), 0.05);
  latitude.length = std::max({latitude.length, longitude.length * shortening / aspect, kLeastDegrees});
  longitude.length = latitude.length * aspect / shortening;

  PlantMap map;
  for (const Plant* plant : placed)
    map.points.push_back({plant, longitude.share(*plant->longitude), 1 - latitude.share(*plant->latitude)});
  const double step = std::max(step_of(latitude, 4), step_of(longitude, 3));
  for (double at = std::ceil(longitude.low() / step) * step; at <= longitude.high(); at += step)
    map.meridians.push_back(
        {longitude.share(at), degrees_text(at, step, 'E', language == i18n::Language::es ? 'O' : 'W', language)});
  for (double at = std::floor(latitude.high() / step) * step; at >= latitude.low(); at -= step)
    map.parallels.push_back({1 - latitude.share(at), degrees_text(at, step, 'N', 'S', language)});
  return map;
}

}  // namespace clearwell::state
