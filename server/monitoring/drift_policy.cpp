#include "server/monitoring/drift_policy.hpp"

#include "server/store/database.hpp"
#include "server/store/sql.hpp"

namespace clearwell::monitoring {

std::vector<LastingDrift> lasting_drifts(store::Database& database) {
  const store::Rows rows = database.begin().run(store::sql::lasting_drifts, store::Params().add(kWindowsInARow));
  std::vector<LastingDrift> drifts;
  for (std::size_t row = 0; row < rows.size(); ++row)
    drifts.push_back({.model = rows.text(row, 0),
                      .version = static_cast<int>(rows.integer(row, 1)),
                      .window_start = rows.text(row, 2),
                      .window_end = rows.text(row, 3),
                      .drifted = rows.text(row, 4)});
  return drifts;
}

void note_retraining(store::Transaction& transaction, const LastingDrift& drift, std::int64_t job_id) {
  transaction.run(store::sql::set_drift_retrain_job,
                  store::Params().add(drift.model).add(drift.version).add(drift.window_start).add(job_id));
}

}  // namespace clearwell::monitoring
