#include "server/dataset/correlation.hpp"
#include "server/dataset/leak_alarm.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace clearwell::dataset {
namespace {

constexpr double kCopied = 0.9999;

}  // namespace

std::vector<LeakAlarm> copied_targets(const TrainingTable& table, const spec::DatasetSpec& spec) {
  std::vector<LeakAlarm> alarms;
  for (std::size_t feature = 0; feature < table.n_features; ++feature) {
    const Correlation correlation = correlate_with_targets(table, feature);
    if (!correlation.pearson || !correlation.spearman) continue;
    const double closest = std::max(std::fabs(*correlation.pearson), std::fabs(*correlation.spearman));
    if (closest < kCopied) continue;
    char figure[32];
    std::snprintf(figure, sizeof figure, "%.5f", closest);
    alarms.push_back({"copied_target", spec.features[feature].name + " alone follows " + spec.label.name +
                                           " with a correlation of " + figure +
                                           ": it seems to have been made of the number that is to be estimated"});
  }
  return alarms;
}

}  // namespace clearwell::dataset
