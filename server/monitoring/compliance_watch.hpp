#pragma once

#include "server/base/clock.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <stop_token>

namespace clearwell::store {
class Database;
}

namespace clearwell::monitoring {

/// Keeps what dashboards say of plants and their law current: water.judged_periods, whether each limit's rule was kept
/// in each period, and water.sampling_periods, samples taken beside the number that the law asks for. Plants are judged
/// anew when their results or description change, and all of them at the start, since another program may know other
/// limits, and with each new day, since periods end. For use by one thread.
class ComplianceWatch {
 public:
  explicit ComplianceWatch(store::Database& database) : database_(database) {}

  /// \param stop  asked between two plants; those that are left wait for the next call, of another server too
  /// \return  how many plants were judged   \throws store::StoreError  of the first plant that could not be, after all
  /// others were; store::StoreUnavailable at once
  std::size_t look(base::TimePoint now, const std::stop_token& stop = {});

 private:
  store::Database& database_;
  std::optional<std::chrono::sys_days> day_;  ///< on which all were judged
};

}  // namespace clearwell::monitoring
