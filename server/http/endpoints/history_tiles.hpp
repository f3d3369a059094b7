#pragma once

#include "server/http/message.hpp"
#include "server/store/water_store.hpp"

namespace clearwell::http {

/// GET /v1/plants/{id}/history/tiles?parameter=: which file each month that is over has. To be asked again before each
/// use, which costs a 304 where nothing has changed.
struct ListHistoryTiles {
  Answer operator()(const Request& request) const;

  store::Database& database;
  const store::WaterStore& water;
};

/// GET /v1/history/tiles/{sha256}.tile: the file, which never changes.
struct DownloadHistoryTile {
  Answer operator()(const Request& request) const;

  store::Database& database;
};

}  // namespace clearwell::http
