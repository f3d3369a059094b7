#include "server/scoring/flags.hpp"

#include <algorithm>
#include <cmath>

namespace clearwell::scoring {
namespace {

/// The limits rounded as the measurement was, so that a value on the limit is inside whatever its decimals.
spec::Range rounded(double low, double high) {
  return {static_cast<double>(static_cast<float>(low)), static_cast<double>(static_cast<float>(high))};
}

}  // namespace

std::string_view to_string(FlagKind kind) {
  switch (kind) {
    case FlagKind::not_measured:
      return "not_measured";
    case FlagKind::outside_plausible_range:
      return "outside_plausible_range";
    case FlagKind::outside_training_range:
      break;
  }
  return "outside_training_range";
}

std::vector<Flag> flags_of(const Predictor& predictor, std::span<const float> row) {
  std::vector<Flag> flags;
  for (std::size_t i = 0; i < row.size(); ++i) {
    const TrainingRange& seen = predictor.facts().training_ranges[i];
    const spec::Range trained_on = rounded(seen.low, seen.high);
    const spec::Range& limits = predictor.spec().features[i].plausible;
    const spec::Range plausible = rounded(limits.low, limits.high);
    const auto value = static_cast<double>(row[i]);
    if (std::isnan(row[i])) {
      flags.push_back({i, FlagKind::not_measured, std::nullopt, trained_on});
    } else if (!plausible.contains(value)) {
      flags.push_back({i, FlagKind::outside_plausible_range, row[i], plausible});
    } else if (!trained_on.contains(value)) {
      flags.push_back({i, FlagKind::outside_training_range, row[i], trained_on});
    }
  }
  return flags;
}

bool nothing_measured(std::span<const float> row) {
  return std::ranges::all_of(row, [](float value) { return std::isnan(value); });
}

}  // namespace clearwell::scoring
