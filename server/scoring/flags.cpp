#include "server/scoring/flags.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace clearwell::scoring {
namespace {

/// The limits rounded as the measurement was, so that a value on the limit is inside whatever its decimals.
spec::Range rounded(double low, double high) {
  return {static_cast<double>(static_cast<float>(low)), static_cast<double>(static_cast<float>(high))};
}

/// A number that is no position in the list is no category either: it can only come from a caller that counts
/// otherwise.
std::optional<Flag> category_flag(const Predictor& predictor, std::size_t feature, float value,
                                  std::span<const UnknownCategory> unknown) {
  const spec::FeatureSpec& spec = predictor.spec().features[feature];
  const auto text = std::ranges::find(unknown, feature, &UnknownCategory::feature);
  if (text != unknown.end()) return Flag{feature, FlagKind::unknown_category, std::nullopt, spec.plausible, text->text};
  if (std::isnan(value)) return Flag{feature, FlagKind::not_measured, std::nullopt, spec.plausible};
  if (!spec.plausible.contains(static_cast<double>(value)) || value != std::floor(value))
    return Flag{feature, FlagKind::unknown_category, value, spec.plausible};
  const auto category = static_cast<std::size_t>(value);
  const std::vector<std::size_t>& rows = predictor.facts().training_ranges[feature].category_rows;
  if (!rows.empty() && rows[category] == 0)
    return Flag{feature, FlagKind::unseen_category, value, spec.plausible, spec.categories[category].text};
  return std::nullopt;
}

std::optional<Flag> number_flag(const Predictor& predictor, std::size_t feature, float value) {
  const TrainingRange& seen = predictor.facts().training_ranges[feature];
  const spec::Range trained_on = rounded(seen.low, seen.high);
  const spec::Range& limits = predictor.spec().features[feature].plausible;
  const spec::Range plausible = rounded(limits.low, limits.high);
  if (std::isnan(value)) return Flag{feature, FlagKind::not_measured, std::nullopt, trained_on};
  if (!plausible.contains(static_cast<double>(value)))
    return Flag{feature, FlagKind::outside_plausible_range, value, plausible};
  if (!trained_on.contains(static_cast<double>(value)))
    return Flag{feature, FlagKind::outside_training_range, value, trained_on};
  return std::nullopt;
}

}  // namespace

std::string_view to_string(FlagKind kind) {
  switch (kind) {
    case FlagKind::not_measured:
      return "not_measured";
    case FlagKind::outside_plausible_range:
      return "outside_plausible_range";
    case FlagKind::unknown_category:
      return "unknown_category";
    case FlagKind::unseen_category:
      return "unseen_category";
    case FlagKind::outside_training_range:
      break;
  }
  return "outside_training_range";
}

std::vector<Flag> flags_of(const Predictor& predictor, std::span<const float> row,
                           std::span<const UnknownCategory> unknown) {
  std::vector<Flag> flags;
  for (std::size_t i = 0; i < row.size(); ++i) {
    const bool is_number = predictor.spec().features[i].is_number();
    if (std::optional<Flag> flag =
            is_number ? number_flag(predictor, i, row[i]) : category_flag(predictor, i, row[i], unknown))
      flags.push_back(*std::move(flag));
  }
  return flags;
}

float category_or_gap(std::string_view text, std::size_t row, std::size_t feature, const spec::DatasetSpec& spec,
                      std::vector<UnknownCategory>& unknown) {
  constexpr std::size_t kBytesKept = 64;
  if (const std::optional<std::size_t> category = spec.features[feature].category_index(text))
    return static_cast<float>(*category);
  unknown.push_back({row, feature, std::string(text.substr(0, kBytesKept))});
  return std::numeric_limits<float>::quiet_NaN();
}

std::span<const UnknownCategory> unknown_in_row(const std::vector<UnknownCategory>& unknown, std::size_t row) {
  const auto of_row = std::ranges::equal_range(unknown, row, {}, &UnknownCategory::row);
  return {of_row.begin(), of_row.end()};
}

std::string flags_text(const std::vector<Flag>& flags, const spec::DatasetSpec& spec) {
  std::string text;
  for (const Flag& flag : flags) {
    if (!text.empty()) text += ' ';
    text += spec.features[flag.feature].name + ':' + std::string(to_string(flag.kind));
  }
  return text;
}

bool nothing_measured(std::span<const float> row) {
  return std::ranges::all_of(row, [](float value) { return std::isnan(value); });
}

}  // namespace clearwell::scoring
