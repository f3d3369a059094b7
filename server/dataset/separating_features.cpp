#include "common/evaluation/ranking.hpp"
#include "server/dataset/category_signal.hpp"
#include "server/dataset/leak_alarm.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace clearwell::dataset {
namespace {

constexpr double kSeparating = 0.99;  // ROC AUC
constexpr std::size_t kFewest = 20;   // rows of each class, below which it may be luck

/// ROC AUC of a column, either way round; empty where a class has too few rows to say.
std::optional<double> separation(std::span<const float> values, std::span<const std::uint8_t> labels) {
  const auto positives = static_cast<std::size_t>(std::count(labels.begin(), labels.end(), std::uint8_t{1}));
  if (positives < kFewest || labels.size() - positives < kFewest) return std::nullopt;
  const double auc = *evaluation::roc_auc(values, labels);
  return std::max(auc, 1 - auc);
}

std::string three_digits(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3f", value);
  return text;
}

}  // namespace

std::vector<LeakAlarm> separating_features(const TrainingTable& table, const spec::DatasetSpec& spec) {
  std::vector<LeakAlarm> alarms;
  const auto judge = [&](std::span<const float> values, std::span<const std::uint8_t> labels, const std::string& what) {
    const std::optional<double> auc = separation(values, labels);
    if (auc && *auc >= kSeparating)
      alarms.push_back({"separating_feature", what + " alone tells the classes apart (ROC AUC " + three_digits(*auc) +
                                                  "): it is likely to be made from the label"});
  };
  for (std::size_t feature = 0; feature < table.n_features; ++feature) {
    const std::string& name = spec.features[feature].name;
    std::vector<float> measured;
    std::vector<std::uint8_t> labels_where_measured;
    std::vector<float> is_missing;
    const std::vector<float> values = ranking_values(table, feature);
    for (std::size_t row = 0; row < table.n_rows(); ++row) {
      const float value = values[row];
      is_missing.push_back(std::isnan(value) ? 1.0F : 0.0F);
      if (std::isnan(value)) continue;
      measured.push_back(value);
      labels_where_measured.push_back(table.labels[row]);
    }
    judge(measured, labels_where_measured, name);
    judge(is_missing, table.labels, "whether " + name + " was measured");
  }
  return alarms;
}

}  // namespace clearwell::dataset
