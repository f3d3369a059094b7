#pragma once

#include "common/scoring/predictor.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace clearwell::scoring {

enum class FlagKind {
  not_measured,             ///< the model goes on without it
  outside_plausible_range,  ///< the spec's: probably a wrong unit or a broken sensor
  outside_training_range,   ///< plausible, but the model has seen nothing like it
};
/// As the API and the batch files say it: `not_measured`, …
std::string_view to_string(FlagKind kind);

/// A measurement, or the lack of one, that makes an answer less trustworthy. The answer is given all the same: the
/// caller decides.
struct Flag {
  std::size_t feature = 0;  ///< index in the spec
  FlagKind kind = FlagKind::not_measured;
  std::optional<float> value;  ///< empty where not measured
  spec::Range accepted;        ///< what would not have raised this flag; both ends belong to it

  bool operator==(const Flag&) const = default;
};

/// \param row  [n_features] as it is scored, NaN where not measured
/// \return     at most one flag a feature, order of the spec
std::vector<Flag> flags_of(const Predictor& predictor, std::span<const float> row);

/// Whether the row has no measurement at all: what a model says of it is what it says of any water.
bool nothing_measured(std::span<const float> row);

}  // namespace clearwell::scoring
