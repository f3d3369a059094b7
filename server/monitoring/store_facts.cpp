#include "server/monitoring/store_facts.hpp"

#include "server/monitoring/telemetry.hpp"
#include "server/store/database.hpp"
#include "server/store/sql.hpp"

namespace clearwell::monitoring {
namespace {

/// \param rows  label value, Unix time in seconds
std::vector<GaugeFamily::Sample> timestamps(const store::Rows& rows) {
  std::vector<GaugeFamily::Sample> samples;
  for (std::size_t row = 0; row < rows.size(); ++row)
    samples.push_back({{rows.text(row, 0)}, rows.number(row, 1)});
  return samples;
}

}  // namespace

void read_store_facts(store::Database& database, Telemetry& telemetry) {
  store::Transaction transaction = database.begin();
  telemetry.last_sample_timestamp.replace(timestamps(transaction.run(store::sql::last_sample_timestamps)));
  telemetry.training_last_success_timestamp.replace(
      timestamps(transaction.run(store::sql::training_last_success_timestamps)));
}

}  // namespace clearwell::monitoring
