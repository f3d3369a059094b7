#pragma once

#include "common/result.hpp"
#include "web/state/water.hpp"

#include <string_view>
#include <vector>

/// The file of a month that is over, common/history/tile.hpp.
namespace clearwell::state {

/// Values as finely as a file tells them, in order of time.
struct TileValues {
  std::vector<Bucket> laboratory;  ///< by the second
  std::vector<Bucket> instrument;  ///< by the hour

  bool operator==(const TileValues&) const = default;
};

/// Takes the finest level of each series: coarser buckets are made of it, at any dates (history_thinning.hpp).
Result<TileValues> read_tile_values(std::string_view bytes);

/// Laboratory results in order of time, of the same moment the values first.
std::vector<Bucket> in_order(const std::vector<Bucket>& values, const std::vector<Bucket>& non_detects);

}  // namespace clearwell::state
