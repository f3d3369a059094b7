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

struct ComplianceLook {
  std::size_t n_judged = 0;  ///< plants
  bool has_left = false;     ///< plants to the next look, for want of time
};

/// Keeps what dashboards say of plants and their law current: water.judged_periods, whether each limit's rule was kept
/// in each period, and water.sampling_periods, samples taken beside the number that the law asks for. Plants are judged
/// anew when their results or description change, with each new day by their own clocks, since periods end, and all of
/// them at the start, since another program may know other limits. For use by one thread.
class ComplianceWatch {
 public:
  /// \param at_most  after that long, jobs wait, a look leaves the other plants to the next one, but for the first
  explicit ComplianceWatch(store::Database& database, std::chrono::milliseconds at_most = std::chrono::seconds(10))
      : database_(database), at_most_(at_most) {}

  /// \param stop  asked between two plants; those that are left wait for the next call, of another server too
  /// \throws store::StoreError  of the first plant that could not be judged, after the others were;
  /// store::StoreUnavailable at once
  ComplianceLook look(base::TimePoint now, const std::stop_token& stop = {});

 private:
  void mark(base::TimePoint now);

  store::Database& database_;
  std::chrono::milliseconds at_most_;
  std::optional<base::TimePoint> marked_at_;  ///< those whose day had come
};

}  // namespace clearwell::monitoring
