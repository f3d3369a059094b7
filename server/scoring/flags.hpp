#pragma once

#include "common/scoring/predictor.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace clearwell::scoring {

enum class FlagKind {
  not_measured,             ///< the model goes on without it
  outside_plausible_range,  ///< the spec's: probably a wrong unit or a broken sensor
  outside_training_range,   ///< plausible, but the model has seen nothing like it
  unknown_category,         ///< none of the spec's: scored as if it had not been measured
  unseen_category,          ///< one of the spec's that no training row had
};
/// As the API and the batch files say it: `not_measured`, …
std::string_view to_string(FlagKind kind);

/// A text that is no category of its feature, and so stands for a gap in the row that is scored.
struct UnknownCategory {
  std::size_t row = 0;
  std::size_t feature = 0;
  std::string text;  ///< its first bytes, where it is long

  bool operator==(const UnknownCategory&) const = default;
};

/// A measurement, or the lack of one, that makes an answer less trustworthy. The answer is given all the same: the
/// caller decides.
struct Flag {
  std::size_t feature = 0;  ///< index in the spec
  FlagKind kind = FlagKind::not_measured;
  std::optional<float> value;  ///< empty where not measured
  /// What would not have raised this flag; both ends belong to it. Of a feature that is no number any of its categories
  /// is meant.
  spec::Range accepted;
  std::string category = {};  ///< the text of a flag about a category

  bool operator==(const Flag&) const = default;
};

/// \param row      [n_features] as it is scored, NaN where not measured
/// \param unknown  of this row
/// \return         at most one flag a feature, order of the spec
std::vector<Flag> flags_of(const Predictor& predictor, std::span<const float> row,
                           std::span<const UnknownCategory> unknown = {});

/// The position of the category of that text, as a model takes it. A text that is none is added to `unknown`, and NaN.
float category_or_gap(std::string_view text, std::size_t row, std::size_t feature, const spec::DatasetSpec& spec,
                      std::vector<UnknownCategory>& unknown);

/// \param unknown  in the order of the rows
std::span<const UnknownCategory> unknown_in_row(const std::vector<UnknownCategory>& unknown, std::size_t row);

/// `ph:not_measured turbidity:outside_training_range`: the flags where an answer has a single cell for them.
std::string flags_text(const std::vector<Flag>& flags, const spec::DatasetSpec& spec);

/// Whether the row has no measurement at all: what a model says of it is what it says of any water.
bool nothing_measured(std::span<const float> row);

}  // namespace clearwell::scoring
