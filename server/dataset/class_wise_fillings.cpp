#include "server/dataset/column_values.hpp"
#include "server/dataset/leak_alarm.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace clearwell::dataset {
namespace {

constexpr std::size_t kFewestRows = 20;
constexpr double kFewestShare = 0.01;
constexpr double kChance = 1e-12;

std::string message_of(const std::string& feature, float value, const ValueCount& count,
                       const spec::DatasetSpec& spec) {
  std::ostringstream text;
  text.imbue(std::locale::classic());
  text << feature << " is " << value << " in " << count.rows() << " rows, and all of them are "
       << (count.positives > 0 ? spec.label.positive_means.en : spec.label.negative_means.en)
       << ", while its other values hardly repeat: gaps seem to have been filled class by class";
  return text.str();
}

}  // namespace

std::vector<LeakAlarm> class_wise_fillings(const TrainingTable& table, const spec::DatasetSpec& spec) {
  const auto n_rows = static_cast<double>(table.n_rows());
  const auto positives = static_cast<double>(std::count(table.labels.begin(), table.labels.end(), std::uint8_t{1}));
  const auto by_chance = [&](const ValueCount& count) {
    const double share = (count.positives > 0 ? positives : n_rows - positives) / n_rows;
    return std::pow(share, static_cast<double>(count.rows()));
  };
  std::vector<LeakAlarm> alarms;
  for (std::size_t feature = 0; feature < table.n_features; ++feature) {
    const std::map<float, ValueCount> counts = value_counts(table, feature);
    std::vector<std::pair<float, ValueCount>> frequent;
    std::size_t other_rows = 0;
    for (const auto& [value, count] : counts) {
      if (count.rows() >= kFewestRows && static_cast<double>(count.rows()) >= kFewestShare * n_rows)
        frequent.emplace_back(value, count);
      else
        other_rows += count.rows();
    }
    if (!hardly_repeats(counts.size() - frequent.size(), other_rows)) continue;
    for (const auto& [value, count] : frequent)
      if ((count.positives == 0 || count.negatives == 0) && by_chance(count) < kChance)
        alarms.push_back({"class_wise_filling", message_of(spec.features[feature].name, value, count, spec)});
  }
  return alarms;
}

}  // namespace clearwell::dataset
