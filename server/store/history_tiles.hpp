#pragma once

#include "server/store/database.hpp"

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

/// Months of public history that are over, as files under the SHA-256 of their bytes (common/history/tile.hpp). A file
/// never changes; what changes is which one a month names.
namespace clearwell::store {

/// One month of a plant's parameter.
struct HistoryMonth {
  std::string month;                  ///< `2025-03`, UTC
  std::optional<std::string> sha256;  ///< of its file; none where something has changed since, or the month is not over
  std::int64_t bytes = 0;             ///< length of the file

  bool operator==(const HistoryMonth&) const = default;
};

/// Months with values, in order; the last one is the month that is not over, whether it has values or not.
std::vector<HistoryMonth> history_months(Database& database, std::string_view plant_id, std::string_view parameter);

/// The file of that name. One that its month no longer names stays for a day.
std::optional<std::string> read_history_tile(Database& database, std::string_view sha256);

/// Writes the files of months that are over and have none, in transactions of a bounded size. Safe beside writers,
/// readers and other refreshes. Readings count from their roll-up on, which marks their month. \param stop  asked
/// between two transactions   \throws StoreError
void refresh_history_tiles(Database& database, const std::stop_token& stop = {});

}  // namespace clearwell::store
