#include "server/scoring/inference_partitions.hpp"

#include "server/store/database.hpp"
#include "server/store/sql.hpp"

#include <chrono>

namespace clearwell::scoring {
namespace {

std::int64_t month_of(base::TimePoint moment) {
  const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(moment));
  return std::int64_t{12} * static_cast<int>(date.year()) + static_cast<unsigned>(date.month());
}

}  // namespace

void InferencePartitions::ensure(base::TimePoint moment) {
  const std::int64_t month = month_of(moment);
  {
    const std::lock_guard lock(mutex_);
    if (months_.contains(month)) return;
  }
  // Without the lock, which nobody has to wait for while a database does not answer. It may be made twice.
  const auto us = std::chrono::duration_cast<std::chrono::microseconds>(moment.time_since_epoch()).count();
  database_.query(store::sql::ensure_inference_partition, store::Params().add(us));
  const std::lock_guard lock(mutex_);
  months_.insert(month);
}

void InferencePartitions::forget() {
  const std::lock_guard lock(mutex_);
  months_.clear();
}

}  // namespace clearwell::scoring
