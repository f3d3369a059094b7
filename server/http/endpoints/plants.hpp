#pragma once

#include "server/http/message.hpp"
#include "server/store/water_store.hpp"

namespace clearwell::http {

/// GET /v1/plants
struct ListPlants {
  Answer operator()(const Request& request) const;

  const store::WaterStore& water;
};

/// GET /v1/plants/{id}: what it measures, against which limits, and the law's verdict on the newest results.
struct GetPlant {
  Answer operator()(const Request& request) const;

  const store::WaterStore& water;
};

}  // namespace clearwell::http
