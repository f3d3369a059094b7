#pragma once

#include "server/http/message.hpp"
#include "server/store/water_store.hpp"

namespace clearwell::http {

/// GET /v1/plants/{id}/history?parameter=&from=&to=&points=: one parameter over time, thinned to what a chart can show.
/// Without from and to: all there is. `from` belongs to the range, `to` does not. With resolution=hour in place of
/// points: as a history tile has it, for the months that have none.
struct PlantHistory {
  Answer operator()(const Request& request) const;

  store::Database& database;
  const store::WaterStore& water;
};

}  // namespace clearwell::http
