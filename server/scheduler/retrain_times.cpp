#include "server/scheduler/retrain_times.hpp"

#include "server/base/spec_files.hpp"
#include "server/scheduler/daily_schedule.hpp"
#include "server/store/sql.hpp"

#include <cmath>

namespace clearwell::scheduler {

std::vector<RetrainTimes> retrain_times(store::Database& database, const SchedulerOptions& options) {
  store::Transaction transaction = database.begin();
  const store::Rows rows = transaction.run(store::sql::retrain_last_success_timestamps,
                                           store::Params().add_array(base::spec_names(options.models_dir)));
  std::vector<RetrainTimes> all;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    RetrainTimes& times = all.emplace_back();
    times.model = rows.text(row, 0);
    times.last_success = base::TimePoint(std::chrono::milliseconds(std::llround(rows.number(row, 1) * 1000)));
    if (options.retrain_at) times.due = next_occurrence(times.last_success, *options.retrain_at);
  }
  return all;
}

}  // namespace clearwell::scheduler
