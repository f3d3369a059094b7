#pragma once

#include "common/evaluation/calibration_test.hpp"
#include "server/monitoring/watched_window.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// The precision that the positive calls of each window should have (estimated_precision.hpp), as it is kept.
namespace clearwell::monitoring {

/// Writes down the window's estimate, or why there is none. \pre  the version calls rows positive: it is no regression
/// \param n_positive     calls of the window
/// \param drift_outcome  of the window
/// \param training       calibration on rows that the version's training had not seen; empty: not known
/// \throws store::StoreError
void estimate_window(store::Transaction& transaction, const WatchedWindow& window, std::int64_t n_positive,
                     std::string_view drift_outcome, const std::optional<evaluation::CalibrationTest>& training);

/// The newest estimates of a version's precision, as the array `estimated` of GET …/precision. \throws
/// store::StoreError
std::string precision_estimates_json(store::Database& database, std::string_view name, int version, int limit);

}  // namespace clearwell::monitoring
