#pragma once

#include "server/base/clock.hpp"
#include "server/http/message.hpp"
#include "server/store/water_store.hpp"

namespace clearwell::http {

/// GET /v1/plants/{id}/compliance?from=&to=: whether the rules of the plant's law were kept, limit by limit and period
/// by period. Without from and to: the year that ends with the newest sample.
struct PlantCompliance {
  Answer operator()(const Request& request) const;

  store::Database& database;
  const store::WaterStore& water;
  base::Clock clock;
};

}  // namespace clearwell::http
