#include "server/dataset/column_values.hpp"
#include "server/dataset/leak_alarm.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <limits>

namespace clearwell::dataset {
namespace {

constexpr std::size_t kFewestFeatures = 3;
constexpr std::size_t kFewestRows = 100;   // of each class
constexpr std::size_t kMostProbes = 1000;  // rows of a class whose neighbours are looked for, evenly over the class
constexpr double kSuspicious = 0.5;        // of the other class's dimension; honest data sets seen stay above 0.7

/// The rows of one class as points: standardised, gaps at the median.
struct Points {
  std::size_t n_dimensions = 0;
  std::vector<float> coordinates;  // [n, n_dimensions]

  std::size_t size() const { return coordinates.size() / n_dimensions; }
  const float* at(std::size_t index) const { return &coordinates[index * n_dimensions]; }
};

/// Features measured in at least half of the rows, of values that hardly repeat.
std::vector<std::size_t> continuous_features(const TrainingTable& table) {
  std::vector<std::size_t> features;
  for (std::size_t feature = 0; feature < table.n_features; ++feature) {
    const std::map<float, ValueCount> counts = value_counts(table, feature);
    std::size_t measured = 0;
    for (const auto& [value, count] : counts)
      measured += count.rows();
    if (2 * measured >= table.n_rows() && hardly_repeats(counts.size(), measured)) features.push_back(feature);
  }
  return features;
}

/// What puts one feature on the common scale.
struct Scale {
  double median = 0;
  double mean = 0;
  double sd = 1;

  float operator()(float value) const {
    return static_cast<float>(((std::isnan(value) ? median : static_cast<double>(value)) - mean) / sd);
  }
};

Scale scale_of(const TrainingTable& table, std::size_t feature) {
  std::vector<double> values;
  for (std::size_t row = 0; row < table.n_rows(); ++row)
    if (const float value = table.row(row)[feature]; !std::isnan(value)) values.push_back(static_cast<double>(value));
  Scale scale;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  scale.median = *middle;
  for (const double value : values)
    scale.mean += value / static_cast<double>(values.size());
  double variance = 0;
  for (const double value : values)
    variance += (value - scale.mean) * (value - scale.mean) / static_cast<double>(values.size());
  scale.sd = std::sqrt(variance);  // above 0: the values hardly repeat
  return scale;
}

Points points_of_class(const TrainingTable& table, const std::vector<std::size_t>& features,
                       const std::vector<Scale>& scales, std::uint8_t label) {
  Points points{features.size(), {}};
  for (std::size_t row = 0; row < table.n_rows(); ++row) {
    if (table.labels[row] != label) continue;
    for (std::size_t i = 0; i < features.size(); ++i)
      points.coordinates.push_back(scales[i](table.row(row)[features[i]]));
  }
  return points;
}

float squared_distance(const Points& points, std::size_t a, std::size_t b) {
  float sum = 0;
  for (std::size_t i = 0; i < points.n_dimensions; ++i) {
    const float difference = points.at(a)[i] - points.at(b)[i];
    sum += difference * difference;
  }
  return sum;
}

/// Log of how much further the second neighbour is than the first; empty where there are not two at a distance.
std::optional<double> log_ratio(const Points& points, std::size_t probe) {
  constexpr float kFar = std::numeric_limits<float>::infinity();
  std::array nearest = {kFar, kFar};
  for (std::size_t other = 0; other < points.size(); ++other) {
    const float distance = squared_distance(points, probe, other);
    if (distance <= 0 || distance >= nearest[1]) continue;  // itself, or a row equal in all of these features
    nearest[1] = distance;
    if (nearest[1] < nearest[0]) std::swap(nearest[0], nearest[1]);
  }
  if (nearest[1] == kFar) return std::nullopt;
  return std::log(static_cast<double>(nearest[1]) / static_cast<double>(nearest[0])) / 2;
}

/// The maximum likelihood estimate of TWO-NN: where points fill d dimensions evenly, the ratio follows a Pareto law
/// of exponent d.
double intrinsic_dimension(const Points& points) {
  const std::size_t stride = (points.size() + kMostProbes - 1) / kMostProbes;
  double sum = 0;
  double n = 0;
  for (std::size_t probe = 0; probe < points.size(); probe += stride) {
    const std::optional<double> ratio = log_ratio(points, probe);
    if (!ratio) continue;
    sum += *ratio;
    ++n;
  }
  return sum > 0 ? n / sum : std::numeric_limits<double>::infinity();
}

std::string one_digit(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", value);
  return text;
}

}  // namespace

std::vector<LeakAlarm> synthetic_rows(const TrainingTable& table, const spec::DatasetSpec& spec) {
  const std::vector<std::size_t> features = continuous_features(table);
  if (features.size() < kFewestFeatures) return {};
  std::vector<Scale> scales;
  for (const std::size_t feature : features)
    scales.push_back(scale_of(table, feature));
  const Points negatives = points_of_class(table, features, scales, 0);
  const Points positives = points_of_class(table, features, scales, 1);
  if (negatives.size() < kFewestRows || positives.size() < kFewestRows) return {};

  const double of_negatives = intrinsic_dimension(negatives);
  const double of_positives = intrinsic_dimension(positives);
  const bool positives_lower = of_positives < of_negatives;
  const double lower = std::min(of_negatives, of_positives);
  const double higher = std::max(of_negatives, of_positives);
  if (lower >= kSuspicious * higher) return {};
  const std::string& suspicious = positives_lower ? spec.label.positive_means.en : spec.label.negative_means.en;
  return {{"synthetic_rows", "rows that are " + suspicious + " lie in lines between one another (intrinsic dimension " +
                                 one_digit(lower) + ", of the other rows " + one_digit(higher) +
                                 "): they seem to have been copied or drawn from one another before the split"}};
}

}  // namespace clearwell::dataset
