#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace clearwell::store {
class Database;
class Transaction;
}  // namespace clearwell::store

/// When drift is reason enough to train again.
namespace clearwell::monitoring {

/// So many windows in a row must drift before a retraining is asked for, and so many must be stable before another one
/// may be: what wavers about its threshold asks once.
inline constexpr int kWindowsInARow = 2;

/// A champion whose drift is reason to train again, and its newest window. Times are RFC 3339 in UTC.
struct LastingDrift {
  std::string model;
  int version = 0;
  std::string window_start;
  std::string window_end;
  std::string drifted;  ///< what has
};

/// The champions for which that is so and no retraining has been asked for yet. A window of which nothing is known
/// neither speaks for drift nor ends it. \throws store::StoreError
std::vector<LastingDrift> lasting_drifts(store::Database& database);

/// Writes down that the window asked for that retraining. \throws store::StoreError
void note_retraining(store::Transaction& transaction, const LastingDrift& drift, std::int64_t job_id);

}  // namespace clearwell::monitoring
