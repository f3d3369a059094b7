#include "server/dataset/leak_alarm.hpp"

namespace clearwell::dataset {

std::vector<LeakAlarm> leak_alarms(const TrainingTable& table, const spec::DatasetSpec& spec) {
  if (spec.is_regression()) return copied_targets(table, spec);
  std::vector<LeakAlarm> alarms;
  for (const auto check : {separating_features, class_wise_fillings, synthetic_rows}) {
    const std::vector<LeakAlarm> found = check(table, spec);
    alarms.insert(alarms.end(), found.begin(), found.end());
  }
  return alarms;
}

}  // namespace clearwell::dataset
