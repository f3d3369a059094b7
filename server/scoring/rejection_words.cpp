#include "server/scoring/rejection_words.hpp"

#include "server/base/edit_distance.hpp"

#include <algorithm>

namespace clearwell::scoring {
namespace {

/// The feature that was probably meant, null where a guess would mislead: another's column name, or two slips at most.
const spec::FeatureSpec* nearest_feature(std::string_view name, const spec::DatasetSpec& spec) {
  if (name.size() > 64) return nullptr;
  const spec::FeatureSpec* nearest = nullptr;
  std::size_t distance = 3;
  for (const spec::FeatureSpec& feature : spec.features) {
    if (std::find(feature.aliases.begin(), feature.aliases.end(), name) != feature.aliases.end()) return &feature;
    const std::size_t d = base::edit_distance(name, feature.name);
    if (d < distance && d < feature.name.size()) {
      distance = d;
      nearest = &feature;
    }
  }
  return nearest;
}

}  // namespace

std::string in_quotes(std::string_view text) {
  constexpr std::size_t kShown = 64;
  return text.size() <= kShown ? '"' + std::string(text) + '"' : '"' + std::string(text.substr(0, kShown)) + "…\"";
}

bool is_id(std::string_view text) {
  constexpr std::size_t kMaxIdLength = 128;
  return !text.empty() && text.size() <= kMaxIdLength &&
         std::none_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
}

std::string accepted_features(const spec::DatasetSpec& spec) {
  std::string names;
  for (const spec::FeatureSpec& feature : spec.features)
    names += (names.empty() ? "" : ", ") + feature.name;
  return names;
}

std::string unknown_feature_message(std::string_view name, const spec::DatasetSpec& spec) {
  std::string message = "unknown feature " + in_quotes(name) + "; ";
  if (const spec::FeatureSpec* nearest = nearest_feature(name, spec))
    message += "the nearest is \"" + nearest->name + "\"; ";
  return message + "accepted: " + accepted_features(spec);
}

std::string not_a_number_message(std::string_view seen) {
  return "expected a number, or null where nothing was measured, but got " + std::string(seen);
}

std::string not_a_category_message(std::string_view seen, const spec::FeatureSpec& feature) {
  return "expected the text of a category, or null where nothing was measured, but got " + std::string(seen) +
         "; accepted: " + feature.accepted_categories();
}

std::string out_of_range_message(std::string_view number) {
  return "the number " + std::string(number.substr(0, 40)) + " is outside the range of a 32-bit float, ±3.4028235e38";
}

std::string nothing_measured_message(const spec::DatasetSpec& spec) {
  return "the row has no measurement, so there is nothing to estimate from; at least one is expected of: " +
         accepted_features(spec);
}

std::string position_and_reason(std::string_view what) {
  constexpr std::string_view kPrefix = "parse error at ";
  const std::size_t start = what.find(kPrefix);
  return std::string(start == std::string_view::npos ? what : what.substr(start + kPrefix.size()));
}

}  // namespace clearwell::scoring
