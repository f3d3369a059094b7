#include "server/dataset/leak_alarm.hpp"

#include "server/dataset/target_halves.hpp"

namespace clearwell::dataset {

std::vector<LeakAlarm> leak_alarms(const TrainingTable& table, const spec::DatasetSpec& spec) {
  std::vector<LeakAlarm> alarms;
  if (spec.is_regression()) {
    alarms = copied_targets(table, spec);
    const std::vector<LeakAlarm> found = synthetic_rows(table, with_named_halves(spec, table));
    alarms.insert(alarms.end(), found.begin(), found.end());
    return alarms;
  }
  for (const auto check : {separating_features, class_wise_fillings, synthetic_rows}) {
    const std::vector<LeakAlarm> found = check(table, spec);
    alarms.insert(alarms.end(), found.begin(), found.end());
  }
  return alarms;
}

}  // namespace clearwell::dataset
