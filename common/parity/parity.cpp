#include "common/parity/parity.hpp"

#include "common/hash/sha256.hpp"
#include "common/random/split_mix.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>

namespace clearwell::parity {
namespace {

using random::SplitMix64;

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

float extreme_value(SplitMix64& random) {
  using Limits = std::numeric_limits<float>;
  constexpr std::array<float, 10> kExtremes = {
      0.0F,  -0.0F,  Limits::max(), Limits::lowest(), Limits::min(), Limits::denorm_min(), -Limits::denorm_min(),
      1e30F, -1e30F, 1e-30F};
  return kExtremes[static_cast<std::size_t>(random.below(kExtremes.size()))];
}

/// A split value, or one of its two neighbours one ulp away.
float beside_a_split(const std::vector<float>& splits, SplitMix64& random) {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  const float split = splits[static_cast<std::size_t>(random.below(splits.size()))];
  switch (random.below(3)) {
    case 0:
      return std::nextafter(split, -kInfinity);
    case 1:
      return std::nextafter(split, kInfinity);
    default:
      return split;
  }
}

float between(spec::Range range, SplitMix64& random) {
  return static_cast<float>(range.low + (range.high - range.low) * random.fraction());
}

/// A category's position, or the one behind the last, now and then half a step before it.
float position(const spec::FeatureSpec& feature, SplitMix64& random) {
  const auto whole = static_cast<float>(random.below(feature.categories.size() + 1));
  return random.below(10) == 0 ? whole - 0.5F : whole;
}

void append_bits(hash::Sha256& sha, double value) {
  if (value != value) value = std::numeric_limits<double>::quiet_NaN();
  std::uint64_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  if (value != value) bits = 0x7ff8000000000000U;
  std::array<char, 8> bytes{};
  for (std::size_t i = 0; i < 8; ++i)
    bytes[i] = static_cast<char>(bits >> (8 * i));
  sha.update(std::string_view(bytes.data(), bytes.size()));
}

}  // namespace

std::vector<float> vector_set(const scoring::Predictor& predictor, std::size_t n_rows) {
  const std::vector<spec::FeatureSpec>& features = predictor.spec().features;
  std::vector<std::vector<float>> splits;
  for (std::size_t f = 0; f < features.size(); ++f)
    splits.push_back(predictor.split_values(f));

  SplitMix64 random(2020);
  std::vector<float> rows;
  rows.reserve(n_rows * features.size());
  for (std::size_t row = 0; row < n_rows; ++row) {
    for (std::size_t f = 0; f < features.size(); ++f) {
      const scoring::TrainingRange& training = predictor.facts().training_ranges[f];
      const std::uint64_t kind = random.below(20);
      if (kind < 2)
        rows.push_back(kNan);
      else if (kind < 3)
        rows.push_back(extreme_value(random));
      else if (!features[f].is_number())
        rows.push_back(position(features[f], random));
      else if (kind < 9 && !splits[f].empty())
        rows.push_back(beside_a_split(splits[f], random));
      else if (kind < 12)
        rows.push_back(between(features[f].plausible, random));
      else
        rows.push_back(between({training.low, training.high}, random));
    }
  }
  return rows;
}

DigestBuilder::DigestBuilder(const scoring::Predictor& predictor) : predictor_(predictor) {}

void DigestBuilder::add_row(std::span<const float> row) {
  const scoring::Prediction prediction = predictor_.predict(row);
  append_bits(sha_, static_cast<double>(prediction.margin));
  append_bits(sha_, static_cast<double>(prediction.probability));
  append_bits(sha_, prediction.positive ? 1 : 0);
  for (const double contribution : predictor_.contributions(row))
    append_bits(sha_, contribution);
}

std::string DigestBuilder::finish() {
  return hash::to_hex(sha_.finish());
}

std::string digest(const scoring::Predictor& predictor, const std::vector<float>& rows) {
  DigestBuilder builder(predictor);
  const std::size_t width = predictor.n_features();
  for (std::size_t first = 0; first + width <= rows.size(); first += width)
    builder.add_row(std::span<const float>(rows).subspan(first, width));
  return builder.finish();
}

}  // namespace clearwell::parity
