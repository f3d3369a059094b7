#pragma once

#include "server/base/clock.hpp"
#include "server/base/time_text.hpp"
#include "server/registry/model_version.hpp"
#include "server/store/database.hpp"

#include <algorithm>
#include <cstdint>

namespace clearwell::monitoring {

/// A stretch of time of one model version.
struct WatchedWindow {
  const registry::ModelVersion& version;
  base::TimePoint start;
  base::TimePoint end;

  /// $1 to $4 of every query about it: name, version, start, end.
  store::Params params() const {
    return store::Params()
        .add(version.name)
        .add(version.version)
        .add(base::format_time(start))
        .add(base::format_time(end));
  }
};

/// Of more rows than this a sample is read, since more would say the same.
inline constexpr std::int64_t kMostRows = 20'000;

/// One row in so many is read.
inline std::int64_t one_in(std::int64_t n_rows) {
  return std::max<std::int64_t>(1, (n_rows + kMostRows - 1) / kMostRows);
}

}  // namespace clearwell::monitoring
